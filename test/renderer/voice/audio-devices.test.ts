import { expect, test } from 'vitest'
import { chooseDevice, type DeviceInfo, listDevices } from '../../../renderer/voice/audio-devices.ts'
import { problemOf } from '../../../renderer/voice/microphone.ts'
import { settling } from '../../../renderer/voice/settling.ts'

function device(kind: MediaDeviceKind, deviceId: string, label: string, groupId = deviceId): DeviceInfo {
  return { kind, deviceId, label, groupId }
}

const laptop = [
  device('audioinput', 'default', 'Default - Built-in', 'g1'),
  device('audioinput', 'communications', 'Communications - Headset', 'g2'),
  device('audioinput', 'a', 'Built-in', 'g1'),
  device('audioinput', 'b', 'Headset', 'g2'),
  device('audiooutput', 'default', 'Default - Speakers', 'g1'),
  device('audiooutput', 'c', 'Speakers', 'g1'),
  device('videoinput', 'd', 'Camera', 'g3'),
]

test('lists each device once, without the aliases', () => {
  expect(listDevices(laptop)).toEqual({ microphones: ['Built-in', 'Headset'], speakers: ['Speakers'] })
})

test('lists nothing while labels are hidden', () => {
  expect(listDevices([device('audioinput', '', '')])).toEqual({ microphones: [], speakers: [] })
})

test('finds a device by its label', () => {
  expect(chooseDevice(laptop, 'audioinput', 'Headset')).toMatchObject({ deviceId: 'b', replaced: false })
})

test('without a wish, or when the wanted one is gone, takes the default', () => {
  expect(chooseDevice(laptop, 'audioinput', '')).toMatchObject({ deviceId: '', replaced: false })
  expect(chooseDevice(laptop, 'audioinput', 'Old one')).toMatchObject({ deviceId: '', replaced: true })
})

test('while labels are hidden nobody says that the wanted one is gone', () => {
  const hidden = [device('audioinput', '', '')]
  expect(chooseDevice(hidden, 'audioinput', 'Headset')).toMatchObject({ deviceId: '', replaced: false })
})

test('there may be none at all', () => {
  expect(chooseDevice([device('videoinput', 'd', 'Camera')], 'audioinput', '')).toBeNull()
})

test('a default that becomes another device asks to be opened anew', () => {
  const moved = laptop.map(info => (info.deviceId === 'default' ? { ...info, groupId: 'g2' } : info))
  expect(chooseDevice(moved, 'audioinput', '')?.key).not.toBe(chooseDevice(laptop, 'audioinput', '')?.key)
})

test.each([
  ['NotAllowedError', 'microphone-denied'],
  ['SecurityError', 'microphone-denied'],
  ['NotFoundError', 'microphone-missing'],
  ['NotReadableError', 'microphone-busy'],
  ['OverconstrainedError', 'microphone-failed'],
  ['SomethingError', 'microphone-failed'],
])('%s means %s', (name, problem) => {
  expect(problemOf(Object.assign(new Error(name), { name }))).toBe(problem)
})

test('settles once more for any number of wishes meanwhile, one at a time', async () => {
  let running = 0
  let runs = 0
  const waiting: (() => void)[] = []
  const settle = settling(
    async () => {
      running++
      runs++
      expect(running).toBe(1)
      await new Promise<void>(resolve => waiting.push(resolve))
      running--
    },
    () => {},
  )
  settle()
  settle()
  settle()
  expect(runs).toBe(1)
  waiting.shift()?.()
  await new Promise(resolve => setImmediate(resolve))
  expect(runs).toBe(2)
  waiting.shift()?.()
  await new Promise(resolve => setImmediate(resolve))
  expect(runs).toBe(2)
})

test('goes on settling after an error, and tells it', async () => {
  const errors: unknown[] = []
  let runs = 0
  const settle = settling(
    async () => {
      if (runs++ === 0) throw new Error('first')
    },
    error => errors.push(error),
  )
  settle()
  await new Promise(resolve => setImmediate(resolve))
  settle()
  await new Promise(resolve => setImmediate(resolve))
  expect(runs).toBe(2)
  expect(errors).toHaveLength(1)
})
