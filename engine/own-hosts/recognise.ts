/** Finds out what runs at an address that a person typed or pasted, with a few small questions. */
import { ProblemError } from '../../bridge/problems.ts'
import { Asker, type AskOptions, type Attempt } from './asker.ts'
import { blindQuestions, type Detector, detectors, type Recognised } from './detectors.ts'
import { recogniseMumble } from './mumble.ts'
import { readTarget, type Target } from './target.ts'

export interface Recognition {
  readonly host: Recognised | null
  readonly tried: readonly Attempt[]
}

interface Front {
  readonly base: string
  readonly html: string
}

/** Throws `link-unreadable` when the text is no address. */
export async function recognise(text: string, options: AskOptions = {}): Promise<Recognition> {
  const target = readTarget(text)
  if (target === null) throw new ProblemError('link-unreadable')
  const asker = new Asker(options)
  const { mumble, mumbleFirst } = target
  const host =
    (mumble !== null && mumbleFirst ? await recogniseMumble(mumble, asker) : null) ??
    (await recogniseSite(target, asker, () =>
      mumble === null || mumbleFirst ? null : recogniseMumble(mumble, asker),
    ))
  return { host, tried: asker.tried }
}

/** Does a software for calls answer at this address? Two questions a folder at most; the protocol is not judged. */
export async function leadsToCall(address: string, options: AskOptions = {}): Promise<boolean> {
  const site = readTarget(address)?.sites[0]
  if (site === undefined) return false
  const asker = new Asker(options)
  const { fronts } = await frontPages([site], asker)
  const ofCalls = detectors.filter(({ kind }) => kind === 'video')
  for (const { base, html } of fronts) {
    for (const detector of ofCalls) {
      if (detector.proof(html) !== null) return true
      if ((await askQuestions(detector, detector.questions, base, asker)) !== null) return true
    }
  }
  return false
}

/** @param otherwise asked between the questions that a front page suggests and those in the blind */
async function recogniseSite(
  { sites }: Target,
  asker: Asker,
  otherwise: () => Promise<Recognised | null> | null,
): Promise<Recognised | null> {
  const { fronts, typedFolder } = await frontPages(sites, asker)
  for (const { base, html } of fronts) {
    for (const detector of detectors) {
      const fact = detector.proof(html)
      if (fact !== null) return found(detector, base, base, fact)
    }
  }
  for (const { base, html } of fronts) {
    for (const detector of detectors.filter(({ hint }) => hint(html))) {
      const host = await askQuestions(detector, detector.questions, base, asker)
      if (host !== null) return host
    }
  }
  const other = await otherwise()
  if (other !== null) return other
  const base = (typedFolder ? fronts.at(-1) : fronts[0])?.base
  if (base === undefined) return null
  for (const { detector, question } of blindQuestions) {
    const host = await askQuestions(detector, [question], base, asker)
    if (host !== null) return host
  }
  return null
}

/** Of the first site that answers; http only where https is not there at all, never where it cannot be trusted. */
async function frontPages(
  sites: Target['sites'],
  asker: Asker,
): Promise<{ fronts: Front[]; typedFolder: boolean }> {
  for (const { bases, typedFolder } of sites) {
    const fronts: Front[] = []
    for (const base of bases) {
      const got = await asker.get(base)
      if (got === 'certificate') return { fronts, typedFolder }
      if (typeof got === 'string') break
      // A site that moved is asked where it is now.
      const movedTo = `${got.url.origin}${new URL(base).pathname}`
      fronts.push({ base: movedTo, html: got.answer.status === 200 ? got.answer.body : '' })
    }
    if (fronts.length > 0) return { fronts, typedFolder }
  }
  return { fronts: [], typedFolder: false }
}

async function askQuestions(
  detector: Detector,
  questions: Detector['questions'],
  base: string,
  asker: Asker,
): Promise<Recognised | null> {
  for (const { path, judge } of questions) {
    const got = await asker.get(`${base}${path}`)
    const fact = typeof got === 'string' ? null : judge(got.answer)
    if (fact !== null) return found(detector, base, `${base}${path}`, fact)
  }
  return null
}

function found({ kind, software }: Detector, base: string, asked: string, fact: string): Recognised {
  return { kind, software, base, evidence: { asked, fact } }
}
