/**
 * The line to the host's page in the frame: the message protocol that its own embedding script speaks, with checks
 * which that script leaves out: a message counts only from this very window with this very origin, and nothing is
 * ever sent to another origin.
 *
 * Facts: envelope and readiness from postis 2.2.0 and @jitsi/js-utils 12.0.5 (transport/postis); each side repeats
 * `__ready__` with a token of its own until the other side has sent it back, and holds its messages until then.
 */
import { type HostEvent, readEnvelope, readHostEvent, readMessage } from './host-messages.ts'

/** How often we knock until the page answers, ms. The host's own script: 50. */
const KNOCK_EVERY_MS = 200
/** An answer that takes longer is no answer, ms. */
const ANSWER_WITHIN_MS = 2000
/** Messages held until the page is ready: more are orders nobody remembers giving. */
const MOST_HELD = 50
/** Everybody of a call of 500 may be told at once, with room for more; after that so many messages a second. */
const BURST = 700
const MESSAGES_PER_SECOND = 100

export interface HostFrame {
  postMessage(message: string, origin: string): void
}

export interface HostLineOptions {
  /** Hears what comes: our own window. */
  readonly window: Pick<Window, 'addEventListener' | 'removeEventListener'>
  /** The frame's window, by which messages are recognised. */
  readonly frame: HostFrame
  /** The room's, such as `https://visio.example.org`. */
  readonly origin: string
  /** The number in the room's address that names this conversation. */
  readonly apiId: number
  /** The page in the frame speaks the protocol; again after each reload. */
  readonly onAlive: () => void
  readonly onEvent: (event: HostEvent) => void
}

export interface HostLine {
  /** Gives an order by the host's own name for it. */
  order(name: string, ...args: unknown[]): void
  /** Asks for one of the page's own states; null when there is no answer. */
  ask(name: string): Promise<unknown>
  /** The frame got another page: what was ready is ready no more. */
  renewed(): void
  close(): void
}

export function createHostLine(options: HostLineOptions): HostLine {
  const { window, frame, origin, apiId } = options
  const scope = `jitsi_meet_external_api_${apiId}`
  const token = crypto.randomUUID()
  const asked = new Map<number, (result: unknown) => void>()
  const allowance = createAllowance()
  let held: string[] = []
  let ready = false
  let lastRequest = 0

  const post = (method: string, params: unknown) => frame.postMessage(envelope(method, params), origin)
  const envelope = (method: string, params: unknown) =>
    JSON.stringify({ postis: true, scope, method, params })
  const send = (message: unknown) => {
    if (ready) post('message', message)
    else if (held.length < MOST_HELD) held.push(envelope('message', message))
  }
  const knock = () => {
    if (!ready) post('__ready__', token)
  }

  const greet = (theirs: unknown) => {
    if (theirs !== token) {
      // A page that came new knocks itself, and wants its own token back.
      if (typeof theirs === 'string' && theirs.length <= 100) post('__ready__', theirs)
      return
    }
    if (ready) return
    ready = true
    options.onAlive()
    for (const each of held.splice(0)) frame.postMessage(each, origin)
  }

  const hear = (event: MessageEvent) => {
    if (event.source !== (frame as unknown) || event.origin !== origin || !allowance.take()) return
    const heard = readEnvelope(event.data)
    if (heard === null || heard.scope !== scope) return
    if (heard.method === '__ready__') return greet(heard.params)
    const message = readMessage(heard.params)
    if (message === null) return
    if (message.type === 'response') {
      asked.get(message.id)?.(message.result ?? null)
    } else if (message.type === 'request') {
      // Lists of screens and the like: the page must not wait for what we never give.
      send({ type: 'response', id: message.id, error: 'not offered' })
    } else {
      const told = readHostEvent(message.data)
      if (told !== null) options.onEvent(told)
    }
  }

  window.addEventListener('message', hear)
  const knocking = setInterval(knock, KNOCK_EVERY_MS)
  knock()

  return {
    order: (name, ...args) => send({ type: 'event', data: { name, data: args } }),
    ask: name =>
      new Promise(resolve => {
        lastRequest += 1
        const id = lastRequest
        const answer = (result: unknown) => {
          clearTimeout(timer)
          asked.delete(id)
          resolve(result)
        }
        const timer = setTimeout(answer, ANSWER_WITHIN_MS, null)
        asked.set(id, answer)
        send({ type: 'request', id, data: { name } })
      }),
    renewed: () => {
      ready = false
      held = []
      knock()
    },
    close: () => {
      clearInterval(knocking)
      window.removeEventListener('message', hear)
      for (const answer of [...asked.values()]) answer(null)
    },
  }
}

/** How much a host may say before the rest falls on deaf ears. */
function createAllowance(): { take(): boolean } {
  let left = BURST
  let last = performance.now()
  return {
    take: () => {
      const now = performance.now()
      left = Math.min(BURST, left + ((now - last) / 1000) * MESSAGES_PER_SECOND)
      last = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
