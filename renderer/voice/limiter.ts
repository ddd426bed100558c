/**
 * Keeps the sum of all voices within full scale without the crackle of a hard clip: a gain that goes down
 * within one quantum and recovers slowly, and a soft knee for what is louder before the gain got there.
 */

/** Peak that the gain aims at: -1 dBFS. */
const CEILING = 0.89
/** From here the knee bends, so that even the loudest sample stays below 1. */
const KNEE = 0.9
/** Share of the way back to full gain per sample: about 0.3 s for most of it. */
const RECOVERY = 1 / 12_000

export class Limiter {
  #gain = 1

  /** Limits in place. No sample is beyond ±1 afterwards. */
  apply(sound: Float32Array): void {
    let peak = 0
    for (let i = 0; i < sound.length; i++) peak = Math.max(peak, Math.abs(sound[i] ?? 0))
    const needed = peak > CEILING ? CEILING / peak : 1
    if (needed === 1 && this.#gain > 0.9999) {
      this.#gain = 1
      return
    }
    const recovered = this.#gain + (1 - this.#gain) * Math.min(1, sound.length * RECOVERY)
    const target = Math.min(needed, recovered)
    const step = (target - this.#gain) / sound.length
    for (let i = 0; i < sound.length; i++) {
      this.#gain += step
      sound[i] = bend((sound[i] ?? 0) * this.#gain)
    }
    this.#gain = target
  }
}

function bend(value: number): number {
  const amplitude = Math.abs(value)
  if (amplitude <= KNEE) return value
  const bent = KNEE + (1 - KNEE) * Math.tanh((amplitude - KNEE) / (1 - KNEE))
  return value < 0 ? -bent : bent
}
