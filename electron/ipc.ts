/**
 * All that the page and the main process say to each other: one map from channel to its arguments. The
 * schemas are the border: a message that does not fit is not carried out.
 */
import * as v from 'valibot'
import { callCommandSchema } from '../bridge/call-api.ts'
import { grantsSchema } from '../bridge/service-permissions.ts'
import { serviceKindSchema } from '../bridge/services.ts'
import type { Download, PortArrival, ScreenWish, ViewEvent } from '../bridge/shell-api.ts'

const viewId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/))
/** CSS pixels; no screen is a hundred thousand wide. */
const length = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100_000))
const position = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000))
const bounds = v.object({ x: position, y: position, width: length, height: length })
const address = v.pipe(v.string(), v.maxLength(8192))
const zoom = v.pipe(v.number(), v.minValue(0.3), v.maxValue(3))
const downloadId = v.pipe(v.string(), v.regex(/^download-\d{1,9}$/))
const origin = v.pipe(v.string(), v.maxLength(300), v.regex(/^https?:\/\/[^/\s]+$/))

const viewRequest = v.object({
  id: viewId,
  url: address,
  origin,
  nearby: v.boolean(),
  kind: v.nullable(serviceKindSchema),
  grants: grantsSchema,
  zoom,
})

const viewCommand = v.variant('type', [
  v.object({ type: v.literal('reload') }),
  v.object({ type: v.literal('back') }),
  v.object({ type: v.literal('zoom'), factor: zoom }),
  v.object({ type: v.literal('find'), text: v.pipe(v.string(), v.maxLength(1000)), forward: v.boolean() }),
  v.object({ type: v.literal('stop-find') }),
  v.object({ type: v.literal('print') }),
  v.object({ type: v.literal('silence'), on: v.boolean() }),
  v.object({ type: v.literal('call'), command: callCommandSchema }),
])

/** Said by the page, without an answer. */
export const pageSends = {
  'engine:connect': v.strictTuple([]),
  'view:place': v.strictTuple([viewId, v.nullable(bounds)]),
  'view:focus': v.strictTuple([viewId]),
  'view:close': v.strictTuple([viewId]),
  'view:command': v.strictTuple([viewId, viewCommand]),
  'view:grants': v.strictTuple([origin, grantsSchema]),
  'download:cancel': v.strictTuple([downloadId]),
  'download:show': v.strictTuple([downloadId]),
  'screen:choose': v.strictTuple([viewId, v.nullable(v.pipe(v.string(), v.maxLength(300)))]),
  'window:on-top': v.strictTuple([v.boolean()]),
  'link:listen': v.strictTuple([]),
} as const

/** Asked by the page; the answer is yes or no, and no for what does not fit. */
export const pageAsks = {
  'view:open': v.strictTuple([viewRequest]),
  'host:wipe': v.strictTuple([origin]),
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
  'download:news': Download
  'screen:wish': ScreenWish
  'link:arrived': string
}
