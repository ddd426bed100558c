/** Is this service well right now? One small question each, as its software offers it. */
import { connect } from 'node:net'
import { DEFAULT_MUMBLE_PORT } from '../../bridge/invitation.ts'
import type { ServerAddress } from '../mumble/control-channel.ts'
import { probeServer, type ServerInfo } from '../mumble/probe.ts'
import { failureOf, type GetFailure } from '../network/guarded-get.ts'
import { findAddresses } from '../network/network-address.ts'
import type { Service } from './directory.ts'
import { PROBE_TIMEOUT_MS, probePage, reachOf, type ServiceAnswer } from './health.ts'

/** A server near by may still be busy for a moment; with this it answers within its 150 ms all the same. */
const SHORTEST_PATIENCE_MS = 100

/** Never throws; ends within 4 s. @param signal ends it early: somebody else was taken */
export function probeService(service: Service, signal?: AbortSignal): Promise<ServiceAnswer> {
  return service.kind === 'audio'
    ? probeMumble(service, signal)
    : probePage(service, reachOf(service), signal)
}

/** @param url `mumble://host[:port]`, already checked */
export function mumbleAddress(url: string): ServerAddress {
  const [, host = '', port = ''] = url.match(/^mumble:\/\/([^/:]+)(?::(\d+))?/i) ?? []
  return { host, port: port === '' ? DEFAULT_MUMBLE_PORT : Number(port) }
}

function probeMumble(service: Service, signal?: AbortSignal): Promise<ServiceAnswer> {
  const asked = performance.now()
  const time = AbortSignal.timeout(PROBE_TIMEOUT_MS)
  const end = signal === undefined ? time : AbortSignal.any([signal, time])
  const silence = new Promise<ServiceAnswer>(resolve => {
    const giveUp = () => resolve({ well: false, inMs: performance.now() - asked, why: 'silent' })
    if (end.aborted) giveUp()
    else end.addEventListener('abort', giveUp, { once: true })
  })
  return Promise.race([silence, askMumble(service, asked, end)])
}

async function askMumble(service: Service, asked: number, end: AbortSignal): Promise<ServiceAnswer> {
  const inMs = () => performance.now() - asked
  const { host, port } = mumbleAddress(service.url)
  let address: ServerAddress
  try {
    const [found] = await findAddresses(host, reachOf(service))
    if (found === undefined) return { well: false, inMs: inMs(), why: 'name-not-found' }
    address = { host: found.address, port }
  } catch (error) {
    return { well: false, inMs: inMs(), why: failureOf(error, end) }
  }
  const doorAsked = performance.now()
  const ping = probeServer(address, PROBE_TIMEOUT_MS / 2)
  const shut = await knock(address, end)
  if (shut !== null) return { well: false, inMs: inMs(), why: shut }
  // A ping takes one way there and back, as the door does: well after that, none will come.
  const info = await within(ping, Math.max(SHORTEST_PATIENCE_MS, 2 * (performance.now() - doorAsked)))
  // A server may be told not to answer pings: its open door then speaks for it.
  if (info === null) return { well: true, inMs: inMs(), people: null }
  if (info.users >= info.maxUsers) return { well: false, inMs: inMs(), why: 'full' }
  return { well: true, inMs: inMs(), people: { present: info.users, limit: info.maxUsers } }
}

function within(info: Promise<ServerInfo | null>, ms: number): Promise<ServerInfo | null> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<null>(resolve => {
    timer = setTimeout(resolve, ms, null)
  })
  return Promise.race([info, patience]).finally(() => clearTimeout(timer))
}

/** Null when the TCP door opens, else why not. Closes behind itself, and when `end` comes. */
function knock(address: ServerAddress, end: AbortSignal): Promise<GetFailure | null> {
  return new Promise(resolve => {
    const socket = connect({ host: address.host, port: address.port, signal: end })
    const finish = (why: GetFailure | null) => {
      socket.destroy()
      resolve(why)
    }
    socket.once('connect', () => finish(null))
    socket.once('error', error => finish(failureOf(error, end)))
  })
}
