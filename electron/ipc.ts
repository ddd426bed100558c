/**
 * All that the page and the main process say to each other: one map from channel to its arguments. The
 * schemas are the border: a message that does not fit is not carried out.
 */
import * as v from 'valibot'
import { serviceKindSchema } from '../bridge/services.ts'
import type { PortArrival, ViewEvent } from '../bridge/shell-api.ts'

const viewId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/))
/** CSS pixels; no screen is a hundred thousand wide. */
const length = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100_000))
const position = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000))
const bounds = v.object({ x: position, y: position, width: length, height: length })
const address = v.pipe(v.string(), v.maxLength(8192))

/** Said by the page, without an answer. */
export const pageSends = {
  'engine:connect': v.strictTuple([]),
  'view:place': v.strictTuple([viewId, v.nullable(bounds)]),
  'view:focus': v.strictTuple([viewId]),
  'view:close': v.strictTuple([viewId]),
  'link:listen': v.strictTuple([]),
} as const

/** Asked by the page; the answer is yes or no, and no for what does not fit. */
export const pageAsks = {
  'view:open': v.strictTuple([v.object({ id: viewId, url: address, kind: serviceKindSchema })]),
  'external:open': v.strictTuple([address]),
} as const

export type PageSend = keyof typeof pageSends
export type PageSends = { [C in PageSend]: v.InferOutput<(typeof pageSends)[C]> }
export type PageAsk = keyof typeof pageAsks
export type PageAsks = { [C in PageAsk]: v.InferOutput<(typeof pageAsks)[C]> }

/** Heard by the page. `engine:port` brings one port along. */
export interface PageHears {
  'engine:port': PortArrival
  'view:event': ViewEvent
  'link:arrived': string
}
