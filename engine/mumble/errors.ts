/** Why a connection or a wish failed, in the protocol's own words. */
import type { PermissionDenied, Reject } from '@tf2pickup-org/mumble-protocol'

export type ConnectFailure =
  | 'not-found' // no address for that name
  | 'refused' // nothing listens there
  | 'unreachable' // no way there, or no network at all
  | 'timeout' // nobody answered
  | 'not-mumble' // something else answers
  | 'closed' // the server hung up

export class ConnectError extends Error {
  readonly reason: ConnectFailure

  constructor(reason: ConnectFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'ConnectError'
    this.reason = reason
  }
}

/** The server read our name and password and said no. */
export class RejectError extends Error {
  readonly reject: Reject

  constructor(reject: Reject) {
    super(reject.reason ?? 'rejected')
    this.name = 'RejectError'
    this.reject = reject
  }
}

/** The server refused a wish of ours. */
export class DeniedError extends Error {
  readonly denied: PermissionDenied

  constructor(denied: PermissionDenied) {
    super(denied.reason ?? 'permission denied')
    this.name = 'DeniedError'
    this.denied = denied
  }
}

/** The server sent what no Mumble server sends. */
export class ProtocolError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'ProtocolError'
  }
}

/** The server did not answer a wish in time; it drops what comes too fast without a word. */
export class NoAnswerError extends Error {
  constructor(wish: string) {
    super(`no answer: ${wish}`)
    this.name = 'NoAnswerError'
  }
}
