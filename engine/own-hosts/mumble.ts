/** Is there a Mumble server at an address? */
import { writeInvitation } from '../../bridge/invitation.ts'
import { type ControlChannel, openControlChannel, type ServerAddress } from '../mumble/control-channel.ts'
import { ConnectError } from '../mumble/errors.ts'
import { probeServer } from '../mumble/probe.ts'
import type { Asker } from './asker.ts'
import type { Recognised } from './detectors.ts'

/** A lost UDP packet must not cost more. */
const PING_TIMEOUT_MS = 1500

/** By the ping that server lists use, or by how it greets: a server may be told not to answer pings. */
export async function recogniseMumble(address: ServerAddress, asker: Asker): Promise<Recognised | null> {
  const { host, port } = address
  const base = writeInvitation({ host, port, path: [], title: null, padUrl: null })
  // Sockets take IPv6 addresses without the brackets of a URL.
  const bare = { host: host.replace(/^\[|\]$/g, ''), port }
  const mumble = (fact: string): Recognised => ({
    kind: 'audio',
    software: 'Mumble',
    base,
    evidence: { asked: base, fact },
  })
  const pinged = await asker.count(`${base} (ping)`, host, async () => {
    const info = await probeServer(bare, PING_TIMEOUT_MS)
    return info === null ? 'silent' : null
  })
  if (pinged) return mumble('ping')
  const greeted = await asker.count(`${base} (TLS)`, host, signal => greetsAsMumble(bare, signal))
  return greeted ? mumble('Version') : null
}

/** Null when it does: a Mumble server sends its version before anything is asked. Else why not. */
async function greetsAsMumble(address: ServerAddress, signal: AbortSignal): Promise<string | null> {
  let channel: ControlChannel
  try {
    channel = await openControlChannel(address, null, signal)
  } catch (error) {
    if (error instanceof ConnectError) return error.reason
    // Given up while it looked the name up.
    if (signal.aborted) return 'silent'
    throw error
  }
  try {
    return await new Promise(resolve => {
      channel.on('message', ({ name }) => resolve(name === 'Version' ? null : 'no-match'))
      channel.on('closed', () => resolve('no-match'))
      signal.addEventListener('abort', () => resolve('silent'))
    })
  } finally {
    channel.close()
  }
}
