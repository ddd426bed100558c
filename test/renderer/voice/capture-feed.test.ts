import { expect, test } from 'vitest'
import { CaptureFeed } from '../../../renderer/voice/capture-feed.ts'
import { firstDifference, join, signalToNoise, speech } from './sound.ts'

/** Collects what the capture and the echo watch are given. */
function fed() {
  const captured: { heard: Float32Array[]; played: Float32Array[] } = { heard: [], played: [] }
  const watched: { heard: Float32Array[]; played: Float32Array[] } = { heard: [], played: [] }
  const into =
    (all: typeof captured) => (heard: Float32Array | null, count: number, played: Float32Array | null) => {
      all.heard.push(heard?.slice(0, count) ?? new Float32Array(count))
      all.played.push(played?.slice(0, count) ?? new Float32Array(count))
    }
  return { feed: new CaptureFeed(into(captured), into(watched)), captured, watched }
}

/** Chunks of a microphone and of the graph, in the order in which they come. */
function inStep(feed: CaptureFeed, heard: Float32Array, played: Float32Array, chunk = 256) {
  let told = 0
  for (let at = 0; at + chunk <= heard.length; at += chunk) {
    for (; told + 480 <= at + chunk; told += 480) feed.play(played.subarray(told, told + 480), 48_000)
    feed.hear([heard.subarray(at, at + chunk)], 48_000)
  }
}

test('what is heard goes to the capture as it is, whatever the chunks', () => {
  for (const chunk of [128, 256, 441, 480, 1024]) {
    const { feed, captured } = fed()
    const said = speech(48_000)
    inStep(feed, said, new Float32Array(48_000), chunk)
    const all = join(...captured.heard)
    expect(firstDifference(all, said.subarray(0, all.length))).toBe(-1)
    expect(all.length).toBeGreaterThan(48_000 - chunk)
  }
})

test('what is played comes without a hole, up to 30 ms later than it was played', () => {
  const { feed, captured } = fed()
  const played = speech(48_000)
  inStep(feed, new Float32Array(48_000), played)
  const all = join(...captured.played)
  const first = all.findIndex(sample => sample !== 0)
  const begin = played.findIndex(sample => sample !== 0)
  expect(first - begin).toBeGreaterThanOrEqual(0)
  expect(first - begin).toBeLessThanOrEqual(48 * 30)
  const length = all.length - first
  expect(firstDifference(all.subarray(first), played.subarray(begin, begin + length))).toBe(-1)
})

test('the graph may stumble for 15 ms, and nothing is missing', () => {
  const { feed, captured } = fed()
  const played = speech(48_000)
  let told = 0
  for (let at = 0; at + 240 <= 48_000; at += 240) {
    const stumbles = at > 20_000 && at < 20_720
    for (; !stumbles && told + 480 <= at + 240; told += 480)
      feed.play(played.subarray(told, told + 480), 48_000)
    feed.hear([new Float32Array(240)], 48_000)
  }
  const all = join(...captured.played)
  const first = all.findIndex(sample => sample !== 0)
  const begin = played.findIndex(sample => sample !== 0)
  expect(firstDifference(all.subarray(first), played.subarray(begin, begin + all.length - first))).toBe(-1)
})

test('a loudspeaker that runs ahead never makes more than 60 ms wait', () => {
  const { feed, captured } = fed()
  const beep = new Float32Array(480)
  for (let i = 0; i < 100; i++) feed.play(beep.fill(0.1), 48_000)
  feed.play(beep.fill(0.5), 48_000)
  for (let i = 0; i < 7; i++) feed.hear([new Float32Array(480)], 48_000)
  expect(join(...captured.played).includes(0.5)).toBe(true)
})

test('the echo watch hears the microphone 40 ms later, so that an echo comes after its sound', () => {
  const { feed, watched } = fed()
  const said = speech(48_000)
  inStep(feed, said, new Float32Array(48_000))
  const all = join(...watched.heard)
  expect(firstDifference(all.subarray(1920), said.subarray(0, all.length - 1920))).toBe(-1)
})

test('microphones of other rates arrive at the right pace, and may follow each other', () => {
  const { feed, captured } = fed()
  for (const rate of [44_100, 16_000, 48_000]) {
    captured.heard.length = 0
    for (let i = 0; i < 100; i++) feed.hear([new Float32Array(rate / 100).fill(0.25)], rate)
    const all = join(...captured.heard)
    expect(Math.abs(all.length - 48_000)).toBeLessThan(200)
    expect(all.at(-1)).toBeCloseTo(0.25, 3)
  }
})

test('of two channels the mean comes, and what is played at another rate is the same sound', () => {
  const { feed, captured } = fed()
  feed.hear([new Float32Array(480).fill(0.4), new Float32Array(480).fill(0.2)], 48_000)
  expect(captured.heard[0]?.[479]).toBeCloseTo(0.3, 5)
  const tone = (rate: number, samples: number) =>
    Float32Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * 500 * i) / rate) * 0.5)
  const played = tone(24_000, 24_000)
  captured.played.length = 0
  for (let at = 0; at + 240 <= played.length; at += 240) {
    feed.play(played.subarray(at, at + 240), 24_000)
    feed.hear([new Float32Array(480)], 48_000)
  }
  const all = join(...captured.played)
  const wanted = tone(48_000, 48_000)
  let best = 0
  for (let lag = 0; lag < 2400; lag++) {
    const [from, to] = [10_000, 30_000]
    best = Math.max(best, signalToNoise(wanted.subarray(from - lag, to - lag), all.subarray(from, to)))
  }
  expect(best).toBeGreaterThan(30)
})

test('silence stands in for a microphone, as long as it is asked for', () => {
  const { feed, captured, watched } = fed()
  feed.hearSilence(48_000)
  expect(firstDifference(join(...captured.heard), new Float32Array(48_000))).toBe(-1)
  expect(firstDifference(join(...watched.heard), new Float32Array(48_000))).toBe(-1)
})
