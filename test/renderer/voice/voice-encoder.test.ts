import { expect, test } from 'vitest'
import { createVoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { noise } from './sound.ts'

test('it tells what it is set to, as another object only when that changed', async () => {
  const encoder = await createVoiceEncoder()
  const first = encoder.state
  expect(first).toEqual({ bitrate: 56_000, packetUnits: 1, lossPercent: 5 })
  encoder.setLoss(0.01)
  expect(encoder.state).toBe(first)
  encoder.setRate({ bitrate: 37_000, packetUnits: 1 })
  encoder.setLoss(0.14)
  expect(encoder.state).toEqual({ bitrate: 37_000, packetUnits: 1, lossPercent: 28 })
  // Loss that lasts for 8 s of speech spares the line.
  const frame = noise(480, -30)
  for (let unit = 0; unit < 800; unit++) encoder.encode(frame, false)
  expect(encoder.state).toEqual({ bitrate: 32_000, packetUnits: 2, lossPercent: 28 })
  encoder.free()
})
