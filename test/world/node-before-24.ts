/**
 * Preloaded (`node --import`) into servers older than Node 24: gives answers back their `_headers`, which Express 3
 * reads and Node 24 removed (its DEP0066). Behaves as the one that Node 22 still had.
 */
import { OutgoingMessage } from 'node:http'

Object.defineProperty(OutgoingMessage.prototype, '_headers', {
  get(this: OutgoingMessage) {
    return this.getHeaders()
  },
  set(this: OutgoingMessage, headers: Record<string, string> | null | undefined) {
    for (const name of this.getHeaderNames()) this.removeHeader(name)
    for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value)
  },
})
