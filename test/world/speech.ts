import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from './children.ts'
import { run } from './programs.ts'

/** Silence between two sentences, seconds. */
const pauseSeconds = 0.4

/**
 * Made speech: the sentences, one after the other, as a WAV file of 48 kHz, mono, 16 bit.
 * The file is kept in the system's temporary folder and made once per text and voice; don't write to it.
 */
export async function speech(sentences: string[], options: { voice: 'fr' | 'en' }): Promise<string> {
  const cache = join(tmpdir(), `chatiere-speech-${process.getuid?.() ?? 'user'}`)
  const key = createHash('sha256').update(JSON.stringify([sentences, options.voice, pauseSeconds]))
  const file = join(cache, `${key.digest('hex').slice(0, 24)}.wav`)
  if (existsSync(file)) return file

  await mkdir(cache, { recursive: true, mode: 0o700 })
  const folder = temporaryFolder('speech')
  try {
    const spoken: string[] = []
    for (const [at, sentence] of sentences.entries()) {
      const part = join(folder.path, `${at}.wav`)
      await run('espeak-ng', ['-v', options.voice, '-w', part, '--stdin'], { input: sentence })
      const padded = join(folder.path, `${at}-padded.wav`)
      await run('sox', [part, padded, 'pad', '0', String(pauseSeconds)])
      spoken.push(padded)
    }
    const whole = join(cache, `${process.pid}-${Date.now()}.wav`)
    // Without dither (-D) the same text gives the same samples.
    await run('sox', ['-D', ...spoken, '-r', '48000', '-c', '1', '-b', '16', whole, 'gain', '-n', '-3'])
    await rename(whole, file)
  } finally {
    folder.remove()
  }
  return file
}
