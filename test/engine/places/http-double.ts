/** A double of a web server on 127.0.0.1: answers as the test says, and notes what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpDouble {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** Paths with queries, in order. */
  readonly asked: string[]
  stop(): Promise<void>
}

export async function httpDouble(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpDouble> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    stop: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
