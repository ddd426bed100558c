import { expect, it } from 'vitest'
import { audioBufferSize } from '../../bridge/audio-buffer.ts'

it.each([
  [undefined, '256'],
  ['', '256'],
  ['128', '128'],
  ['64', '64'],
  ['4096', '4096'],
  ['63', '256'],
  ['4097', '256'],
  ['-128', '256'],
  ['128.5', '256'],
  ['1e3', '256'],
  ['128 --no-sandbox', '256'],
  ['system', null],
])('audio buffer %s', (asked, expected) => {
  expect(audioBufferSize(asked)).toBe(expected)
})
