/** From "I want a meeting" to a host, and from a host to addresses. */
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { Invitation } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import type { HostCard, ServiceKind } from '../../bridge/services.ts'
import { randomLetters, safeChannelName } from '../names.ts'
import { newAddress } from './addresses.ts'
import { type Directory, type Host, serviceOf, toCard } from './directory.ts'
import { drawOrder, firstAnswering } from './draw.ts'
import { mumbleAddress, probeService, type ServiceAnswer } from './probe.ts'

/**
 * Draws a host for the first kind; a further kind comes from the same host where it offers it, else from
 * another one (`beside`). Throws `no-host-known`, `no-host-answers`.
 */
export async function chooseHost(
  directory: Directory,
  kinds: readonly ServiceKind[],
  passedOver: readonly string[],
): Promise<HostChoice> {
  const [first, second] = kinds
  if (first === undefined) throw new ProblemError('no-host-known')
  const main = await drawFor(directory, first, passedOver)
  const needsOther = second !== undefined && serviceOf(main.host, second) === undefined
  const other =
    needsOther && directory.kinds.includes(second) ? await drawFor(directory, second, passedOver) : null
  return {
    host: toCard(main.host),
    beside: other === null ? null : toCard(other.host),
    answeredInMs: Math.round(Math.max(main.answer.inMs, other?.answer.inMs ?? 0)),
    people: main.answer.people,
  }
}

async function drawFor(
  directory: Directory,
  kind: ServiceKind,
  passedOver: readonly string[],
): Promise<{ host: Host; answer: ServiceAnswer }> {
  const offering = directory.hosts.filter(host => serviceOf(host, kind) !== undefined)
  if (offering.length === 0) throw new ProblemError('no-host-known', { kind })
  const fresh = offering.filter(host => !passedOver.includes(host.id))
  // Whoever has passed over everybody starts again rather than stand before a closed door.
  const order = drawOrder(fresh.length > 0 ? fresh : offering, Math.random)
  const found = await firstAnswering(order, host => {
    const service = serviceOf(host, kind)
    return service === undefined ? Promise.resolve(null) : probeService(service)
  })
  if (found === null) throw new ProblemError('no-host-answers', { kind, asked: Math.min(order.length, 6) })
  return { host: found.candidate, answer: found.answer }
}

/** The addresses of a meeting that nobody has entered yet. Throws `no-host-known`. */
export function planMeeting(
  directory: Directory,
  title: string,
  hostId: string,
  padHostId: string | null,
): Invitation {
  const voice = serviceOf(directory.host(hostId), 'audio')
  if (voice === undefined) throw new ProblemError('no-host-known', { kind: 'audio' })
  const pad = serviceOf(directory.host(padHostId ?? hostId), 'pad')
  const name = safeChannelName(title)
  return {
    ...mumbleAddress(voice.url),
    // Two groups may pick the same title on the same evening.
    path: [`${name}${name === '' ? '' : '-'}${randomLetters(5)}`],
    title,
    padUrl: pad === undefined ? null : newAddress(pad, title),
  }
}

/** The address of a new pad, sheet or call. Throws `no-host-known`. */
export function planService(
  directory: Directory,
  kind: ServiceKind,
  title: string,
  hostId: string,
): { url: string; host: HostCard } {
  const host = directory.host(hostId)
  const service = serviceOf(host, kind)
  if (service === undefined || kind === 'audio') throw new ProblemError('no-host-known', { kind })
  return { url: newAddress(service, title), host: toCard(host) }
}
