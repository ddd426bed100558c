import { readFileSync } from 'node:fs'

/** The last `count` lines of a text file. */
export function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}
