/**
 * Where misspelled words may be underlined. macOS checks by itself. On Windows and Linux Electron takes dictionaries
 * from Google's servers, which would learn who uses the app and in which language; until somebody else serves
 * them, nothing is checked there.
 */
import type { Session } from 'electron'

export function systemChecksSpelling(platform: NodeJS.Platform): boolean {
  return platform === 'darwin'
}

/** Makes sure that a session fetches no dictionary. */
export function quietSpelling(
  session: Pick<Session, 'setSpellCheckerEnabled' | 'setSpellCheckerLanguages'>,
  platform: NodeJS.Platform,
): void {
  if (systemChecksSpelling(platform)) return
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
}
