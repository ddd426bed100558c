/**
 * What each software says of itself when it is asked a small question: pure functions over an answer. The paths
 * and fields are those of each software's own source and documentation.
 */

import type { ServiceKind } from '../../bridge/services.ts'

/** What was found. */
export interface Recognised {
  readonly kind: ServiceKind
  /** As its makers write it. */
  readonly software: string
  /** Ends in a slash; `mumble://host[:port]/` for a voice server. */
  readonly base: string
  /** What was asked, and the fact in the answer; both our own words. */
  readonly evidence: { readonly asked: string; readonly fact: string }
}

/** An answer to one question, whoever gave it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Cut at 256 KiB. */
  readonly body: string
}

/** A question to a site, and the fact in the answer that only this software would give; null = not this software. */
export interface Question {
  /** Behind the site's base address. */
  readonly path: string
  readonly judge: (answer: Answer) => string | null
}

export interface Detector {
  readonly software: string
  readonly kind: ServiceKind
  /** A fact in the front page that only this software's own would have; null = not there. */
  readonly proof: (html: string) => string | null
  /** The front page speaks of it: worth asking its questions before others'. */
  readonly hint: (html: string) => boolean
  readonly questions: readonly Question[]
}

const shows = (pattern: RegExp, fact: string) => (html: string) => (pattern.test(html) ? fact : null)
const nothing = () => null
const names = (pattern: RegExp) => (html: string) => pattern.test(html)
const never = () => false

/** A JSON object with all of these fields. */
const hasFields =
  (...fields: readonly string[]) =>
  (answer: Answer) => {
    const json = answer.status === 200 ? parseObject(answer.body) : null
    return json !== null && fields.every(field => Object.hasOwn(json, field)) ? fields.join(', ') : null
  }

export const detectors: readonly Detector[] = [
  {
    software: 'Etherpad',
    kind: 'pad',
    proof: shows(/<link[^>]+rel="localizations"[^>]+locales\.json/i, 'locales.json'),
    hint: names(/\betherpad\b/i),
    questions: [
      { path: 'api', judge: hasFields('currentVersion') },
      // Some hosts close the former.
      { path: 'locales.json', judge: judgeLocales },
    ],
  },
  {
    software: 'EtherCalc',
    kind: 'sheet',
    proof: nothing,
    hint: names(/\bethercalc\b/i),
    // Answers for every name, whether there is such a sheet or not.
    questions: [{ path: '_exists/chatiere', judge: judgeExists }],
  },
  {
    software: 'Jitsi Meet',
    kind: 'video',
    proof: shows(/<script[^>]+\blib-jitsi-meet(?:\.min)?\.js\b/i, 'lib-jitsi-meet.js'),
    hint: names(/\bjitsi\b/i),
    questions: [{ path: 'config.js', judge: judgeJitsiConfig }],
  },
  {
    software: 'Lufi',
    kind: 'files',
    proof: nothing,
    hint: names(/\blufi\b/i),
    questions: [{ path: 'about/config', judge: hasFields('max_file_size', 'max_delay') }],
  },
  {
    software: 'Lutim',
    kind: 'images',
    proof: nothing,
    hint: names(/\blutim\b/i),
    questions: [{ path: 'infos', judge: hasFields('upload_enabled', 'max_file_size') }],
  },
  {
    software: 'Send',
    kind: 'files',
    proof: nothing,
    hint: names(/<title>\s*(?:firefox )?send\b/i),
    questions: [{ path: '__version__', judge: hasFields('commit', 'source', 'version') }],
  },
  {
    software: 'CryptPad',
    kind: 'pad',
    proof: nothing,
    hint: names(/\bcryptpad\b/i),
    questions: [{ path: 'customize/images/AGPL.png', judge: judgeImage }],
  },
  {
    software: 'Framadate',
    kind: 'poll',
    proof: shows(/\bcreate_poll\.php\?type=/i, 'create_poll.php'),
    hint: never,
    questions: [],
  },
  {
    software: 'LSTU',
    kind: 'link',
    proof: shows(/<input[^>]+\bname="lsturl"/i, 'lsturl'),
    hint: never,
    questions: [],
  },
  {
    software: 'PrivateBin',
    kind: 'paste',
    proof: shows(/<script[^>]+\bjs\/privatebin\.js\b/i, 'privatebin.js'),
    hint: never,
    questions: [],
  },
  {
    software: 'Scrumblr',
    kind: 'notes',
    proof: shows(/<title>\s*scrumblr\b/i, 'scrumblr'),
    hint: never,
    questions: [],
  },
]

/**
 * Asked where the front page says nothing, because administrators put pages of their own there: the first question
 * of each software whose answer nobody else would give.
 */
export const blindQuestions: readonly { readonly detector: Detector; readonly question: Question }[] =
  detectors.flatMap(detector => {
    const [question] = detector.questions
    return question === undefined || detector.software === 'CryptPad' ? [] : [{ detector, question }]
  })

/** Etherpad's list of languages: one file for each, the English strings themselves for those without. */
function judgeLocales({ status, body }: Answer): string | null {
  const locales = status === 200 ? parseObject(body) : null
  return locales !== null && locales.fr === 'locales/fr.json' ? 'locales/fr.json' : null
}

function judgeExists({ status, headers, body }: Answer): string | null {
  const json = /^application\/json\b/i.test(headers.get('content-type') ?? '')
  return status === 200 && json && /^\s*(?:true|false)\s*$/.test(body) ? 'true or false' : null
}

/** A script, not a page: `var config = { hosts: { … muc: … } }`. */
function judgeJitsiConfig({ status, body }: Answer): string | null {
  return status === 200 && /\bvar\s+config\s*=/.test(body) && /\bmuc\b/.test(body) ? 'hosts.muc' : null
}

function judgeImage({ status, headers }: Answer): string | null {
  return status === 200 && /^image\//i.test(headers.get('content-type') ?? '') ? 'image' : null
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const fits = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return fits ? (parsed as Record<string, unknown>) : null
  } catch {
    return null // not JSON: not what was asked for
  }
}
