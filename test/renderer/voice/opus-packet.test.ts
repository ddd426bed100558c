import fc from 'fast-check'
import { Application, createDecoder, createEncoder, Signal } from 'libopus-wasm'
import { expect, test } from 'vitest'
import { hasFec, opusUnits } from '../../../renderer/voice/opus-packet.ts'
import { frames, speech } from './sound.ts'

const durations = [
  [480, 1],
  [960, 2],
  [1920, 4],
  [2880, 6],
] as const

test.each(durations)('a packet of %i samples lasts %i units', async (frameSize, units) => {
  for (const channels of [1, 2] as const) {
    const encoder = await createEncoder({ channels, frameSize, application: Application.Voip })
    expect(opusUnits(encoder.encodeFloat(new Float32Array(frameSize * channels)))).toBe(units)
    encoder.free()
  }
})

test('packets of 2.5 and 5 ms are refused, as Mumble refuses them', async () => {
  for (const frameSize of [120, 240]) {
    const encoder = await createEncoder({ channels: 1, frameSize })
    expect(opusUnits(encoder.encodeFloat(new Float32Array(frameSize)))).toBe(0)
    encoder.free()
  }
})

test('an empty packet is refused', () => {
  expect(opusUnits(new Uint8Array())).toBe(0)
  expect(hasFec(new Uint8Array())).toBe(false)
})

/** Bytes as a stranger could send them; half of them of the kind with many frames, where most can be wrong. */
const anyPacket = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 1400 }),
  fc
    .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 8 }))
    .chain(([config, flags, count]) =>
      fc
        .uint8Array({ minLength: 0, maxLength: 200 })
        .map(rest => Uint8Array.of((config << 2) | 3, (flags << 6) | count, ...rest)),
    ),
)

test('takes exactly the packets that libopus takes and that last whole units', async () => {
  const decoder = await createDecoder({ channels: 1 })
  fc.assert(
    fc.property(anyPacket, packet => {
      let samples = 0
      try {
        samples = decoder.decodeFloat(packet).length
      } catch {
        // refused by libopus: 0 samples
      }
      expect(opusUnits(packet)).toBe(samples % 480 === 0 ? samples / 480 : 0)
    }),
    { numRuns: 3000 },
  )
  decoder.free()
})

test('says whether a packet carries a spare copy of the one before', async () => {
  for (const [frameSize] of durations) {
    for (const fec of [true, false]) {
      const encoder = await createEncoder({
        channels: 1,
        frameSize,
        fec,
        packetLossPercent: 20,
        bitrate: 40_000,
        application: Application.Voip,
        signal: Signal.Voice,
      })
      let copies = 0
      let packets = 0
      const sound = speech(96_000)
      for (let at = 0; at + frameSize <= sound.length; at += frameSize) {
        packets++
        if (hasFec(encoder.encodeFloat(sound.subarray(at, at + frameSize)))) copies++
      }
      if (fec) expect(copies).toBeGreaterThan(packets / 4)
      else expect(copies).toBe(0)
      encoder.free()
    }
  }
})

test('music codecs carry no spare copy', async () => {
  const encoder = await createEncoder({
    channels: 1,
    frameSize: 480,
    fec: true,
    packetLossPercent: 20,
    application: Application.RestrictedLowDelay,
  })
  for (const frame of frames(speech(9600))) expect(hasFec(encoder.encodeFloat(frame))).toBe(false)
  encoder.free()
})
