/**
 * What the app and its call page say to each other. The call page is a small page of its own, on an origin of its
 * own; it frames the host's room and speaks the IFrame protocol with it. Both ends check what they hear with these.
 */
import * as v from 'valibot'
import { grantsSchema } from './service-permissions.ts'

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** What a call begins with. */
export const callSetupSchema = v.object({
  /** The room, as people share it: https, without secrets of ours. */
  url: text(8192),
  displayName: text(200),
  /** As the call's own page knows languages: `fr`, `en`. */
  language: v.picklist(['fr', 'en']),
  startMuted: v.boolean(),
  startWithoutCamera: v.boolean(),
  /** May the host's page put faces into a small window above the others? */
  pictureInPicture: v.boolean(),
  grants: grantsSchema,
})
export type CallSetup = v.InferOutput<typeof callSetupSchema>

/** Told to the call page. */
export const callCommandSchema = v.variant('type', [
  v.object({ type: v.literal('setup'), setup: callSetupSchema }),
  v.object({ type: v.literal('mute'), on: v.boolean() }),
  v.object({ type: v.literal('camera'), on: v.boolean() }),
  v.object({ type: v.literal('screen'), on: v.boolean() }),
  v.object({ type: v.literal('hand'), on: v.boolean() }),
  v.object({ type: v.literal('tiles'), on: v.boolean() }),
  v.object({ type: v.literal('hang-up') }),
])
export type CallCommand = v.InferOutput<typeof callCommandSchema>

const person = v.object({ id: text(200), name: text(200) })

/** Told by the call page. `refused` says why the host does not let us in. */
export const callEventSchema = v.variant('type', [
  /** The call page is there and waits for its setup. */
  v.object({ type: v.literal('ready') }),
  /** The room's page answers; the person may still be at its own door (prejoin). */
  v.object({ type: v.literal('alive') }),
  v.object({ type: v.literal('joined'), me: person, people: v.pipe(v.array(person), v.maxLength(500)) }),
  v.object({ type: v.literal('person-joined'), person }),
  v.object({ type: v.literal('person-renamed'), person }),
  v.object({ type: v.literal('person-left'), id: text(200) }),
  /** Somebody waits to be let in; the host's page asks us. */
  v.object({ type: v.literal('knocking'), name: text(200) }),
  v.object({ type: v.literal('muted'), on: v.boolean() }),
  v.object({ type: v.literal('camera-off'), on: v.boolean() }),
  v.object({ type: v.literal('screen'), on: v.boolean() }),
  v.object({ type: v.literal('hand'), id: text(200), on: v.boolean() }),
  v.object({ type: v.literal('tiles'), on: v.boolean() }),
  v.object({
    type: v.literal('refused'),
    /**
     * `login`: only people with an account open rooms there; `moderator`: somebody inside must let us in;
     * `denied`: somebody inside said no; `password`: the room asks for one (the host's page asks itself);
     * `gone`: the page does not answer; `certificate`: nothing proves that it is the host's; `device`: camera or
     * microphone could not be had, which may come in the middle of a call. None is the end: whoever is let in after
     * all is told `joined`.
     */
    why: v.picklist(['login', 'moderator', 'denied', 'password', 'gone', 'certificate', 'device', 'other']),
    /** The host's own words, to be shown as such; for `gone` and `certificate` the browser's. May be empty. */
    detail: text(500),
  }),
  /** The call is over; `hung-up` by us, else ended by the host or the line. */
  v.object({ type: v.literal('ended'), why: v.picklist(['hung-up', 'host', 'lost']) }),
])
export type CallEvent = v.InferOutput<typeof callEventSchema>

/** In the browser shell the call page has a host name of its own beside the app's: another origin, the same port. */
export function callOriginOf(appOrigin: string): string {
  return appOrigin.replace('://', '://call.')
}

/** The other way round; null for an origin that is no call page's. */
export function appOriginOf(callOrigin: string): string | null {
  return callOrigin.includes('://call.') ? callOrigin.replace('://call.', '://') : null
}
