import { expect, test } from 'vitest'
import { SHORTEST_CUT } from '../../../renderer/voice/time-compression.ts'
import { UplinkLag } from '../../../renderer/voice/uplink-lag.ts'
import { LONGEST_PRE_ROLL } from '../../../renderer/voice/voice-activity.ts'
import { frames, join, noise, peak, speech, sum } from './sound.ts'

const UNIT = 480

/** Lags in samples after each 10 ms sent, for a voice that begins after `before` and reaches back `preRoll`. */
function lags(before: Float32Array, voice: Float32Array, preRoll: number): number[] {
  const lag = new UplinkLag()
  for (const frame of frames(before)) lag.remember(frame)
  lag.begin(preRoll)
  const out = new Float32Array(UNIT)
  return [...frames(voice)].map((frame, index) => {
    if (index > 0) lag.remember(frame)
    lag.take(out)
    return lag.lag
  })
}

test.each([1, 2, 4, 6])('a pre-roll of %i frames is caught up with within 200 ms of speech', preRoll => {
  const room = noise(20 * UNIT, -60)
  const voice = sum(speech(40 * UNIT), noise(40 * UNIT, -60, 2))
  const behind = lags(room, voice, preRoll)
  expect(behind[0]).toBeLessThanOrEqual(preRoll * UNIT)
  expect(behind.findIndex(samples => samples < SHORTEST_CUT)).toBeLessThan(20)
  expect(behind.at(-1)).toBeLessThan(SHORTEST_CUT)
})

test('without a pre-roll nothing is cut: what goes in comes out', () => {
  const lag = new UplinkLag()
  const out = new Float32Array(UNIT)
  lag.begin(0)
  for (const frame of frames(speech(20 * UNIT))) {
    lag.remember(frame)
    lag.take(out)
    expect(out).toEqual(frame)
  }
})

test.each([0, 1, 3, 13])('what was sent is not sent again when speech begins anew %i frames later', pause => {
  const lag = new UplinkLag()
  const sound = noise(60 * UNIT, -20)
  const said = [...frames(sound)]
  const sent: Float32Array[] = []
  const send = (frame: Float32Array) => {
    lag.remember(frame)
    if (sent.length === 0 || sent.length === 20) lag.begin(LONGEST_PRE_ROLL)
    const out = new Float32Array(UNIT)
    lag.take(out)
    sent.push(out)
  }
  for (const frame of said.slice(0, 20)) send(frame)
  for (const frame of said.slice(20, 20 + pause)) lag.remember(frame)
  for (const frame of said.slice(20 + pause)) send(frame)
  // The first frame after the pause is the first that was not sent.
  expect(sent[20]).toEqual(said[20])
})

test('what was forgotten does not come back', () => {
  const lag = new UplinkLag()
  for (const frame of frames(noise(10 * UNIT, -10))) lag.remember(frame)
  lag.forget()
  const soft = noise(10 * UNIT, -60, 5)
  lag.remember(soft.subarray(0, UNIT))
  lag.begin(6)
  const sent: Float32Array[] = []
  for (const frame of [...frames(soft)].slice(1)) {
    const out = new Float32Array(UNIT)
    lag.take(out)
    sent.push(out)
    lag.remember(frame)
  }
  expect(peak(join(...sent))).toBeLessThan(0.01)
})
