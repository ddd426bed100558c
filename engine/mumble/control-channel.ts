/** The TLS connection to a server: whole messages in, whole messages out. */
import { resolveSrv } from 'node:dns/promises'
import { EventEmitter } from 'node:events'
import { isIP } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { ConnectError, type ConnectFailure, ProtocolError } from './errors.ts'
import { FrameReader, OversizedFrame, writeFrame } from './framing.ts'
import {
  HIGHEST_TYPE,
  type Message,
  type MessageName,
  type MessageOf,
  readMessage,
  UDP_TUNNEL,
  writeMessage,
} from './messages.ts'

/** The native client waits 30 s; a person does not. */
const CONNECT_TIMEOUT_MS = 10_000
/** A server that takes no more bytes holds nobody up for longer. */
const GOODBYE_MS = 1000
/** A name server that is slow about SRV must not hold up the many hosts that have none. */
const SRV_TIMEOUT_MS = 1500

export interface ServerAddress {
  readonly host: string
  readonly port: number
}

/** A person's certificate and its key, PEM. */
export interface ClientCertificate {
  readonly certificate: string
  readonly key: string
}

/** What the server showed of itself before anything was said to it. */
export interface ServerCertificate {
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string
  /** True when a public authority vouches for it under the host's name. */
  readonly vouchedFor: boolean
}

interface ControlEvents {
  message: [Message]
  tunnel: [Uint8Array]
  /** The last event: the connection is gone, and why. */
  closed: [Error]
}

export class ControlChannel extends EventEmitter<ControlEvents> {
  readonly #socket: TLSSocket
  readonly #reader = new FrameReader()
  readonly certificate: ServerCertificate
  /** The address that TCP reached; UDP must go to the same one. */
  readonly remote: { readonly address: string; readonly port: number; readonly family: 4 | 6 }
  #heardMumble = false
  #failure: Error | null = null

  constructor(socket: TLSSocket) {
    super()
    this.#socket = socket
    this.certificate = describeCertificate(socket)
    const address = socket.remoteAddress ?? ''
    this.remote = { address, port: socket.remotePort ?? 0, family: isIP(address) === 6 ? 6 : 4 }
    socket.on('data', chunk => this.#read(chunk))
    socket.on('error', error => {
      this.#failure ??= new ConnectError('closed', error.message, error)
    })
    socket.on('close', () =>
      this.emit('closed', this.#failure ?? new ConnectError('closed', 'the server hung up')),
    )
  }

  send<N extends MessageName>(name: N, fields: Partial<MessageOf<N>>): void {
    const { type, payload } = writeMessage(name, fields)
    this.#write(writeFrame(type, payload))
  }

  /** A voice packet that takes the way through TLS. */
  sendTunnel(packet: Uint8Array): void {
    this.#write(writeFrame(UDP_TUNNEL, packet))
  }

  /** Bytes that wait for the line: voice piles up here when it is too thin. */
  get backlogBytes(): number {
    return this.#socket.writableLength
  }

  /** Says goodbye. Settles when all that was written has left and the socket is closed, or after a second. */
  close(): Promise<void> {
    const socket = this.#socket
    if (socket.closed) return Promise.resolve()
    return new Promise(resolve => {
      const timer = setTimeout(() => socket.destroy(), GOODBYE_MS)
      socket.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      socket.end()
      socket.destroySoon()
    })
  }

  #write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes)
  }

  #read(chunk: Uint8Array): void {
    try {
      for (const { type, payload } of this.#reader.push(chunk)) {
        if (!this.#heardMumble && type > HIGHEST_TYPE)
          throw new ConnectError('not-mumble', 'no Mumble message')
        this.#heardMumble = true
        if (type === UDP_TUNNEL) this.emit('tunnel', payload)
        else this.#readMessage(type, payload)
      }
    } catch (error) {
      const foreign = error instanceof OversizedFrame && !this.#heardMumble
      this.#fail(foreign ? new ConnectError('not-mumble', 'no Mumble message', error) : (error as Error))
    }
  }

  #readMessage(type: number, payload: Uint8Array): void {
    let message: Message | null
    try {
      message = readMessage(type, payload)
    } catch (error) {
      throw new ProtocolError(`a message of type ${type} cannot be read`, error)
    }
    if (message !== null) this.emit('message', message)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#socket.destroy()
  }
}

/**
 * Opens the connection; says nothing yet. Any certificate is let through: the caller looks at
 * {@link ControlChannel.certificate} before it sends a name or a password. Throws {@link ConnectError}.
 */
export async function openControlChannel(
  address: ServerAddress,
  identity: ClientCertificate | null,
  signal?: AbortSignal,
): Promise<ControlChannel> {
  const target = await resolveService(address)
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: target.host,
      port: target.port,
      ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
      ...(identity === null ? {} : { cert: identity.certificate, key: identity.key }),
      // Most servers sign for themselves; trust is decided by the caller, who pins what it saw first.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    })
    const finish = (error: Error | null) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners()
      if (error !== null) {
        socket.on('error', () => undefined) // a socket being torn down may still complain
        socket.destroy()
        reject(error)
      } else resolve(new ControlChannel(socket.setNoDelay(true)))
    }
    const onAbort = () => finish(new ConnectError('closed', 'given up'))
    const timer = setTimeout(
      () => finish(new ConnectError('timeout', 'no answer to the TLS handshake')),
      CONNECT_TIMEOUT_MS,
    )
    signal?.addEventListener('abort', onAbort)
    socket.once('secureConnect', () => finish(null))
    socket.once('error', error => finish(explainConnectError(error)))
    socket.once('close', () => finish(new ConnectError('closed', 'hung up during the TLS handshake')))
  })
}

/** Where a name's Mumble server is: its SRV record, if it has one. */
async function resolveService(address: ServerAddress): Promise<ServerAddress> {
  if (isIP(address.host) !== 0 || !address.host.includes('.')) return address
  const none = new Promise<never[]>(resolve => setTimeout(resolve, SRV_TIMEOUT_MS, []).unref())
  // No record is the normal case: the plain name is asked then, and its failure is told.
  const records = await Promise.race([resolveSrv(`_mumble._tcp.${address.host}`).catch(() => []), none])
  const best = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0]
  return best === undefined ? address : { host: best.name, port: best.port }
}

const failuresByCode: Readonly<Record<string, ConnectFailure>> = {
  ENOTFOUND: 'not-found',
  EAI_NONAME: 'not-found',
  EAI_AGAIN: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
}

function explainConnectError(error: NodeJS.ErrnoException): ConnectError {
  const code = error.code ?? (error instanceof AggregateError ? (error.errors[0]?.code as string) : '')
  const tls = code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO'
  return new ConnectError(tls ? 'not-mumble' : (failuresByCode[code] ?? 'unreachable'), error.message, error)
}

function describeCertificate(socket: TLSSocket): ServerCertificate {
  const certificate = socket.getPeerCertificate()
  return {
    fingerprint: (certificate.fingerprint256 ?? '').replaceAll(':', '').toLowerCase(),
    vouchedFor: socket.authorized,
  }
}
