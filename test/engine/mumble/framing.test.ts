import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Frame,
  FrameReader,
  LARGEST_FRAME,
  OversizedFrame,
  writeFrame,
} from '../../../engine/mumble/framing.ts'

describe('control frames', () => {
  test('frames survive being cut anywhere', () => {
    const frame = fc.record({
      type: fc.integer({ min: 0, max: 26 }),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    fc.assert(
      fc.property(fc.array(frame), fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (frames, sizes) => {
        const stream = Buffer.concat(frames.map(({ type, payload }) => writeFrame(type, payload)))
        const reader = new FrameReader()
        const seen: Frame[] = []
        for (let at = 0; at < stream.length; ) {
          const size = sizes.next().value as number
          seen.push(...reader.push(stream.subarray(at, at + size)))
          at += size
        }
        expect(seen.map(({ type, payload }) => ({ type, payload: [...payload] }))).toEqual(
          frames.map(({ type, payload }) => ({ type, payload: [...payload] })),
        )
      }),
    )
  })

  test('a frame longer than Mumble allows is refused before it is read', () => {
    const head = new Uint8Array(6)
    new DataView(head.buffer).setUint32(2, LARGEST_FRAME + 1)
    expect(() => new FrameReader().push(head)).toThrow(OversizedFrame)
  })
})
