import { expect, it } from 'vitest'
import {
  audioBufferSize,
  bufferSteps,
  firstBuffer,
  keptBuffer,
  nextBuffer,
  smallerBuffer,
} from '../../bridge/audio-buffer.ts'

it.each([
  [undefined, '128'],
  ['', '128'],
  ['256', '256'],
  ['64', '64'],
  ['4096', '4096'],
  ['63', '128'],
  ['4097', '128'],
  ['-256', '128'],
  ['256.5', '128'],
  ['1e3', '128'],
  ['256 --no-sandbox', '128'],
  ['system', null],
])('audio buffer %s', (asked, expected) => {
  expect(audioBufferSize(asked)).toBe(expected)
})

it('takes what this machine needs, unless told otherwise', () => {
  expect(audioBufferSize(undefined, 512)).toBe('512')
  expect(audioBufferSize('256', 512)).toBe('256')
  expect(audioBufferSize('nonsense', 512)).toBe('512')
  expect(audioBufferSize('system', 512)).toBeNull()
})

it('goes up and down step by step, and no further', () => {
  expect(bufferSteps.map(smallerBuffer)).toEqual([null, 128, 256, 384, 512])
  expect(bufferSteps.map(nextBuffer)).toEqual([256, 384, 512, 1024, null])
})

it.each([
  ['{"settings":{"audioBuffer":512}}', 512],
  ['{"settings":{"audioBuffer":"512"}}', 128],
  ['{"settings":{"audioBuffer":100000}}', 128],
  ['{"settings":{}}', 128],
  ['null', 128],
  ['{"settings":', 128],
  ['', 128],
])('reads %s as %i', (json, frames) => {
  expect(keptBuffer(json, 8)).toBe(frames)
})

it('begins two steps higher where a meeting would take most of the machine', () => {
  expect([1, 2, 3, 4, 16].map(firstBuffer)).toEqual([384, 384, 384, 128, 128])
  expect(keptBuffer('', 2)).toBe(384)
  expect(keptBuffer('{"settings":{"audioBuffer":128}}', 2)).toBe(128)
})
