import { beforeAll, expect, test } from 'vitest'
import { carry, encode, listen, WAY } from './line.ts'
import { energy, join, noise, peak, pitch, seeded, signalToNoise, speech, sum } from './sound.ts'

const SECOND = 48_000
let packets: Uint8Array[] = []
let spoken = new Float32Array()

beforeAll(async () => {
  spoken = sum(speech(10 * SECOND), noise(10 * SECOND, -62))
  packets = await encode(spoken)
})

/** RMS of 100 ms from `ms` on. */
function level(sound: Float32Array, ms: number): number {
  return Math.sqrt(energy(sound.subarray(ms * 48, ms * 48 + 4800)) / 4800)
}

test('on an even line: every packet is heard, and the delay settles below 10 ms', async () => {
  const heard = await listen(
    carry(packets, () => 0),
    9900,
  )
  expect(heard.last).toMatchObject({ lost: 0, late: 0, concealed: 0, underruns: 0, malformed: 0 })
  expect(heard.at(1000).jitterMs + heard.at(1000).excessMs).toBeLessThan(12)
  expect(heard.at(5000).jitterMs + heard.at(5000).excessMs).toBeLessThan(8)
})

test('what is heard is what was said', async () => {
  const heard = await listen(
    carry(packets, () => 0),
    3000,
  )
  expect(pitch(heard.sound.subarray(SECOND * 2.08, SECOND * 2.13))).toBeCloseTo(
    pitch(spoken.subarray(SECOND * 2.05, SECOND * 2.1)),
    -1,
  )
  expect(level(heard.sound, 2080)).toBeGreaterThan(0.05)
})

test('jitter of 40 ms costs 40 ms and hardly a word', async () => {
  const random = seeded(5)
  const heard = await listen(
    carry(packets, () => random() * 40),
    9900,
  )
  expect(heard.last.late + heard.last.concealed).toBeLessThan(15)
  expect(heard.at(6000).bufferedMs).toBeLessThan(70)
  const delay = heard.at(6000).jitterMs + heard.at(6000).excessMs
  expect(delay).toBeGreaterThan(30)
  expect(delay).toBeLessThan(60)
})

test('after a stall of half a second the delay is normal again within 1.5 s', async () => {
  const stall = (ms: number) => (ms >= 4000 && ms < 4500 ? 4500 - ms : 0)
  const heard = await listen(carry(packets, stall), 9900)
  const before = heard.at(3900)
  const after = heard.at(6000)
  expect(after.jitterMs + after.excessMs).toBeLessThan(before.jitterMs + before.excessMs + 5)
  expect(heard.last.underruns).toBe(1)
  // Caught up by speaking faster, not by leaving out: at most the 400 ms that may wait are kept.
  expect(after.compressedMs - before.compressedMs).toBeGreaterThan(250)
  expect(after.dropped).toBeLessThan(15)
})

test('after six seconds of stall the newest is heard and little of the old', async () => {
  const stall = (ms: number) => (ms >= 1000 && ms < 7000 ? 7000 - ms : 0)
  const heard = await listen(carry(packets, stall), 9900)
  const after = heard.at(9500)
  expect(after.jitterMs + after.excessMs).toBeLessThan(15)
  expect(after.dropped).toBeGreaterThan(500)
})

test('a way that gets 100 ms longer for good is followed with few gaps', async () => {
  const heard = await listen(
    carry(packets, ms => (ms > 4000 ? 100 : 0)),
    9900,
  )
  expect(heard.last.underruns).toBeLessThan(6)
  expect(heard.last.concealed).toBeLessThan(20)
  expect(heard.at(9000).jitterMs + heard.at(9000).excessMs).toBeLessThan(15)
})

test('clocks that run apart by 300 ppm leave no gap and no growing delay', async () => {
  for (const drift of [0.0003, -0.0003]) {
    const heard = await listen(
      carry(packets, ms => 5 + ms * drift),
      9900,
    )
    expect(heard.last.underruns).toBe(0)
    expect(heard.at(9800).jitterMs + heard.at(9800).excessMs).toBeLessThan(12)
  }
})

test('lost packets: with the spare copies in them the sound is nearer to what was said', async () => {
  const plain = await encodeWithoutFec()
  // Losses at first let the speaker settle on a delay at which the copies come in time. Then some isolated
  // ones are compared with a line that has none: the same delay in both, so samples can be compared.
  const settling = (ms: number, i: number) => ms > 500 && ms < 4000 && i % 12 === 0
  const steady = (_: number, i: number) => (i % 15 === 0 ? 25 : 0)
  const lossy = (ms: number, i: number) =>
    settling(ms, i) || (ms > 4200 && ms < 6000 && i % 25 === 7) ? null : steady(ms, i)
  const whole = (ms: number, i: number) => (settling(ms, i) ? null : steady(ms, i))

  const nearness = []
  for (const voice of [packets, plain]) {
    const wanted = await listen(carry(voice, whole), 6200)
    const heard = await listen(carry(voice, lossy), 6200)
    const lost = heard.last.lost - wanted.last.lost
    expect(lost).toBe(7)
    // Encoders leave the copies out in pauses, where nothing is missed.
    expect(heard.last.recovered - wanted.last.recovered).toBe(voice === packets ? 3 : 0)
    nearness.push(signalToNoise(wanted.sound.subarray(4.2 * SECOND), heard.sound.subarray(4.2 * SECOND)))
  }
  const [withCopies = 0, concealed = 0] = nearness
  expect(withCopies).toBeGreaterThan(concealed + 3)
})

async function encodeWithoutFec(): Promise<Uint8Array[]> {
  const { Application, createEncoder, Signal } = await import('libopus-wasm')
  const encoder = await createEncoder({
    channels: 1,
    frameSize: 480,
    bitrate: 40_000,
    complexity: 5,
    vbr: false,
    application: Application.Voip,
    signal: Signal.Voice,
  })
  const all: Uint8Array[] = []
  for (let at = 0; at + 480 <= spoken.length; at += 480)
    all.push(encoder.encodeFloat(spoken.subarray(at, at + 480)))
  encoder.free()
  return all
}

test('packets that overtake each other are all heard once the delay allows for it', async () => {
  const heard = await listen(
    carry(packets, (_, i) => (i % 5 === 0 ? 18 : 0)),
    9900,
  )
  expect(heard.last.late).toBeLessThan(5)
  expect(heard.at(9000).lost - heard.at(3000).lost).toBeLessThanOrEqual(1)
})

test('packets that come twice are heard once and cost no delay', async () => {
  const twice = [...carry(packets, () => 0), ...carry(packets, () => 35)]
  const heard = await listen(twice, 9900)
  expect(heard.last.duplicate).toBeGreaterThan(900)
  expect(heard.last.late).toBe(0)
  expect(heard.at(9000).jitterMs + heard.at(9000).excessMs).toBeLessThan(8)
})

test('2,000 packets at one instant: bounded, then normal', async () => {
  const opus = packets[100] ?? new Uint8Array()
  const burst = Array.from({ length: 2000 }, (_, i) => ({
    at: 1000,
    frame: { session: 1, frameNumber: i, terminator: false, opus },
  }))
  const later = carry(packets, () => 0, { begin: 1000 - WAY - 10, firstNumber: 2000 })
  const heard = await listen([...burst, ...later], 5000)
  for (const { stats } of heard.moments) expect(stats[0]?.bufferedMs ?? 0).toBeLessThanOrEqual(400 + 40)
  expect(heard.at(4000).jitterMs + heard.at(4000).excessMs).toBeLessThan(15)
})

test('two thousand packets of a voice whose every packet goes on for 120 ms stay bounded too', async () => {
  const { createEncoder } = await import('libopus-wasm')
  const encoder = await createEncoder({ channels: 2, frameSize: 2880 })
  const sixty = encoder.encodeFloat(new Float32Array(5760))
  encoder.free()
  const arrivals = Array.from({ length: 2000 }, (_, i) => ({
    at: i,
    frame: { session: 1, frameNumber: i * 6, terminator: false, opus: sixty },
  }))
  const heard = await listen(arrivals, 3000)
  for (const { stats } of heard.moments) expect(stats[0]?.bufferedMs ?? 0).toBeLessThanOrEqual(400 + 130)
})

test("a native client's packets of 20 ms are played as such", async () => {
  const { createEncoder } = await import('libopus-wasm')
  const encoder = await createEncoder({ channels: 1, frameSize: 960, bitrate: 40_000 })
  const arrivals = []
  for (let i = 0; i < 400; i++) {
    const opus = encoder.encodeFloat(spoken.subarray(i * 960, (i + 1) * 960))
    arrivals.push({
      at: (i + 1) * 20 + WAY,
      frame: { session: 1, frameNumber: i * 2, terminator: false, opus },
    })
  }
  encoder.free()
  const heard = await listen(arrivals, 7900)
  expect(heard.last).toMatchObject({ lost: 0, late: 0, concealed: 0, underruns: 0 })
  expect(heard.at(7000).jitterMs + heard.at(7000).excessMs).toBeLessThan(10)
})

test('a pause in speech: the second word starts where the first was, without a new wait', async () => {
  const word = packets.slice(0, 60)
  const arrivals = [
    ...carry(word, () => 0, { terminated: true }),
    ...carry(word, () => 0, { begin: 2000, firstNumber: 200, terminated: true }),
    ...carry(word, () => 0, { begin: 10_000, firstNumber: 0, terminated: true }),
  ]
  const heard = await listen(arrivals, 12_000)
  const starts = heard.talking.filter(({ sessions }) => sessions.length === 1).map(({ ms }) => ms)
  const ends = heard.talking.filter(({ sessions }) => sessions.length === 0).map(({ ms }) => ms)
  expect(starts).toHaveLength(3)
  expect(ends).toHaveLength(3)
  const firstPacket = 10 + WAY
  // The first word waits for the first guess of 20 ms, the later ones need not.
  expect((starts[0] ?? 0) - firstPacket).toBeLessThan(28)
  expect((starts[1] ?? 0) - 2000 - firstPacket).toBeLessThan(26)
  expect(heard.last).toMatchObject({ lost: 0, late: 0, concealed: 0, underruns: 0 })
})

test('a voice begins and ends without a click', async () => {
  const loud = await encode(noise(SECOND, -10))
  const heard = await listen(
    carry(loud, () => 0, { terminated: true }),
    1500,
  )
  const first = heard.sound.findIndex(value => value !== 0)
  expect(peak(heard.sound.subarray(first, first + 12))).toBeLessThan(0.05)
  const last = heard.sound.findLastIndex(value => value !== 0)
  expect(peak(heard.sound.subarray(last - 12, last + 1))).toBeLessThan(0.05)
})

test('a voice that just stops fades out instead of droning on', async () => {
  const heard = await listen(
    carry(packets.slice(0, 100), () => 0),
    3000,
  )
  expect(heard.talking.at(-1)?.sessions).toEqual([])
  expect(heard.talking.at(-1)?.ms).toBeLessThan(1000 + WAY + 200)
  expect(level(heard.sound, 1300)).toBe(0)
})

test('joined sounds keep their order under loss, jitter and copies at once', async () => {
  const random = seeded(9)
  const low = await encode(join(tone(150, 2), tone(300, 2)))
  const arrivals = carry(low, () => (random() < 0.1 ? null : random() * 30))
  const heard = await listen([...arrivals, ...arrivals], 4000)
  expect(pitch(heard.sound.subarray(SECOND, SECOND + 4800))).toBeCloseTo(150, -1)
  expect(pitch(heard.sound.subarray(3 * SECOND, 3 * SECOND + 4800))).toBeCloseTo(300, -1)
})

function tone(frequency: number, seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * SECOND }, (_, i) => {
    const phase = (2 * Math.PI * frequency * i) / SECOND
    return 0.2 * Math.sin(phase) + 0.1 * Math.sin(2 * phase)
  })
}
