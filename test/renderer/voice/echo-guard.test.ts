import { expect, it } from 'vitest'
import { EchoGuard, type EchoOptions, MOST_PAIRS } from '../../../renderer/voice/echo-guard.ts'

function guard(mode: EchoOptions['mode'], pairs: readonly string[] = []): EchoGuard {
  const made = new EchoGuard({ mode, pairs })
  made.setSpeaker('Enceinte')
  made.setMicrophone('Webcam')
  return made
}

it('begins without the canceller, and takes it from the first echo on', () => {
  const own = guard('auto')
  expect([own.cancels, own.listensFor, own.gating]).toEqual([false, 'echo', 'off'])
  expect(own.echoHeard()).toEqual(['Enceinte\nWebcam'])
  expect([own.cancels, own.listensFor, own.gating]).toEqual([true, 'rest', 'rest'])
})

it('remembers the pair of devices, not one of them', () => {
  const own = guard('auto', ['Enceinte\nWebcam'])
  expect(own.cancels).toBe(true)
  own.setSpeaker('Casque')
  expect([own.cancels, own.listensFor]).toEqual([false, 'echo'])
  own.setSpeaker('Enceinte')
  expect(own.cancels).toBe(true)
})

it('an echo with devices that have no name holds until they change', () => {
  const own = new EchoGuard({ mode: 'auto', pairs: [] })
  expect(own.echoHeard()).toBeNull()
  expect(own.cancels).toBe(true)
  own.setMicrophone('Webcam')
  expect(own.cancels).toBe(false)
})

it('does as the person says, whatever is heard', () => {
  const always = guard('always')
  expect([always.cancels, always.listensFor]).toEqual([true, 'rest'])
  const never = guard('never', ['Enceinte\nWebcam'])
  expect([never.cancels, never.listensFor, never.echoHeard()]).toEqual([false, null, null])
  expect(never.gating).toBe('off')
  never.setOptions({ mode: 'auto', pairs: [] })
  expect(never.listensFor).toBe('echo')
})

it('keeps the newest pairs, no more than there is room for', () => {
  const pairs = Array.from({ length: MOST_PAIRS }, (_, i) => `Enceinte ${i}\nWebcam`)
  const all = guard('auto', pairs).echoHeard()
  expect(all).toHaveLength(MOST_PAIRS)
  expect(all?.[0]).toBe('Enceinte\nWebcam')
  expect(all?.at(-1)).toBe(`Enceinte ${MOST_PAIRS - 2}\nWebcam`)
})

it('where an echo is left after the canceller, the microphone is turned down, until the devices change', () => {
  const own = guard('auto')
  own.echoHeard()
  expect(own.remains).toBe(false)
  expect(own.echoHeard()).toBeNull()
  expect([own.remains, own.gating, own.listensFor]).toEqual([true, 'speaker', null])
  own.setSpeaker('Casque')
  expect([own.remains, own.gating, own.listensFor]).toEqual([false, 'off', 'echo'])
  own.setSpeaker('Enceinte')
  expect([own.cancels, own.remains, own.gating]).toEqual([true, false, 'rest'])
})

it('a loudspeaker chosen by hand turns the microphone down from the start, and is no trouble to tell of', () => {
  const own = guard('speaker')
  expect([own.cancels, own.gating, own.remains, own.listensFor]).toEqual([true, 'speaker', false, null])
})
