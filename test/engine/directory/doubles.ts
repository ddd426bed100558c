/** Doubles of hosts: entries of a directory, and small HTTP servers on this computer. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Host, Service } from '../../../engine/directory/directory.ts'

export function hostEntry(id: string, services: Service[], more: Partial<Host> = {}): Host {
  return {
    id,
    name: id,
    website: null,
    country: 'FR',
    chatons: true,
    asOf: null,
    weight: 1,
    services,
    ...more,
  }
}

export function padService(url: string, more: Partial<Service> = {}): Service {
  return { kind: 'pad', software: 'Etherpad', url, ...more }
}

export interface HttpDouble {
  /** e.g. "http://127.0.0.1:1234" */
  readonly origin: string
  /** Paths asked for, in order. */
  readonly asked: string[]
  stop(): Promise<void>
}

export async function startHttpDouble(listener: RequestListener): Promise<HttpDouble> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '')
    listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** An address on this computer where nobody listens. */
export async function deadOrigin(): Promise<string> {
  const { origin, stop } = await startHttpDouble(() => {})
  await stop()
  return origin
}
