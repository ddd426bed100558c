import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_OPUS_BYTES,
  readEarFrame,
  readMicFrame,
  writeEarFrame,
  writeMicFrame,
} from '../../bridge/voice-port.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const opus = fc.uint8Array({ minLength: 1, maxLength: MAX_OPUS_BYTES })

describe('voice port frames', () => {
  test('survive the way there and back', () => {
    fc.assert(
      fc.property(u32, u32, opus, fc.boolean(), (session, frameNumber, sound, terminator) => {
        const mic = { frameNumber, opus: sound, terminator }
        expect(readMicFrame(writeMicFrame(mic))).toEqual(mic)
        expect(readEarFrame(writeEarFrame({ ...mic, session }))).toEqual({ ...mic, session })
      }),
    )
  })

  test('own their buffer whole: a clone copies no more than the frame', () => {
    const sound = new Uint8Array(8192).subarray(100, 160)
    expect(writeMicFrame({ frameNumber: 1, opus: sound, terminator: false }).buffer.byteLength).toBe(65)
    expect(
      writeEarFrame({ session: 1, frameNumber: 1, opus: sound, terminator: false }).buffer.byteLength,
    ).toBe(69)
  })

  test('are read out of larger buffers', () => {
    const frame = writeEarFrame({ session: 7, frameNumber: 9, opus: Uint8Array.of(1, 2), terminator: true })
    const inside = new Uint8Array([9, 9, 9, ...frame]).subarray(3)
    expect(readEarFrame(inside)).toMatchObject({ session: 7, frameNumber: 9, terminator: true })
  })

  test('too short or too long are none', () => {
    for (const length of [0, 4, 5, MAX_OPUS_BYTES + 6])
      expect(readMicFrame(new Uint8Array(length))).toBeNull()
    for (const length of [0, 8, 9, MAX_OPUS_BYTES + 10])
      expect(readEarFrame(new Uint8Array(length))).toBeNull()
  })
})
