/** Where the window was last time, kept in one small file. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { describeError, type Log } from './log-file.ts'
import type { Rectangle } from './view-place.ts'

/** The narrowest the window can be: beside other work, see the design. In device-independent pixels. */
export const LEAST_WIDTH = 400
export const LEAST_HEIGHT = 480

const FIRST_WIDTH = 1100
const FIRST_HEIGHT = 760

/** So much of the window's top edge must be on a screen for a person to get hold of it. */
const GRIP_WIDTH = 100
const GRIP_HEIGHT = 40

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const windowStateSchema = v.object({
  x: whole,
  y: whole,
  width: v.pipe(whole, v.minValue(LEAST_WIDTH)),
  height: v.pipe(whole, v.minValue(LEAST_HEIGHT)),
  maximized: v.boolean(),
})
export type WindowState = v.InferOutput<typeof windowStateSchema>

/** The kept state; null at the first start, or when the file is not what we wrote. */
export function readWindowState(file: string): WindowState | null {
  try {
    const checked = v.safeParse(windowStateSchema, JSON.parse(readFileSync(file, 'utf8')))
    return checked.success ? checked.output : null
  } catch {
    return null // not there yet, or cut short: the window opens in the middle
  }
}

/** Writes beside and renames, so that a crash leaves the old file or the new one. */
export function writeWindowState(file: string, state: WindowState, log: Log): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch (error) {
    log(`the window's place was not kept: ${describeError(error)}`)
  }
}

export interface FirstBounds {
  readonly width: number
  readonly height: number
  /** Absent: the system places the window. */
  readonly x?: number
  readonly y?: number
  readonly maximized: boolean
}

/** Where to open the window. `screens`: the usable area of each screen, the main one first. */
export function firstBounds(state: WindowState | null, screens: readonly Rectangle[]): FirstBounds {
  if (state !== null) {
    const grip = { x: state.x, y: state.y, width: state.width, height: GRIP_HEIGHT }
    if (screens.some(screen => showsGrip(screen, grip))) return state
  }
  const main = screens[0]
  const { width, height } = state ?? { width: FIRST_WIDTH, height: FIRST_HEIGHT }
  return {
    width: Math.max(LEAST_WIDTH, Math.min(width, main?.width ?? width)),
    height: Math.max(LEAST_HEIGHT, Math.min(height, main?.height ?? height)),
    maximized: state?.maximized ?? false,
  }
}

function showsGrip(screen: Rectangle, grip: Rectangle): boolean {
  const width = Math.min(screen.x + screen.width, grip.x + grip.width) - Math.max(screen.x, grip.x)
  const height = Math.min(screen.y + screen.height, grip.y + grip.height) - Math.max(screen.y, grip.y)
  return width >= GRIP_WIDTH && height >= GRIP_HEIGHT / 2
}
