/** Writes an export to where the person finds it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '../../bridge/places.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { exportHtml, exportJson } from './export.ts'
import type { Language } from './export-words.ts'
import { localDay } from './file-names.ts'

/** Exports of one day. */
const MOST_FILES = 1000

/**
 * Gives the absolute path of the new file, such as `Chatiere 2020-04-06.json`; nothing is written over.
 * @param folder absolute path of a folder that is there
 * Throws `disk-refused`.
 */
export async function writeExport(
  places: readonly Place[],
  form: 'json' | 'html',
  { folder, now, language }: { folder: string; now: Date; language: Language },
): Promise<string> {
  const text =
    form === 'json' ? exportJson(places, now.getTime()) : exportHtml(places, language, now.getTime())
  const name = `Chatiere ${localDay(now)}`
  for (let number = 1; ; number++) {
    const file = join(folder, `${name}${number === 1 ? '' : ` ${number}`}.${form}`)
    try {
      // Whoever reads it can open everything in it.
      await writeFile(file, text, { flag: 'wx', mode: 0o600 })
      return file
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST' || number === MOST_FILES) throw new ProblemError('disk-refused', {}, error)
    }
  }
}
