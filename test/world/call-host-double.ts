/**
 * A call host double: over HTTPS, the page that a host of video calls shows in a frame, as far as the IFrame
 * protocol goes. The real one is a cluster of five servers that cannot be had here. What it copies is told in
 * call-host-page.js.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startTlsFront } from './tls-front.ts'

export interface CallHostBehaviour {
  /** Has it a door of its own (prejoin)? */
  readonly door?: boolean
  /** Names of those who are in every room already. */
  readonly people?: readonly string[]
  /** The error by which nobody gets in, by its own name, such as `conference.authenticationRequired`. */
  readonly refuses?: string
  /** The host's own words for it. */
  readonly words?: string
  /** Its page loads, and never answers. */
  readonly silent?: boolean
}

export interface CallHostDouble {
  /** Such as `https://127.0.0.1:1234`. */
  readonly origin: string
  /** SHA-256 of the certificate's public key, base64, for --ignore-certificate-errors-spki-list. */
  readonly keyHash: string
  /** PEM file for NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string
  /** From now on, for pages that load. */
  behave(behaviour: CallHostBehaviour): void
  stop(): Promise<void>
}

/** The file by which an engine sees that such a host is well (engine/directory/probe.ts). */
const SIGN_OF_LIFE = '/sounds/outgoingRinging.wav'

export async function startCallHostDouble(behaviour: CallHostBehaviour = {}): Promise<CallHostDouble> {
  let current = behaviour
  const script = await readFile(join(import.meta.dirname, 'call-host-page.js'))
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
    if (path === '/call-host-page.js') {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script)
    } else if (path === SIGN_OF_LIFE) {
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(Buffer.alloc(64))
    } else if (path === '/favicon.ico') {
      response.writeHead(204).end()
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(current))
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const front = await startTlsFront((server.address() as AddressInfo).port)
  return {
    origin: front.origin,
    keyHash: front.keyHash,
    certificateFile: front.certificateFile,
    behave: next => {
      current = next
    },
    stop: async () => {
      await front.stop()
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
}

function pageOf(behaviour: CallHostBehaviour): string {
  const json = JSON.stringify(behaviour).replaceAll('<', '\\u003c')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Call host double</title>
<style>body{margin:0;padding:20px;background:#333;color:#fff;font:16px sans-serif}button{margin:2px}</style>
<script type="application/json" id="behaviour">${json}</script>
<h1>Call host double</h1><p id="state"></p><p id="people"></p>
<button id="join">join</button><button id="audio"></button><button id="video"></button>
<button id="screen"></button><button id="hand"></button><button id="hang-up">hang up</button>
<script type="module" src="/call-host-page.js"></script></html>`
}
