/** Reads what the engine's process prints, line by line. A pipe that nobody reads would stop it. */
import type { Log } from './log-file.ts'

const LONGEST_LINE = 4096

/** The members of a readable stream that are used here. */
export interface Output {
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  removeListener(event: 'data', listener: (chunk: Buffer | string) => void): unknown
}

/**
 * Gives each line of a stream to the log, after `name`. A line without end is cut after 4096 characters.
 * The result listens again after somebody took all listeners off the stream.
 */
export function readLines(output: Output, name: string, log: Log): () => void {
  let rest = ''
  const read = (chunk: Buffer | string) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) {
      lines.push(rest)
      rest = ''
    }
    for (const line of lines) if (line.trim() !== '') log(`${name}: ${line.trimEnd()}`)
  }
  const listen = () => {
    output.removeListener('data', read)
    output.on('data', read)
  }
  listen()
  return listen
}
