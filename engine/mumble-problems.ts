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

const byReject: Readonly<Partial<Record<RejectType, ProblemCode>>> = {
  [RejectType.WrongVersion]: 'version-refused',
  [RejectType.InvalidUsername]: 'name-refused',
  [RejectType.WrongUserPW]: 'name-registered',
  [RejectType.WrongServerPW]: 'password-wrong',
  [RejectType.UsernameInUse]: 'name-in-use',
  [RejectType.ServerFull]: 'server-full',
  [RejectType.NoCertificate]: 'certificate-needed',
  [RejectType.AuthenticatorFail]: 'sign-in-broken',
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
    return problem(asked, { ...where, words: quote(error.reject.reason) })
  }
  if (error instanceof DeniedError) return explainDenial(error.denied, where)
  if (error instanceof NoAnswerError) return problem('server-silent', where)
  if (error instanceof ProtocolError) return problem('protocol-broken', where)
  return problem('internal', { words: error instanceof Error ? error.message.slice(0, LONGEST_QUOTE) : '' })
}

export function explainDenial(denied: PermissionDenied, facts: ProblemFacts = {}): Problem {
  const words = { ...facts, words: quote(denied.reason) }
  if (denied.type !== DenyType.Permission) {
    return problem(byDenial[denied.type ?? DenyType.Text] ?? 'permission-refused', words)
  }
  const wanted = denied.permission ?? 0
  if ((wanted & (permission.makeChannel | permission.makeTemporaryChannel)) !== 0) {
    return problem('room-creation-refused', words)
  }
  if ((wanted & permission.enter) !== 0) return problem('room-entry-refused', words)
  if ((wanted & permission.speak) !== 0) return problem('speaking-refused', words)
  return problem('permission-refused', words)
}

/** The server put us out. */
export function explainRemoval(removal: UserRemove): Problem {
  const words = quote(removal.reason)
  if (removal.ban === true) return problem('banned', { words })
  // The server's own words for a second connection with our certificate; no field tells it apart.
  if (removal.actor === undefined && /another device/i.test(words)) return problem('joined-elsewhere')
  return problem('kicked', { words })
}

/** A server's words as plain text. */
function quote(words: string | undefined): string {
  return (words ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_QUOTE)
}
