/** From an open control channel to a place on the server. */
import { release as systemRelease } from 'node:os'
import type { ServerSync } from '@tf2pickup-org/mumble-protocol'
import type { ControlChannel } from './control-channel.ts'
import { ConnectError, RejectError } from './errors.ts'
import type { Message } from './messages.ts'
import { OUR_VERSION, toV1, toV2 } from './version.ts'

export interface Credentials {
  readonly userName: string
  /** The server's or the registered user's password; empty = none. */
  readonly password: string
  /** Access tokens: passwords of single channels. */
  readonly tokens: readonly string[]
}

/** A tree of a thousand channels over a thin line takes its time; a server that hangs takes for ever. */
const HANDSHAKE_TIMEOUT_MS = 20_000

/**
 * Sends Version and Authenticate and waits for ServerSync; every message on the way also goes to the
 * listeners of the channel. Throws {@link RejectError} or {@link ConnectError}.
 */
export function shakeHands(
  control: ControlChannel,
  credentials: Credentials,
  release: string,
  signal?: AbortSignal,
): Promise<ServerSync> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      control.off('message', onMessage)
      control.off('closed', fail)
      settle()
    }
    const fail = (error: Error) => finish(() => reject(error))
    const onMessage = (message: Message) => {
      if (message.name === 'Reject') fail(new RejectError(message.body))
      if (message.name === 'ServerSync') finish(() => resolve(message.body))
    }
    const onAbort = () => fail(new ConnectError('closed', 'given up'))
    const timer = setTimeout(() => fail(new ConnectError('timeout', 'no ServerSync')), HANDSHAKE_TIMEOUT_MS)
    signal?.addEventListener('abort', onAbort)
    control.on('message', onMessage)
    control.on('closed', fail)
    control.send('Version', {
      versionV1: toV1(OUR_VERSION),
      versionV2: toV2(OUR_VERSION),
      release,
      os: process.platform,
      osVersion: systemRelease(),
    })
    control.send('Authenticate', {
      username: credentials.userName,
      password: credentials.password,
      tokens: [...credentials.tokens],
      opus: true,
      celtVersions: [],
    })
  })
}
