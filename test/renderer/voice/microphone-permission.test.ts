/** With doubles of the browser's permission, its devices and the window: what they do is copied from Chromium. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Microphone } from '../../../renderer/voice/microphone.ts'

class StatusDouble extends EventTarget {
  state: PermissionState = 'denied'
}

let status = new StatusDouble()
let windowDouble = new EventTarget()
const open = vi.fn<() => Promise<MediaStream>>()
const problems = vi.fn()

beforeEach(() => {
  status = new StatusDouble()
  windowDouble = new EventTarget()
  open.mockReset().mockRejectedValue(Object.assign(new Error('no'), { name: 'NotAllowedError' }))
  problems.mockReset()
  vi.stubGlobal('navigator', {
    permissions: { query: async () => status },
    mediaDevices: { getUserMedia: open },
  })
  vi.stubGlobal('addEventListener', windowDouble.addEventListener.bind(windowDouble))
  vi.stubGlobal('removeEventListener', windowDouble.removeEventListener.bind(windowDouble))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const device = { kind: 'audioinput', deviceId: '', groupId: '', label: '' } as const
async function refused(): Promise<Microphone> {
  const microphone = new Microphone('', false, async () => [device], {
    stream: () => {},
    label: () => {},
    problems,
    permitted: () => {},
  })
  await microphone.settle()
  expect(problems).toHaveBeenLastCalledWith(['microphone-denied'])
  expect(open).toHaveBeenCalledTimes(1)
  return microphone
}

test('a refused microphone is asked for again when the permission changes', async () => {
  const microphone = await refused()
  status.dispatchEvent(new Event('change'))
  await microphone.settle()
  expect(open.mock.calls.length).toBeGreaterThan(1)
  microphone.close()
})

test('and when the window is come back to, unless that would only ask once more', async () => {
  const microphone = await refused()
  for (const state of ['prompt', 'denied'] as const) {
    status.state = state
    windowDouble.dispatchEvent(new Event('focus'))
    expect(open).toHaveBeenCalledTimes(1)
  }
  // Allowed by the browser, refused by the system.
  status.state = 'granted'
  windowDouble.dispatchEvent(new Event('focus'))
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(2))
  microphone.close()
})

test('nothing is asked for after the end, or while all is well', async () => {
  const microphone = await refused()
  microphone.close()
  status.state = 'granted'
  status.dispatchEvent(new Event('change'))
  windowDouble.dispatchEvent(new Event('focus'))
  expect(open).toHaveBeenCalledTimes(1)
})

test('a browser that tells nothing of permissions costs nothing', async () => {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: open } })
  const microphone = await refused()
  await microphone.settle()
  expect(open).toHaveBeenCalledTimes(2)
  microphone.close()
})
