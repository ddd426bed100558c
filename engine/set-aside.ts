/** What cannot be read is not lost: a copy goes beside it before anything takes its place. */
import { copyFileSync, existsSync } from 'node:fs'

/** Files set aside before; the newest takes the place of the last one beyond that. */
const MOST_SET_ASIDE = 20

/**
 * A copy, so that a crash right after loses nothing. Gives its absolute path, such as `places.json.unreadable`.
 * Throws when the disk refuses.
 */
export function setAside(file: string): string {
  const names = Array.from({ length: MOST_SET_ASIDE }, (_, index) =>
    index === 0 ? `${file}.unreadable` : `${file}.unreadable-${index + 1}`,
  )
  const target = names.find(name => !existsSync(name)) ?? `${file}.unreadable-${MOST_SET_ASIDE}`
  copyFileSync(file, target)
  return target
}
