/** Geometry and names of views. Pure. */
import { createHash } from 'node:crypto'
import type { Bounds } from '../bridge/shell-api.ts'

/** A rectangle of the window in device-independent pixels, whole numbers only. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * CSS pixels of the page become the window's pixels: they differ by the page's zoom. Edges are rounded, not
 * sizes, so that a view never overlaps what begins where it ends.
 */
export function windowBounds(bounds: Bounds, zoomFactor: number): Rectangle {
  const left = Math.round(bounds.x * zoomFactor)
  const top = Math.round(bounds.y * zoomFactor)
  const right = Math.round((bounds.x + bounds.width) * zoomFactor)
  const bottom = Math.round((bounds.y + bounds.height) * zoomFactor)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/**
 * The partition of a host: its cookies and storage are its own, and those of its calls apart from its pads'. A
 * partition becomes a folder's name, and folders forget upper case, hence a hash. `url`: any http or https
 * address of the host.
 */
export function partitionOf(url: string, use: 'pad' | 'call'): string {
  const hash = createHash('sha256').update(new URL(url).origin).digest('hex')
  return `persist:${use}-${hash.slice(0, 32)}`
}
