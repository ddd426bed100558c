/** The Mumble client's errors as problems a person can read about. */
import {
  PermissionDenied_DenyType as DenyType,
  type PermissionDenied,
  Reject_RejectType as RejectType,
  type UserRemove,
} from '@tf2pickup-org/mumble-protocol'
import {
  type Problem,
  type ProblemCode,
  ProblemError,
  type ProblemFacts,
  problem,
} from '../bridge/problems.ts'
import type { ServerAddress } from './mumble/control-channel.ts'
import {
  ConnectError,
  type ConnectFailure,
  DeniedError,
  NoAnswerError,
  ProtocolError,
  RejectError,
} from './mumble/errors.ts'
import { permission } from './mumble/permissions.ts'

const byConnectFailure: Readonly<Record<ConnectFailure, ProblemCode>> = {
  'not-found': 'server-not-found',
  refused: 'server-refused',
  unreachable: 'network-down',
  timeout: 'server-silent',
  'not-mumble': 'server-not-mumble',
  closed: 'connection-lost',
}

const byReject: Readonly<Record<number, ProblemCode>> = {
  [RejectType.WrongVersion]: 'version-refused',
  [RejectType.InvalidUsername]: 'name-refused',
  [RejectType.WrongUserPW]: 'name-registered',
  [RejectType.WrongServerPW]: 'password-wrong',
  [RejectType.UsernameInUse]: 'name-in-use',
  [RejectType.ServerFull]: 'server-full',
  [RejectType.NoCertificate]: 'certificate-needed',
  [RejectType.AuthenticatorFail]: 'sign-in-broken',
  // NoNewConnections, new in 1.6 and not yet in the message library
  9: 'newcomers-refused',
}

const byDenial: Readonly<Partial<Record<DenyType, ProblemCode>>> = {
  [DenyType.ChannelName]: 'room-name-refused',
  [DenyType.TextTooLong]: 'text-too-long',
  [DenyType.TemporaryChannel]: 'room-creation-refused',
  [DenyType.MissingCertificate]: 'certificate-needed',
  [DenyType.UserName]: 'name-refused',
  [DenyType.ChannelFull]: 'room-full',
  [DenyType.NestingLimit]: 'room-creation-refused',
  [DenyType.ChannelCountLimit]: 'rooms-too-many',
}

/** The longest piece of a server's own words that we show. */
const LONGEST_QUOTE = 200

/** What went wrong, for a person who wanted to reach `address` under `userName`. */
export function explainFailure(
  error: unknown,
  address: ServerAddress,
  userName: string,
  hadPassword: boolean,
): Problem {
  const where = { host: address.host, port: address.port, name: userName }
  if (error instanceof ProblemError) return error.problem
  if (error instanceof ConnectError) return problem(byConnectFailure[error.reason], where)
  if (error instanceof RejectError) {
    const code = byReject[error.reject.type ?? RejectType.None] ?? 'rejected'
    const asked = code === 'password-wrong' && !hadPassword ? 'password-needed' : code
    return problem(asked, { ...where, reason: quote(error.reject.reason) })
  }
  if (error instanceof DeniedError) return explainDenial(error.denied, where)
  if (error instanceof NoAnswerError) return problem('server-silent', where)
  if (error instanceof ProtocolError) return problem('protocol-broken', where)
  return problem('internal', { reason: error instanceof Error ? error.message.slice(0, LONGEST_QUOTE) : '' })
}

export function explainDenial(denied: PermissionDenied, facts: ProblemFacts = {}): Problem {
  const all = { ...facts, reason: quote(denied.reason) }
  if (denied.type !== DenyType.Permission) {
    return problem(byDenial[denied.type ?? DenyType.Text] ?? 'permission-refused', all)
  }
  const wanted = denied.permission ?? 0
  if ((wanted & (permission.makeChannel | permission.makeTemporaryChannel)) !== 0) {
    return problem('room-creation-refused', all)
  }
  if ((wanted & permission.enter) !== 0) return problem('room-entry-refused', all)
  if ((wanted & permission.speak) !== 0) return problem('speaking-refused', all)
  return problem('permission-refused', all)
}

/** The server put us out; `by` is the name of whoever asked it to, empty for the server itself. */
export function explainRemoval(removal: UserRemove, by: string): Problem {
  const reason = quote(removal.reason)
  if (removal.ban === true) return problem('banned', { reason, by })
  // The server's own words for a second connection with our certificate; no field tells it apart.
  if (removal.actor === undefined && /another device/i.test(reason)) return problem('joined-elsewhere')
  return problem('kicked', { reason, by })
}

/** A server's words as plain text. */
function quote(words: string | undefined): string {
  return (words ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_QUOTE)
}
