import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeVarint } from '../../../engine/mumble/varint.ts'
import { legacyVoice } from '../../../engine/mumble/voice-format-legacy.ts'
import { protobufVoice } from '../../../engine/mumble/voice-format-protobuf.ts'
import type { VoiceFormat } from '../../../engine/mumble/voice-packet.ts'

const session = fc.integer({ min: 0, max: 0xffff_ffff })
const frameNumber = fc.integer({ min: 0, max: 0xffff_ffff })
const opus = fc.uint8Array({ minLength: 1, maxLength: 960 })

/** What a server makes of our packet: the target becomes a context, the session is put in. */
const relayed: Record<string, (packet: Uint8Array, session: number) => Uint8Array> = {
  legacy: (packet, from) => Uint8Array.from([packet[0]! & 0xe0, ...writeVarint(from), ...packet.subarray(1)]),
  // Protobuf fields may come in any order: the server's go in front.
  protobuf: (packet, from) =>
    Uint8Array.from([0, 0x10, 0, 0x18, ...protobufVarint(from), ...packet.subarray(1)]),
}

function protobufVarint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...protobufVarint(Math.floor(value / 0x80))]
}

describe.each<[string, VoiceFormat]>([
  ['legacy', legacyVoice],
  ['protobuf', protobufVoice],
])('%s voice format', (name, format) => {
  test('sound survives the way over a server', () => {
    fc.assert(
      fc.property(session, frameNumber, opus, fc.boolean(), (from, frame, sound, terminator) => {
        const sent = format.writeAudio({
          type: 'audio',
          target: 0,
          frameNumber: frame,
          opus: sound,
          terminator,
        })
        expect(format.read(relayed[name]!(sent, from))).toEqual({
          type: 'audio',
          session: from,
          context: 0,
          frameNumber: frame,
          opus: sound,
          terminator,
        })
      }),
    )
  })

  test('a ping comes back as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), timestamp => {
        expect(format.read(format.writePing(timestamp))).toEqual({ type: 'ping', timestamp })
      }),
    )
  })

  test('any bytes are read without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 0, max: 255 }), (bytes, first) => {
        const packet = format.read(Uint8Array.of(first, ...bytes))
        if (packet?.type === 'audio') expect(packet.opus.length).toBeGreaterThan(0)
      }),
    )
  })

  test('no sound is no packet', () => {
    const empty = format.writeAudio({
      type: 'audio',
      target: 0,
      frameNumber: 1,
      opus: new Uint8Array(),
      terminator: true,
    })
    expect(format.read(relayed[name]!(empty, 5))).toBeNull()
  })
})

describe('legacy voice format', () => {
  test('a position may follow the sound, any other tail may not', () => {
    const sent = legacyVoice.writeAudio({
      type: 'audio',
      target: 0,
      frameNumber: 1,
      opus: Uint8Array.of(1, 2, 3),
      terminator: false,
    })
    const arrived = relayed.legacy!(sent, 5)
    expect(legacyVoice.read(Uint8Array.of(...arrived, ...new Uint8Array(12)))?.type).toBe('audio')
    expect(legacyVoice.read(Uint8Array.of(...arrived, 0))).toBeNull()
  })
})
