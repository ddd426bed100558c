/** Sounds for tests, the same on every run. */
import { UNIT } from '../../../renderer/voice/audio-format.ts'

/** Numbers evenly spread in 0..1 from a fixed seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** White noise of the given RMS in dBFS. */
export function noise(samples: number, db: number, seed = 1): Float32Array {
  const random = seeded(seed)
  const amplitude = 10 ** (db / 20) * Math.sqrt(3)
  return Float32Array.from({ length: samples }, () => (random() * 2 - 1) * amplitude)
}

/** Noise of a fan: falls from 500 Hz on. RMS in dBFS. RNNoise knows such noises; even hiss it may leave for long. */
export function fan(samples: number, db: number, seed = 1): Float32Array {
  const sound = noise(samples, 0, seed)
  let value = 0
  for (let i = 0; i < samples; i++) {
    value += 0.063 * ((sound[i] ?? 0) - value)
    sound[i] = value
  }
  const factor = 10 ** (db / 20) / Math.sqrt(energy(sound) / samples)
  return sound.map(each => each * factor)
}

/**
 * Something with the pitch, the formants and the syllables of speech: 2.5 syllables a second, dips between
 * them, about -16 dBFS at its loudest.
 */
export function speech(samples: number): Float32Array {
  const sound = new Float32Array(samples)
  let phase = 0
  for (let i = 0; i < samples; i++) {
    const t = i / 48_000
    const pitch = 130 + 30 * Math.sin(2 * Math.PI * 0.7 * t)
    phase += pitch / 48_000
    let value = 0
    for (let harmonic = 1; harmonic < 20; harmonic++) {
      value += (Math.sin(2 * Math.PI * harmonic * phase) / harmonic) * formant(harmonic * pitch)
    }
    sound[i] = 0.25 * Math.max(0, Math.sin(2 * Math.PI * 2.5 * t)) * value
  }
  return sound
}

function formant(frequency: number): number {
  return Math.exp(-((frequency - 700) ** 2) / 2e6)
}

export function silence(samples: number): Float32Array {
  return new Float32Array(samples)
}

export function sum(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] ?? 0))
}

export function join(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The whole frames of 10 ms in a sound. */
export function* frames(sound: Float32Array): Generator<Float32Array> {
  for (let at = 0; at + UNIT <= sound.length; at += UNIT) yield sound.subarray(at, at + UNIT)
}

export function energy(sound: Float32Array): number {
  return sound.reduce((total, value) => total + value * value, 0)
}

export function peak(sound: Float32Array): number {
  return sound.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0)
}

/** dB by which `sound` is nearer to `wanted` than silence would be. */
export function signalToNoise(wanted: Float32Array, sound: Float32Array): number {
  const error = energy(wanted.map((value, i) => value - (sound[i] ?? 0)))
  return 10 * Math.log10(energy(wanted) / error)
}

/** Pitch in Hz, 90..400: the shortest lag at which the sound is as like itself as at any other. */
export function pitch(sound: Float32Array): number {
  const likeness = Array.from({ length: 531 }, (_, lag) => {
    let product = 0
    for (let i = 0; lag >= 120 && i + lag < sound.length; i++)
      product += (sound[i] ?? 0) * (sound[i + lag] ?? 0)
    return product / (sound.length - lag)
  })
  const enough = 0.9 * Math.max(...likeness)
  const begin = likeness.findIndex(value => value >= enough)
  const end = likeness.findIndex((value, lag) => lag > begin && value < enough)
  const hill = likeness.slice(begin, end < 0 ? undefined : end)
  return 48_000 / (begin + hill.indexOf(Math.max(...hill)))
}

/** Place of the first sample of `wanted` that is another one in `sound`, or is missing there; -1 when it is all there. */
export function firstDifference(sound: Float32Array, wanted: Float32Array): number {
  return wanted.findIndex((sample, i) => sample !== sound[i])
}
