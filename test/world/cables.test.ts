import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cables, cableRate, startCables } from './cables.ts'
import { bestLag, chirp, findPeaks, rmsDbfs } from './signal.ts'
import { speech } from './speech.ts'
import { ensureSystemPackages, soundPackages } from './system-packages.ts'
import { readWav } from './wav.ts'
import { whyNot } from './why-not.ts'

const rate = cableRate
const reason = await whyNot(() => ensureSystemPackages(soundPackages, 'to test with virtual sound devices'))

describe.skipIf(reason !== undefined)(`cables${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let cables: Cables
  beforeAll(async () => {
    cables = await startCables(['A', 'B'])
  })
  afterAll(() => cables?.stop())

  // Real time: a machine that is busy for a moment drops sound, and no code of ours could help it.
  it('gives at the microphone what is played into it, and nothing at the next one', {
    retry: 2,
  }, async () => {
    const file = await speech(['Bonjour à toutes et à tous.', 'On commence ?'], { voice: 'fr' })
    const spoken = readWav(file)
    expect(spoken.rate).toBe(rate)
    const [mine, other] = await Promise.all([cables.record('vmicA'), cables.record('vmicB')])
    await cables.play(file, 'micA')
    const heard = await mine.stop()
    expect(bestLag(spoken.samples, heard, { rate, maxLagMs: 1000 }).correlation).toBeGreaterThan(0.9)
    expect(rmsDbfs(await other.stop())).toBe(-Infinity)
  })

  it('records all sinks in step', async () => {
    const call = chirp({ fromHz: 300, toHz: 3000, seconds: 0.2, rate })
    const recording = await cables.recordAll()
    await cables.play(call, 'micA')
    await cables.play(call, 'outB')
    const sounds = await recording.stop()
    const found = [...sounds].map(([name, sound]) => [
      name,
      findPeaks(sound, call, { rate, threshold: 0.9, minGapMs: 100 }).length,
    ])
    expect(found).toEqual([
      ['micA', 1],
      ['outA', 0],
      ['micB', 0],
      ['outB', 1],
    ])
    expect(new Set([...sounds.values()].map(sound => sound.length)).size).toBe(1)
  })

  it('can be unplugged and plugged in again', async () => {
    await cables.removeSource('B')
    await cables.removeSink('B')
    const without = await cables.devices()
    expect(without).toContain('vmicA')
    expect(without).not.toContain('vmicB')
    expect(without).not.toContain('outB')
    await cables.restore('B')
    expect(await cables.devices()).toEqual(expect.arrayContaining(['vmicB', 'outB']))

    const call = chirp({ fromHz: 300, toHz: 3000, seconds: 0.2, rate })
    const recording = await cables.record('vmicB')
    await cables.play(call, 'micB')
    expect(findPeaks(await recording.stop(), call, { rate, threshold: 0.9, minGapMs: 100 })).toHaveLength(1)
  })
})
