/**
 * Where misspelled words may be underlined. macOS checks by itself. On Windows and Linux Electron takes dictionaries
 * from Google's servers, which would learn who uses the app and in which language, so nothing is checked there.
 * `setSpellCheckerDictionaryDownloadURL` could name another server, or a scheme of ours, but the files have to be
 * Chromium's own `.bdic`: packages of dictionaries hold Hunspell's `.dic` and `.aff`, what turns one into the other is a
 * part of Chromium's source, and Electron has the finished ones in a file of its releases alone.
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
