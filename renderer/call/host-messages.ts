/**
 * What a host's page says in the IFrame protocol, as far as we listen, checked at this border. Names and shapes are
 * facts of jitsi-meet 404d5b9 (modules/API/API.js, modules/API/external/apiNameMaps.js), of its
 * react/features/external-api/middleware.ts (1726a90) and react/features/overlay/middleware.ts (0bea292).
 */
import * as v from 'valibot'

/** Characters of a name or of a host's own words that are kept; whatever is longer is cut. */
const LONGEST_TEXT = 200
/** Characters of one message; the longest of a real host are lists of devices of a few kilobytes. */
export const LONGEST_MESSAGE = 64 * 1024

/** One line without control characters; anything but a text is none. */
const words = v.fallback(
  v.pipe(
    v.string(),
    v.transform(text =>
      text
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .trim()
        .slice(0, LONGEST_TEXT),
    ),
  ),
  '',
)
/** Names a person; too long is refused, because a cut one would name somebody else. */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_TEXT))
const named = { id, displayName: words, formattedDisplayName: words }

const hostEventSchema = v.variant('name', [
  v.object({ name: v.literal('ready') }),
  v.object({ name: v.literal('browser-support') }),
  v.object({ name: v.literal('prejoin-screen-loaded') }),
  v.object({ name: v.literal('video-conference-joined'), ...named }),
  v.object({ name: v.literal('video-conference-left') }),
  v.object({ name: v.literal('video-ready-to-close') }),
  v.object({ name: v.literal('participant-joined'), ...named }),
  v.object({ name: v.literal('participant-left'), id }),
  // Written so by the host: `displayname`.
  v.object({ name: v.literal('display-name-change'), id, displayname: words, formattedDisplayName: words }),
  v.object({
    name: v.literal('participant-kicked-out'),
    kicked: v.object({ local: v.fallback(v.boolean(), false) }),
    kicker: v.fallback(v.object({ name: words }), { name: '' }),
  }),
  v.object({ name: v.literal('audio-mute-status-changed'), muted: v.boolean() }),
  v.object({ name: v.literal('video-mute-status-changed'), muted: v.boolean() }),
  v.object({ name: v.literal('screen-sharing-status-changed'), on: v.boolean() }),
  // A moment when raised, 0 when lowered; true and false in releases before 2021-10.
  v.object({ name: v.literal('raise-hand-updated'), id, handRaised: v.union([v.number(), v.boolean()]) }),
  v.object({ name: v.literal('tile-view-changed'), enabled: v.boolean() }),
  v.object({ name: v.literal('knocking-participant'), participant: v.object({ name: words }) }),
  v.object({ name: v.literal('password-required') }),
  v.object({ name: v.literal('mic-error'), type: words, message: words }),
  v.object({ name: v.literal('camera-error'), type: words, message: words }),
  v.object({ name: v.literal('suspend-detected') }),
  v.object({
    name: v.literal('error-occurred'),
    error: v.object({ name: words, message: words, isFatal: v.fallback(v.boolean(), false) }),
  }),
])
export type HostEvent = v.InferOutput<typeof hostEventSchema>

const envelopeSchema = v.object({
  postis: v.literal(true),
  scope: v.string(),
  method: v.picklist(['__ready__', 'message']),
  params: v.unknown(),
})
export type Envelope = v.InferOutput<typeof envelopeSchema>

const messageSchema = v.variant('type', [
  v.object({ type: v.literal('event'), data: v.unknown() }),
  v.object({ type: v.literal('request'), id: v.number() }),
  v.object({ type: v.literal('response'), id: v.number(), result: v.optional(v.unknown()) }),
])
export type HostMessage = v.InferOutput<typeof messageSchema>

/** The outer envelope (postis 2.2.0: one JSON text a message); null for anything else. */
export function readEnvelope(data: unknown): Envelope | null {
  if (typeof data !== 'string' || data.length > LONGEST_MESSAGE) return null
  let json: unknown
  try {
    json = JSON.parse(data)
  } catch {
    return null
  }
  return parsed(envelopeSchema, json)
}

/** What is in an envelope's `message` (@jitsi/js-utils 12.0.5, transport/Transport). */
export function readMessage(params: unknown): HostMessage | null {
  return parsed(messageSchema, params)
}

/** Null for events that we do not listen to, and for malformed ones. */
export function readHostEvent(data: unknown): HostEvent | null {
  return parsed(hostEventSchema, data)
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, value)
  return result.success ? result.output : null
}
