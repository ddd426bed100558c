import type { Readable } from 'node:stream'
import { startChild, temporaryFolder } from './children.ts'
import { lastLines } from './text-file.ts'

export interface Display {
  /** For the environment variable DISPLAY, e.g. ":99". */
  display: string
  stop(): Promise<void>
}

/** Starts a screen nobody looks at (Xvfb) under a free number; resolves when windows can open on it. Sizes in pixels. */
export async function startDisplay(size: { width?: number; height?: number } = {}): Promise<Display> {
  const folder = temporaryFolder('display')
  const logFile = `${folder.path}/xvfb.log`
  const screen = `${size.width ?? 1280}x${size.height ?? 800}x24`
  const child = startChild(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'],
    { logFile, extraPipes: 1 },
  )
  const number = await firstLine(child.process.stdio[3] as Readable)
  if (number === undefined) {
    throw new Error(`Xvfb ended early (${await child.ended})\n${lastLines(logFile, 10)}`)
  }
  return {
    display: `:${number}`,
    stop: async () => {
      await child.stop()
      folder.remove()
    },
  }
}

/** Undefined when the stream ends before its first line does. */
async function firstLine(stream: Readable): Promise<string | undefined> {
  let text = ''
  for await (const piece of stream) {
    text += String(piece)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  return undefined
}
