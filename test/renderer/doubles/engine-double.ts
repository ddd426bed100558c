/**
 * A double of the engine and of the server that shows the page: the real page talks to it over real
 * sockets, under the real policy. What it answers is up to the test.
 */
/// <reference types="node" />
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createBirpc } from 'birpc'
import { type WebSocket, WebSocketServer } from 'ws'
import { callOriginOf } from '../../../bridge/call-api.ts'
import type { EngineApi, PageApi } from '../../../bridge/engine-api.ts'
import { contentSecurityPolicy, pageHeaders, pagePath } from '../../../bridge/page-policy.ts'
import { answerCallPage } from '../../../browser/call-page.ts'

export interface EngineDouble {
  readonly origin: string
  /** Where a pad of its own is served, on another origin. */
  readonly padUrl: string
  /** Says something to every page that is connected. */
  tell(say: (page: PageApi) => void): void
  /** From now on these calls are answered so; all others as at the start. */
  replace(calls: Partial<EngineApi>): void
  /** The engine dies: all lines break. They may be opened again. */
  dropLines(): void
  /** How many lines for calls are open. */
  lines(): number
  close(): Promise<void>
}

export async function startEngineDouble(pageFolder: string, engine: EngineApi): Promise<EngineDouble> {
  const pads = await listen((_path, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(PAD)
  })
  const padOrigin = originOf(pads)
  const pages = await listen((path, response, request) => {
    // The call page has a host name of its own, as in the browser shell.
    const origin = originOf(pages, PAGE_HOST)
    const callOrigin = callOriginOf(origin)
    const policy = contentSecurityPolicy({ connect: [], frames: [padOrigin, callOrigin] })
    if (request.headers.host !== new URL(callOrigin).host)
      return void serve(pageFolder, path, policy, response)
    return void answerCallPage(request, response, { pageFolder, callOrigin, appOrigin: origin })
  })
  const sockets = new WebSocketServer({ noServer: true })
  let answering = engine
  const open = new Map<WebSocket, PageApi>()
  pages.on('upgrade', (request, stream, head) => {
    sockets.handleUpgrade(request, stream, head, socket => {
      if (request.url !== '/rpc') return
      const remote = createBirpc<PageApi, EngineApi>(engine, {
        resolver: name => answering[name as keyof EngineApi] as never,
        post: data => socket.send(data),
        on: listener => socket.on('message', (data: Buffer) => listener(data.toString())),
        serialize: JSON.stringify,
        deserialize: JSON.parse,
      })
      open.set(socket, {
        room: events => void remote.room.asEvent(events),
        connection: state => void remote.connection.asEvent(state),
        self: state => void remote.self.asEvent(state),
        pad: url => void remote.pad.asEvent(url),
        notice: reason => void remote.notice.asEvent(reason),
      })
      socket.on('close', () => open.delete(socket))
    })
  })
  return {
    origin: originOf(pages, PAGE_HOST),
    padUrl: `${padOrigin}/p/cafe-du-lundi`,
    tell: say => {
      for (const page of open.values()) say(page)
    },
    replace: calls => {
      answering = { ...engine, ...calls }
    },
    dropLines: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    lines: () => open.size,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      await Promise.all([pages, pads].map(end))
    },
  }
}

const PAGE_HOST = 'chatiere.localhost'

const PAD = `<!doctype html><html lang="fr"><title>Pad</title><body style="font:16px sans-serif;padding:24px">
<h1>Café du lundi, 23 mars</h1><p>Ordre du jour</p><p>☑ Tour de météo</p><p>☐ Qui garde les clés du local ?</p>
<p><label>Texte <input value="Permanence du samedi : José et Anouk"></label></p></body></html>`

async function serve(folder: string, path: string, policy: string, response: ServerResponse): Promise<void> {
  const file = pagePath(path)
  const body = file === null ? null : await readFile(join(folder, file)).catch(() => null)
  if (file === null || body === null) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, pageHeaders(file, policy))
  response.end(body)
}

type Answer = (path: string, response: ServerResponse, request: IncomingMessage) => void

function listen(answer: Answer): Promise<Server> {
  const server = createServer((request, response) =>
    answer(new URL(request.url ?? '/', 'http://127.0.0.1').pathname, response, request),
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

function originOf(server: Server, name = '127.0.0.1'): string {
  return `http://${name}:${(server.address() as AddressInfo).port}`
}

function end(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
