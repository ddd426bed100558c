/** The end of a start that cannot go on: written down, shown to the person, over. */
import { describeError, type Log } from './log-file.ts'
import type { Words } from './words.ts'

/** `EX_SOFTWARE` of sysexits.h. */
const SOFTWARE_ERROR = 70

/** The result never returns control to what failed; a second failure while the box is open is only logged. */
export function createFatal(parts: {
  log: Log
  logFile: string
  words: () => Words
  showBox: (title: string, text: string) => void
  exit: (code: number) => void
}): (error: unknown) => void {
  let failing = false
  return error => {
    parts.log(`fatal: ${describeError(error)}`)
    if (failing) return
    failing = true
    const words = parts.words()
    parts.showBox(words.startFailed, `${words.startFailedText}\n${parts.logFile}`)
    parts.exit(SOFTWARE_ERROR)
  }
}
