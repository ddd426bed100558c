import { expect, it } from 'vitest'
import { UNIT } from '../../../renderer/voice/audio-format.ts'
import { Capture } from '../../../renderer/voice/capture.ts'
import { createVoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { energy, speech } from '../voice/sound.ts'

it('of our own voice a recording is given exactly what goes to the others', async () => {
  const encoder = await createVoiceEncoder()
  const given: (number | null)[] = []
  const frames: boolean[] = []
  const capture = new Capture(
    { encoder, plainEncoder: null, suppressor: null },
    {
      send: ({ terminator }) => frames.push(terminator),
      level: () => {},
      recorded: () => {},
      sent: samples => given.push(samples === null ? null : energy(samples)),
    },
  )
  capture.setTransmission('push-to-talk')
  const sound = speech(UNIT * 40)
  const say = () => capture.process(sound, sound.length)
  const taken = () => ({ given: given.splice(0), frames: frames.splice(0) })

  say()
  expect(taken()).toEqual({ given: Array(40).fill(null), frames: [] })
  capture.setMuted(false)
  say()
  // Push-to-talk, and nobody holds the key.
  expect(taken()).toEqual({ given: Array(40).fill(null), frames: [] })
  capture.setTalking(true)
  say()
  const spoken = taken()
  expect(spoken.given).not.toContain(null)
  expect(spoken.given).toHaveLength(spoken.frames.length)
  expect(Math.max(...spoken.given.map(Number))).toBeGreaterThan(0)
  capture.setMuted(true)
  say()
  const cut = taken()
  // The frame that ends the voice, faded, and no more.
  expect(cut.frames).toEqual([true])
  expect(cut.given.map(each => each === null)).toEqual([false, ...Array(39).fill(true)])
  capture.setMuted(false)
  capture.record(1)
  say()
  // The microphone test is for the person alone.
  expect(taken().given).toEqual(Array(40).fill(null))
  encoder.free()
})
