import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { CAPACITY_UNITS } from '../../../renderer/voice/jitter-buffer.ts'
import { LONGEST_CONCEALMENT, Playout } from '../../../renderer/voice/playout.ts'
import { encode } from './line.ts'
import { speech } from './sound.ts'

const UNIT = 480
let opus = new Uint8Array()

beforeAll(async () => {
  opus = (await encode(speech(UNIT * 10))).at(-1) ?? opus
})

function frame(frameNumber: number, terminator = false) {
  return { frameNumber: frameNumber >>> 0, opus, terminator }
}

/** A playout to which `count` packets came evenly from `first` on and were all played; gives the time then. */
function fed(playout: Playout, first: number, count: number): number {
  let playing = false
  let now = 0
  for (let i = 0; i < count; i++) {
    playout.receive(frame(first + i), now, playing)
    if (!playing && now >= (playout.startTime() ?? Number.POSITIVE_INFINITY)) {
      playout.start()
      playing = true
    }
    if (playing) expect(playout.next(now, 0).kind).toBe('decode')
    now += UNIT
  }
  for (; playout.nextIsThere; now += UNIT) expect(playout.next(now, 0).kind).toBe('decode')
  return now
}

test('plays packets in order whatever the order they came in', () => {
  const playout = new Playout()
  for (const number of [12, 10, 11]) playout.receive(frame(number), 0, false)
  playout.start()
  const steps = [playout.next(9999, 0), playout.next(9999, 0), playout.next(9999, 0)]
  expect(steps.map(step => (step.kind === 'decode' ? step.packet.position : step.kind))).toEqual([10, 11, 12])
})

test('frame numbers go on over 2^32', () => {
  const playout = new Playout()
  fed(playout, 2 ** 32 - 30, 60)
  expect(playout.counters).toMatchObject({ late: 0, lost: 0, concealed: 0 })
  expect(playout.buffer.next).toBe(2 ** 32 + 30)
})

test('a lost packet is brought back from the one after it', () => {
  const playout = new Playout()
  for (const number of [0, 1, 3]) playout.receive(frame(number), number * UNIT, false)
  playout.start()
  const late = 10 * UNIT
  expect(playout.next(late, 0).kind).toBe('decode')
  expect(playout.next(late, 0).kind).toBe('decode')
  expect(playout.next(late, 0)).toMatchObject({ kind: 'recover', units: 1 })
  expect(playout.next(late, 0)).toMatchObject({ kind: 'decode' })
  expect(playout.counters).toMatchObject({ lost: 1, recovered: 1, concealed: 0 })
})

test('sound is made up for 100 ms at most, then there is silence until something comes', () => {
  const playout = new Playout()
  let now = fed(playout, 0, 100)
  let concealed = 0
  while (playout.next(now, 0).kind === 'conceal') {
    concealed++
    now += UNIT
  }
  expect(concealed).toBe(LONGEST_CONCEALMENT)
  expect(playout.next(now, 0).kind).toBe('pause')
  expect(playout.counters.underruns).toBe(1)
})

test('after the terminator there is a pause, and nothing is made up', () => {
  const playout = new Playout()
  const now = fed(playout, 0, 10)
  playout.receive(frame(10, true), now, true)
  expect(playout.next(now, 0).kind).toBe('decode')
  expect(playout.next(now + UNIT, 0).kind).toBe('pause')
  expect(playout.counters.concealed).toBe(0)
})

test('a straggler of a voice that ended does not start it anew; a new count soon after does', () => {
  const playout = new Playout()
  const now = fed(playout, 50, 20)
  playout.receive(frame(70, true), now, true)
  playout.next(now, 0)
  expect(playout.receive(frame(69), now + UNIT, false)).toBe(false)
  expect(playout.buffer.first).toBeNull()
  expect(playout.receive(frame(0), now + 30 * UNIT, false)).toBe(true)
})

test('a count that goes back in the middle of speech is followed after 200 ms', () => {
  const playout = new Playout()
  let now = fed(playout, 1000, 50)
  let kept = 0
  for (let i = 0; i < 40; i++) {
    if (playout.receive(frame(900 + i), now, true)) kept++
    now += UNIT
  }
  expect(kept).toBeGreaterThan(15)
})

test('packets that are no Opus are counted and go no further', () => {
  const playout = new Playout()
  expect(playout.receive({ frameNumber: 1, opus: Uint8Array.of(0xff), terminator: false }, 0, false)).toBe(
    false,
  )
  expect(playout.counters).toMatchObject({ received: 1, malformed: 1 })
  expect(playout.startTime()).toBeNull()
})

test('whatever numbers come: bounded, in order, and back to normal as soon as they are', () => {
  const wild = fc.record({
    number: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 300 })),
    wait: fc.integer({ min: 0, max: 3 }),
    terminator: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.array(wild, { maxLength: 150 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (wildOnes, calm) => {
        const playout = new Playout()
        let now = 0
        let playing = false
        /** Plays 10 ms and says whether it was a packet. */
        function play(): boolean {
          if (!playing && now >= (playout.startTime() ?? Number.POSITIVE_INFINITY)) {
            playout.start()
            playing = true
          }
          if (!playing) return false
          const step = playout.next(now, 0)
          playing = step.kind !== 'pause'
          return step.kind === 'decode'
        }
        for (const { number, wait, terminator } of wildOnes) {
          playout.receive(frame(number, terminator), now, playing)
          expect(playout.buffer.span).toBeLessThanOrEqual(CAPACITY_UNITS)
          for (let i = 0; i < wait; i++) {
            play()
            now += UNIT
          }
        }
        let decoded = 0
        for (let i = 0; i < 300; i++) {
          playout.receive(frame(calm + i), now, playing)
          if (play() && i >= 200) decoded++
          now += UNIT
        }
        expect(decoded).toBeGreaterThanOrEqual(95)
        expect(playout.buffer.span).toBeLessThanOrEqual(30)
      },
    ),
    { numRuns: 300 },
  )
})
