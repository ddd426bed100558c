/** The loopback server: the page's files, and three sockets for calls, microphone and ear. */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { callOriginOf } from '../bridge/call-api.ts'
import { LONGEST_IMPORT } from '../bridge/engine-api.ts'
import { contentSecurityPolicy, pageHeaders, pagePath } from '../bridge/page-policy.ts'
import type { Channel } from '../engine/channel.ts'
import type { Engine } from '../engine/engine.ts'
import { askedUrl } from './asked-url.ts'
import { answerCallPage } from './call-page.ts'
import { TicketOffice } from './ticket.ts'

const HOST_NAME = 'chatiere.localhost'
const COOKIE = 'chatiere'
/**
 * A call is text of a few kilobytes, a voice packet one; a list of places that is brought back is the largest by far.
 * It travels as JSON inside of JSON, where a character takes six bytes at worst (`\\u0001`): one that is too large
 * would close the page's only line. And 64 KiB for the call around it.
 */
const LARGEST_MESSAGE_BYTES = 6 * LONGEST_IMPORT + 64 * 1024
const SOCKETS = ['/rpc', '/mic', '/ear'] as const
type SocketPath = (typeof SOCKETS)[number]

export interface PageServer {
  readonly origin: string
  readonly port: number
  /** An address that lets one window in, once. */
  oneTimeAddress(): string
  /** Called with the number of windows that are connected, each time it changes. */
  onWindows(listener: (count: number) => void): void
  close(): Promise<void>
}

export interface PageServerOptions {
  readonly engine: Engine
  /** Folder of the built page. */
  readonly pageFolder: string
  /** Origins on this computer whose services may be framed, besides all https ones. */
  readonly localOrigins: readonly string[]
}

export async function servePageOnLoopback(options: PageServerOptions): Promise<PageServer> {
  const tickets = new TicketOffice()
  const http = createServer()
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(0, '127.0.0.1', resolve)
  })
  const { port } = http.address() as AddressInfo
  const host = `${HOST_NAME}:${port}`
  const origin = `http://${host}`
  const callOrigin = callOriginOf(origin)
  const callHost = new URL(callOrigin).host
  const policy = contentSecurityPolicy({
    // Some browsers do not count ws: of the same host as 'self'.
    connect: [`ws://${host}`],
    // A link to somebody's mail address would put an error in place of the page; it opens after a click alone.
    frames: ['https:', ...options.localOrigins, 'mailto:', callOrigin],
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES })
  const windows = new Set<WebSocket>()
  let countWindows: (count: number) => void = () => undefined

  // All of that name: a neighbour under our host name can put one of its own before ours, for the whole domain.
  const isLetIn = (request: IncomingMessage) =>
    (request.headers.cookie ?? '')
      .split(';')
      .map(part => part.trim())
      .filter(part => part.startsWith(`${COOKIE}=`))
      .some(part => tickets.admits(part.slice(COOKIE.length + 1)))

  http.on('request', (request, response) => {
    answer(request, response).catch(error => {
      console.error('a file could not be served:', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number) => {
      response.writeHead(status, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
      response.end()
    }
    if (request.headers.host === callHost) {
      return answerCallPage(request, response, {
        pageFolder: options.pageFolder,
        callOrigin,
        appOrigin: origin,
      })
    }
    if (request.headers.host !== host) return refuse(421)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const site = request.headers['sec-fetch-site']
    const url = askedUrl(request, origin)
    if (url === null) return refuse(400)
    const ticket = url.searchParams.get('ticket')
    if (url.pathname === '/' && ticket !== null) {
      const cookie = tickets.redeem(ticket)
      if (cookie === null) return refuse(403)
      response.writeHead(303, {
        location: '/',
        'set-cookie': `${COOKIE}=${cookie}; HttpOnly; SameSite=Strict; Path=/`,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      response.end()
      return
    }
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse(403)
    if (!isLetIn(request)) return refuse(403)
    const path = pagePath(url.pathname)
    const body = path === null ? null : await readFile(join(options.pageFolder, path)).catch(() => null)
    if (path === null || body === null) return refuse(404)
    response.writeHead(200, { ...pageHeaders(path, policy), 'cache-control': 'no-cache' })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const path = askedUrl(request, origin)?.pathname as SocketPath
    const welcome =
      request.headers.host === host &&
      request.headers.origin === origin &&
      isLetIn(request) &&
      SOCKETS.includes(path)
    if (!welcome) {
      // Closed on both sides: who never hangs up would keep the connection.
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n', () => stream.destroy())
      return
    }
    sockets.handleUpgrade(request, stream, head, socket => attach(path, socket))
  })

  function attach(path: SocketPath, socket: WebSocket): void {
    socket.on('error', () => socket.close())
    if (path === '/mic') options.engine.attachMic(binaryChannel(socket))
    else if (path === '/ear') options.engine.attachEar(binaryChannel(socket))
    else {
      windows.add(socket)
      countWindows(windows.size)
      socket.on('close', () => {
        windows.delete(socket)
        countWindows(windows.size)
      })
      options.engine.attachPage(textChannel(socket))
    }
  }

  return {
    origin,
    port,
    oneTimeAddress: () => `${origin}/?ticket=${tickets.issue()}`,
    onWindows: listener => {
      countWindows = listener
    },
    close: () => closeServer(http, sockets),
  }
}

function closeServer(http: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  return new Promise(resolve => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}

/** Calls: one JSON text a message. What is no JSON closes the socket: the page is not ours. */
function textChannel(socket: WebSocket): Channel {
  return {
    post: data => socket.send(JSON.stringify(data)),
    onMessage: listener =>
      socket.on('message', (data, binary) => {
        if (binary) return socket.close()
        let message: unknown
        try {
          message = JSON.parse(data.toString())
        } catch {
          return socket.close()
        }
        listener(message)
      }),
    onClose: listener => socket.on('close', listener),
    close: () => socket.close(),
  }
}

/** Voice: one packet a message. */
function binaryChannel(socket: WebSocket): Channel {
  return {
    post: data => socket.send(data as Uint8Array),
    onMessage: listener =>
      socket.on('message', (data, binary) => {
        if (binary && data instanceof Buffer) listener(data)
      }),
    onClose: listener => socket.on('close', listener),
    close: () => socket.close(),
  }
}
