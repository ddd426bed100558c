/** The app's log: one file that cannot grow for ever. Never give it a secret, a link or an address of a pad. */
import { appendFileSync, renameSync, statSync } from 'node:fs'

export type Log = (line: string) => void

/** When the file has reached this size, it becomes `<file>.old` and a new one begins. */
const MOST_BYTES = 512 * 1024

/** Longest line, in characters. */
const LONGEST_LINE = 2000

/** Lines a second; an engine gone mad must not keep the main process busy with writing. */
const MOST_LINES_A_SECOND = 200

/**
 * Opens the log at the first line, so that a start that ends at once leaves no file. Lines are written
 * before the call returns: the last one before a crash is the one that matters. `echo` gets every line
 * too (the terminal, while developing). A log that cannot be written is given up, not an error.
 */
export function createLogFile(parts: { file: string; echo: Log | null; mostBytes?: number }): Log {
  const mostBytes = parts.mostBytes ?? MOST_BYTES
  let size: number | null = null
  let second = 0
  let lines = 0
  return line => {
    const now = Date.now()
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000)
      lines = 0
    }
    lines += 1
    if (lines > MOST_LINES_A_SECOND) return
    const text = `${new Date(now).toISOString()} ${line.slice(0, LONGEST_LINE)}\n`
    parts.echo?.(text.trimEnd())
    try {
      size ??= statSync(parts.file, { throwIfNoEntry: false })?.size ?? 0
      if (size > mostBytes) {
        renameSync(parts.file, `${parts.file}.old`)
        size = 0
      }
      appendFileSync(parts.file, text)
      size += Buffer.byteLength(text)
    } catch (error) {
      parts.echo?.(`the log cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** An error in one line: name, message and where it came from. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}
