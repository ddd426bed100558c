/** What a long time of one's own voice leaves behind: nothing. Faster than real time, with the real parts. */
import { expect, test, vi } from 'vitest'
import { writeMicFrame } from '../../../bridge/voice-port.ts'
import { Capture } from '../../../renderer/voice/capture.ts'
import { createVoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { growthOf, MINUTES, retained } from '../../memory.ts'
import { createSuppressor } from './rnnoise.ts'
import { fan, join, noise, speech, sum } from './sound.ts'

const SECOND = 48_000
const QUANTUM = 128

vi.setConfig({ testTimeout: 240_000 })

test('minutes on end of words, pauses and noise, with loss reported and the key pressed now and then', async () => {
  const [encoder, plainEncoder, suppressor] = await Promise.all([
    createVoiceEncoder(),
    createVoiceEncoder(),
    createSuppressor(),
  ])
  let sent = 0
  let bytes = 0
  const capture = new Capture(
    { encoder, plainEncoder, suppressor },
    {
      send: frame => {
        sent++
        bytes += writeMicFrame(frame).length
      },
      level: () => {},
      recorded: () => {},
    },
  )
  capture.setMuted(false)
  capture.setConditioning({ suppression: 'standard', automaticGain: true })
  capture.setEchoGating('rest')
  // 4 s of words, 4 s without, and a fan in each second round.
  const words = join(speech(4 * SECOND), noise(4 * SECOND, -65))
  const rounds = [words, sum(words, fan(words.length, -45))]
  const played = noise(words.length, -35, 3)
  const marks: number[] = []
  for (let samples = 0; samples < MINUTES * 60 * SECOND; samples += QUANTUM) {
    const at = samples % words.length
    const sound = rounds[Math.floor(samples / words.length) % 2] ?? words
    capture.process(sound.subarray(at, at + QUANTUM), QUANTUM, played.subarray(at, at + QUANTUM))
    if (samples % (5 * SECOND) < QUANTUM) encoder.setLoss((samples / SECOND) % 60 < 30 ? 0.02 : 0.2)
    if (samples % (60 * SECOND) < QUANTUM) {
      const minute = Math.floor(samples / (60 * SECOND))
      capture.setTransmission((['voice', 'push-to-talk', 'always'] as const)[minute % 3] ?? 'voice')
      capture.setTalking(minute % 3 === 1)
      capture.microphoneChanged()
      marks.push(await retained())
    }
  }
  expect(sent).toBeGreaterThan(MINUTES * 2000)
  expect(bytes / sent).toBeLessThan(200)
  expect(growthOf('Our own voice', marks)).toBeLessThan(1)
  encoder.free()
  plainEncoder.free()
})
