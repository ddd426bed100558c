/**
 * What can go wrong, as facts. The sentences a person reads live in the page's languages
 * (renderer/i18n), one per code and language: what happened, and what to do next.
 */
export const problemCodes = [
  // What a person typed or pasted
  'link-unreadable',
  'link-empty',
  'name-empty',
  // Reaching a server
  'server-not-found',
  'server-refused',
  'server-silent',
  'server-not-mumble',
  'network-down',
  'certificate-changed',
  'connection-lost',
  // Being let in (Reject)
  'password-wrong',
  'password-needed',
  'name-in-use',
  'name-refused',
  'name-registered',
  'server-full',
  'certificate-needed',
  'version-refused',
  'sign-in-broken',
  'newcomers-refused',
  'rejected',
  // Inside (PermissionDenied, UserRemove)
  'room-creation-refused',
  'room-entry-refused',
  'room-full',
  'room-name-refused',
  'room-not-found',
  'rooms-too-many',
  'speaking-refused',
  'text-too-long',
  'permission-refused',
  'kicked',
  'banned',
  'joined-elsewhere',
  'server-without-opus',
  'protocol-broken',
  // Choosing a host and opening a service
  'no-host-answers',
  'no-host-known',
  'directory-unreadable',
  'page-refused',
  'host-unrecognised',
  'place-unknown',
  'places-full',
  'own-hosts-full',
  'import-unreadable',
  'backup-failed',
  'disk-refused',
  'kept-set-aside',
  'recording-refused',
  'recording-impossible',
  'recording-over',
  'recording-broke',
  'folder-not-shown',
  // The app itself
  'engine-stopped',
  'opened-elsewhere',
  'call-malformed',
  'internal',
] as const

export type ProblemCode = (typeof problemCodes)[number]

/** Facts for the sentence: names, addresses, a server's own words. Never a secret. */
export type ProblemFacts = Readonly<Record<string, string | number>>

/** Something that went wrong, ready to cross the bridge. */
export interface Problem {
  readonly code: ProblemCode
  readonly facts: ProblemFacts
}

/** A call's answer across the bridge: a value, or a problem. Nothing is thrown across. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** A problem that can be thrown inside one side; it becomes an {@link Outcome} at the bridge. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(code: ProblemCode, facts: ProblemFacts = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'ProblemError'
    this.problem = { code, facts }
  }
}

export function problem(code: ProblemCode, facts: ProblemFacts = {}): Problem {
  return { code, facts }
}

export function succeeded<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function failed(reason: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: reason }
}
