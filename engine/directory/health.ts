/** Is a site well right now, and is it what the directory says it is? */

import { type GetFailure, guardedGet } from '../network/guarded-get.ts'
import { placeOfAddress, type Reach } from '../network/network-address.ts'
import { siteOf } from './addresses.ts'
import type { Service } from './directory.ts'
import { findSoftware, type HealthQuestion, unknownSoftware } from './software.ts'

export type ProbeFailure =
  | GetFailure
  /** It answers, but with an error. */
  | 'error'
  /** It answers, but not as this software would: a parked name, a sign-in page, something else by now. */
  | 'lying'
  /** It takes nobody new. */
  | 'full'
  /** It asks for an account. */
  | 'signup'

/** What a service said of itself; `inMs` from asking to knowing. */
export type ServiceAnswer =
  | {
      readonly well: true
      readonly inMs: number
      /** On a voice server that tells. */
      readonly people: { readonly present: number; readonly limit: number } | null
    }
  | { readonly well: false; readonly inMs: number; readonly why: ProbeFailure }

/** Answers to health questions are a few hundred bytes; Etherpad's list of languages a few kilobytes. */
const LARGEST_ANSWER_BYTES = 65_536

/** Somebody waits at a screen; a host that takes longer is not well. */
export const PROBE_TIMEOUT_MS = 4000

/** Asks one small question, and a second one only where the first is closed. Never throws. */
export async function probePage(
  service: Service,
  reach: Reach,
  signal?: AbortSignal,
): Promise<ServiceAnswer> {
  const asked = performance.now()
  const inMs = () => performance.now() - asked
  // A site with a layout of its own has its health page who knows where.
  const { health } = service.template === undefined ? findSoftware(service.software) : unknownSoftware
  let why: ProbeFailure = 'error'
  let misled = false
  for (const question of health) {
    // A parked name has a page for every question, also for the last and easiest.
    if (question.gives === 'page' && misled) break
    const answer = await guardedGet(`${siteOf(service)}${question.path}`, {
      reach,
      timeoutMs: PROBE_TIMEOUT_MS - inMs(),
      maxBytes: question.gives === 'json' ? LARGEST_ANSWER_BYTES : 0,
      ...(signal === undefined ? {} : { signal }),
    })
    if (!answer.ok) return { well: false, inMs: inMs(), why: answer.why }
    if (answer.status >= 500 || answer.status === 429) return { well: false, inMs: inMs(), why: 'error' }
    const verdict = answer.status < 300 ? judge(question, answer) : 'error'
    if (verdict === null) return { well: true, inMs: inMs(), people: null }
    if (verdict === 'full' || verdict === 'signup') return { well: false, inMs: inMs(), why: verdict }
    misled ||= verdict === 'lying'
    why = misled ? 'lying' : verdict
  }
  return { well: false, inMs: inMs(), why }
}

/** A service may lead to this computer, or to the network around it, only where its own address says so. */
export function reachOf(service: Pick<Service, 'url'>): Reach {
  const place = placeOfAddress(service.url)
  return place === 'private' ? 'anywhere' : (place ?? 'public')
}

function judge(
  question: HealthQuestion,
  answer: { readonly type: string; readonly body: Uint8Array },
): 'lying' | 'full' | 'signup' | null {
  switch (question.gives) {
    case 'page':
      return /^(?:text\/html|application\/xhtml\+xml)$/.test(answer.type) ? null : 'lying'
    case 'image':
      return answer.type.startsWith('image/') ? null : 'lying'
    case 'audio':
      // Web servers that don't know the ending call it a stream of bytes.
      return /^(?:audio\/.*|application\/octet-stream)$/.test(answer.type) ? null : 'lying'
    case 'json':
      return judgeJson(question, answer.body)
  }
}

function judgeJson(question: HealthQuestion, body: Uint8Array): 'lying' | 'full' | 'signup' | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(body))
  } catch {
    return 'lying' // not JSON, so not this software
  }
  return question.judge?.(parsed) ?? null
}
