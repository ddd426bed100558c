import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { temporaryFolder } from './children.ts'
import { readWav, writeWav } from './wav.ts'

const folder = temporaryFolder('wav')
afterAll(() => folder.remove())

it('reads what it wrote, to the sample', () => {
  const file = join(folder.path, 'sound.wav')
  const samples = Int16Array.of(0, 1, -1, 32767, -32768, 257)
  writeWav(file, { rate: 48_000, samples })
  expect(readWav(file)).toEqual({ rate: 48_000, samples })
})

it('refuses a file that is something else', () => {
  const file = join(folder.path, 'text.wav')
  writeFileSync(file, 'not a sound at all, only some text')
  expect(() => readWav(file)).toThrow('not a WAV file')
})
