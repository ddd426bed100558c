import { expect, test, vi } from 'vitest'
import { Conditioning } from '../../../renderer/voice/conditioning.ts'
import type { Suppression } from '../../../renderer/voice/noise-suppressor.ts'
import { createSuppressor, voiced } from './rnnoise.ts'
import { energy, fan, frames, join, noise, peak, silence, sum } from './sound.ts'

const SECOND = 48_000

vi.setConfig({ testTimeout: 30_000 })

/** What comes out of `sound`, with the delay and the state of speech frame by frame. */
async function condition(sound: Float32Array, suppression: Suppression = 'standard') {
  const conditioning = new Conditioning(await createSuppressor())
  conditioning.set({ suppression, automaticGain: false })
  const out: Float32Array[] = []
  const delays: number[] = []
  const speaking: boolean[] = []
  for (const frame of frames(sound)) {
    conditioning.hear(frame)
    out.push(conditioning.conditioned.slice())
    delays.push(conditioning.delayFrames)
    speaking.push(conditioning.speaking)
  }
  const changes = delays.flatMap((delay, i) => (i > 0 && delay !== delays[i - 1] ? [i] : []))
  return { out: join(...out), delays, speaking, changes, conditioning }
}

/** True when a sample of the first is another in the second. */
function differ(a: Float32Array, b: Float32Array): boolean {
  return a.some((value, i) => value !== b[i])
}

/** The largest step from one sample to the next. */
function steepest(sound: Float32Array): number {
  return sound.reduce((most, value, i) => Math.max(most, Math.abs(value - (sound[i - 1] ?? value))), 0)
}

async function quietTalk(): Promise<Float32Array> {
  const sentences = ['Chacun son tour.', 'Nous avons tout notre temps.', 'Parlons du jardin.']
  const spoken = await Promise.all(sentences.map(sentence => voiced(sentence)))
  const all = join(...spoken.flatMap(each => [silence(SECOND), each]), silence(SECOND))
  return sum(all, noise(all.length, -78))
}

test('in a quiet room a voice passes as it is, without delay', async () => {
  const sound = await quietTalk()
  const { out, delays, conditioning } = await condition(sound)
  expect(Math.max(...delays)).toBe(0)
  expect(differ(out, sound)).toBe(false)
  expect(conditioning.suppression).toBe('resting')
})

test('noise brings the suppression in, in a pause and without a click, and long quiet sends it away', async () => {
  const talk = await quietTalk()
  const calm = noise(2 * SECOND, -78)
  const whirr = fan(talk.length + calm.length, -40)
  const long = noise(25 * SECOND, -78, 5)
  const sound = join(calm, talk, sum(join(calm, talk), whirr), long, talk)
  const { out, changes, delays } = await condition(sound)
  const words = join(silence(calm.length), talk, silence(calm.length), talk, silence(long.length), talk)

  expect(changes).toHaveLength(2)
  const [cleanFrom = 0, plainFrom = 0] = changes
  for (const change of changes) {
    expect(peak(words.subarray((change - 5) * 480, (change + 6) * 480))).toBeLessThan(0.001)
  }
  // Within two seconds of the noise; and out again for the last words.
  const noisyFrom = (calm.length + talk.length) / 480
  expect(cleanFrom).toBeGreaterThan(noisyFrom)
  expect(cleanFrom).toBeLessThan(noisyFrom + 200)
  expect(plainFrom).toBeLessThan((sound.length - talk.length) / 480)
  expect(delays.at(-1)).toBe(0)
  // No click: no step where it changes over is higher than the steps of the room around it.
  for (const change of changes) {
    const here = steepest(out.subarray((change - 1) * 480, (change + 2) * 480))
    const room = steepest(sound.subarray((change - 20) * 480, (change + 20) * 480))
    expect(here).toBeLessThanOrEqual(room)
  }
  // The words after it are there to the sample.
  expect(differ(out.subarray(-2 * SECOND), sound.subarray(out.length - 2 * SECOND))).toBe(false)
})

test('who is sure to want all noise gone always has it taken out; who does not, never', async () => {
  const whirr = sum(await quietTalk(), noise(10 * SECOND, -30))
  const strong = await condition(await quietTalk(), 'strong')
  expect(strong.delays.every(delay => delay === 1)).toBe(true)
  const off = await condition(whirr, 'off')
  expect(off.delays.every(delay => delay === 0)).toBe(true)
  expect(off.conditioning.suppression).toBe('off')
})

test('without RNNoise nothing is suppressed, and that is told', () => {
  const conditioning = new Conditioning(null)
  conditioning.set({ suppression: 'strong', automaticGain: false })
  const frame = noise(480, -20)
  conditioning.hear(frame)
  expect(conditioning.conditioned).toEqual(frame)
  expect(conditioning.delayFrames).toBe(0)
  expect(conditioning.suppression).toBe('missing')
})

test('the rest of an echo is no speech; one’s own voice over it is', async () => {
  const [other, own] = await Promise.all([
    voiced('Bonjour à toutes et à tous, la réunion commence.'),
    voiced('Oui, merci !'),
  ])
  const rest = other.map(value => value * 0.02)
  const hear = async (microphone: Float32Array, gating: 'off' | 'rest') => {
    const conditioning = new Conditioning(await createSuppressor())
    conditioning.setEchoGating(gating)
    let heard = 0
    const out: Float32Array[] = []
    const loud = [...frames(other)]
    // The canceller learns the room first.
    const learnt = [...frames(rest)]
    for (let i = 0; i < 1200; i++)
      conditioning.hear(learnt[i % learnt.length] as Float32Array, loud[i % loud.length] ?? null)
    for (const [i, frame] of [...frames(microphone)].entries()) {
      conditioning.hear(frame, loud[i] ?? null)
      if (conditioning.speaking) heard++
      out.push(conditioning.conditioned.slice())
    }
    return { heard, out: join(...out) }
  }
  const before = await hear(rest, 'off')
  const after = await hear(rest, 'rest')
  expect(before.heard).toBeGreaterThan(50)
  expect(after.heard).toBe(0)
  expect(10 * Math.log10(energy(after.out) / energy(before.out))).toBeLessThan(-20)
  const both = sum(
    rest,
    join(
      silence(SECOND / 2),
      own.map(value => value * 0.5),
    ),
  )
  const interrupted = await hear(both, 'rest')
  expect(interrupted.heard).toBeGreaterThan(40)
  expect(peak(interrupted.out)).toBeGreaterThan(0.9 * peak(both))
})
