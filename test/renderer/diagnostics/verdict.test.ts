import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineFacts, PeerFacts } from '../../../renderer/diagnostics/line-facts.ts'
import {
  assess,
  atFirst,
  type Judgement,
  judge,
  ofOthers,
  type Verdict,
  well,
} from '../../../renderer/diagnostics/verdict.ts'

const none = { lost: 0, share: 0 }
const some = { lost: 30, share: 0.05 }
const much = { lost: 300, share: 0.2 }

const fine: LineFacts = {
  route: 'udp',
  pingMs: 40,
  pingDeviationMs: 3,
  tcpDelayMs: 2,
  unansweredPings: 0,
  up: none,
  down: none,
  crackles: 0,
  engineLagMs: 5,
  pageLagMs: 0,
  peers: [],
  speakers: [],
}

const peer = (session: number, changed: Partial<PeerFacts> = {}): PeerFacts => ({
  session,
  up: none,
  down: none,
  pingMs: 40,
  ...changed,
})

const assessed = (changed: Partial<LineFacts>) => {
  const { level, side, reason, session } = assess({ ...fine, ...changed })
  return [level, side, reason, session]
}

describe('whose side it is on', () => {
  it.each<[string, Partial<LineFacts>, [string, string, string]]>([
    ['nothing is wrong', {}, ['good', 'none', 'well']],
    ['the loudspeaker ran dry', { crackles: 2 }, ['fair', 'mine', 'machine-busy']],
    ['the engine is late', { engineLagMs: 400 }, ['poor', 'mine', 'machine-busy']],
    ['the window alone is late', { pageLagMs: 5000 }, ['good', 'none', 'well']],
    ['our voice gets lost', { up: some }, ['fair', 'mine', 'uplink-loss']],
    [
      'theirs gets lost, on our way alone',
      { down: much, peers: [peer(1), peer(2)] },
      ['poor', 'mine', 'downlink-loss'],
    ],
    ['it gets lost both ways', { up: some, down: much }, ['poor', 'mine', 'line-loss']],
    ['two packets got lost of five', { up: { lost: 2, share: 0.4 } }, ['good', 'none', 'well']],
    ['loss below what is heard', { up: { lost: 29, share: 0.029 } }, ['good', 'none', 'well']],
    ['UDP is blocked', { route: 'tunnel' }, ['fair', 'mine', 'udp-blocked']],
    ['our way is long', { pingMs: 250, peers: [peer(1), peer(2)] }, ['fair', 'mine', 'slow-line']],
    ['our way is very long', { pingMs: 400 }, ['poor', 'mine', 'slow-line']],
    [
      'everybody’s way is long',
      { pingMs: 420, peers: [peer(1, { pingMs: 300 })] },
      ['poor', 'server', 'server-slow'],
    ],
    ['our way is uneven', { pingDeviationMs: 40 }, ['fair', 'mine', 'uneven-line']],
    [
      'others lose as much as we',
      { down: some, peers: [peer(1, { down: some }), peer(2)] },
      ['fair', 'server', 'server-loss'],
    ],
    [
      'everybody’s voice gets lost',
      { up: some, peers: [peer(1, { up: much }), peer(2, { up: some })] },
      ['poor', 'server', 'server-loss'],
    ],
    ['TCP is slow and UDP is quick', { tcpDelayMs: 300 }, ['fair', 'server', 'server-busy']],
    ['TCP is slow because packets get lost', { tcpDelayMs: 300, up: some }, ['fair', 'mine', 'uplink-loss']],
    ['TCP is dead and UDP lives', { unansweredPings: 2 }, ['poor', 'server', 'server-busy']],
    ['TCP waits and UDP is dead', { unansweredPings: 2, route: 'tunnel' }, ['fair', 'mine', 'udp-blocked']],
  ])('%s', (_what, changed, expected) => {
    expect(assessed(changed).slice(0, 3)).toEqual(expected)
  })

  it('is another person’s when the server misses packets of theirs alone', () => {
    expect(assessed({ peers: [peer(1), peer(2, { up: much }), peer(3)] })).toEqual([
      'poor',
      'theirs',
      'speaker-loss',
      2,
    ])
    expect(assessed({ peers: [peer(2, { up: some })] })).toEqual(['fair', 'theirs', 'speaker-loss', 2])
  })

  it('is another person’s when the server tells nothing, and their voice alone has holes', () => {
    const speakers = [
      { session: 4, missing: much },
      { session: 5, missing: none },
    ]
    expect(assessed({ speakers })).toEqual(['poor', 'theirs', 'speaker-loss', 4])
    expect(assessed({ speakers, down: much }).slice(0, 3)).toEqual(['poor', 'mine', 'downlink-loss'])
    expect(assessed({ speakers, peers: [peer(4), peer(5)] })).toEqual(['good', 'none', 'well', null])
  })

  it('takes what weighs most, and among equals what we can do something about', () => {
    expect(assessed({ crackles: 2, down: much }).slice(1, 3)).toEqual(['mine', 'downlink-loss'])
    expect(assessed({ crackles: 9, unansweredPings: 3 }).slice(1, 3)).toEqual(['mine', 'machine-busy'])
  })

  it('names a person only for their own line', () => {
    const loss = fc.record({ lost: fc.nat(500), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    const peers = fc.array(
      fc.record({ session: fc.nat(20), up: loss, down: loss, pingMs: fc.option(fc.nat(900)) }),
      { maxLength: 8 },
    )
    const facts = fc.record({
      route: fc.constantFrom('udp' as const, 'tunnel' as const),
      pingMs: fc.option(fc.nat(2000)),
      pingDeviationMs: fc.nat(300),
      tcpDelayMs: fc.nat(600),
      unansweredPings: fc.nat(4),
      up: loss,
      down: loss,
      crackles: fc.nat(20),
      engineLagMs: fc.nat(900),
      pageLagMs: fc.nat(900),
      peers,
      speakers: fc.array(fc.record({ session: fc.nat(20), missing: loss }), { maxLength: 8 }),
    })
    fc.assert(
      fc.property(facts, each => {
        const { level, side, reason, session } = assess(each)
        expect(session !== null).toBe(side === 'theirs')
        expect(level === 'good').toBe(side === 'none')
        expect(level === 'good').toBe(reason === 'well')
        for (const verdict of ofOthers(each).values()) expect(verdict.side).toBe('theirs')
      }),
    )
  })
})

describe('the light', () => {
  const bad: Verdict = { level: 'poor', side: 'mine', reason: 'uplink-loss', session: null }
  const shaky: Verdict = { level: 'fair', side: 'mine', reason: 'uneven-line', session: null }

  /** What is shown after each second. */
  function seen(verdicts: readonly Verdict[]): string[] {
    let judgement: Judgement = atFirst
    return verdicts.map((verdict, second) => {
      judgement = judge(judgement, verdict, second * 1000)
      return judgement.shown.reason
    })
  }
  const times = (count: number, verdict: Verdict) => Array<Verdict>(count).fill(verdict)

  it('does not change for one bad second, and does for three', () => {
    expect(new Set(seen([well, bad, well, bad, well]))).toEqual(new Set(['well']))
    expect(seen([well, bad, bad, bad])).toEqual(['well', 'well', 'well', 'uplink-loss'])
  })

  it('goes back when all has been well for eight seconds, not before', () => {
    const shown = seen([...times(3, bad), ...times(8, well), bad, ...times(9, well)])
    expect(new Set(shown.slice(2, -1))).toEqual(new Set(['uplink-loss']))
    expect(shown.at(-1)).toBe('well')
  })

  it('says the worse at once, the less bad later', () => {
    expect(seen([...times(3, shaky), ...times(3, bad)]).at(-1)).toBe('uplink-loss')
    expect(seen([...times(3, bad), ...times(8, shaky)]).at(-1)).toBe('uplink-loss')
    expect(seen([...times(3, bad), ...times(9, shaky)]).at(-1)).toBe('uneven-line')
  })
})
