/** Is this service well right now? One small question each, as its software offers it. */
import { connect } from 'node:net'
import { DEFAULT_MUMBLE_PORT } from '../../bridge/invitation.ts'
import type { ServerAddress } from '../mumble/control-channel.ts'
import { probeServer } from '../mumble/probe.ts'
import type { Service } from './directory.ts'

export interface ServiceAnswer {
  readonly inMs: number
  readonly people: { readonly present: number; readonly limit: number } | null
}

/** Somebody waits at a screen; a host that takes longer is not well. */
const TIMEOUT_MS = 4000

/** Null when it does not answer, or is full. */
export function probeService(service: Service): Promise<ServiceAnswer | null> {
  return service.kind === 'audio' ? probeMumble(mumbleAddress(service.url)) : probePage(service.url)
}

/** @param url `mumble://host[:port]`, already checked */
export function mumbleAddress(url: string): ServerAddress {
  const [, host = '', port = ''] = url.match(/^mumble:\/\/([^/:]+)(?::(\d+))?/i) ?? []
  return { host, port: port === '' ? DEFAULT_MUMBLE_PORT : Number(port) }
}

async function probeMumble(address: ServerAddress): Promise<ServiceAnswer | null> {
  // A server may be told not to answer pings: its door then speaks for it.
  const [info, door] = await Promise.all([probeServer(address, 1000), knock(address)])
  if (door === null) return null
  if (info === null) return { inMs: door, people: null }
  if (info.users >= info.maxUsers) return null
  return { inMs: info.roundTripMs, people: { present: info.users, limit: info.maxUsers } }
}

/** How long the TCP door takes to open, ms; null when it stays shut. */
function knock(address: ServerAddress): Promise<number | null> {
  const asked = performance.now()
  return new Promise(resolve => {
    const socket = connect({ host: address.host, port: address.port, timeout: TIMEOUT_MS })
    const finish = (answer: number | null) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => finish(performance.now() - asked))
    socket.once('error', () => finish(null))
    socket.once('timeout', () => finish(null))
  })
}

async function probePage(url: string): Promise<ServiceAnswer | null> {
  const asked = performance.now()
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'follow' })
    await answer.body?.cancel()
    return answer.ok ? { inMs: performance.now() - asked, people: null } : null
  } catch {
    return null // away, slow or broken: all the same to who looks for a host
  }
}
