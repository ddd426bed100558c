import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transform } from './fft.ts'
import { seededRandom } from './random.ts'
import { bestLag, chirp, findPeaks, join, type Pcm, rmsDbfs, silence, voiceBand } from './signal.ts'

const rate = 16_000
const call = chirp({ fromHz: 300, toHz: 3000, seconds: 0.2, rate })

function noise(seconds: number, amplitude: number, seed = 7): Pcm {
  const random = seededRandom(seed)
  return silence(seconds, rate).map(() => (random() * 2 - 1) * amplitude * 32767)
}

function add(a: Pcm, b: Pcm): Pcm {
  return a.map((sample, i) => sample + (b[i] ?? 0))
}

describe('bestLag', () => {
  it('finds any lag to the sample, whatever the loudness and the sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3200 }), fc.constantFrom(1, 0.1, -0.5), (lag, gain) => {
        const heard = join(
          silence(lag / rate, rate),
          call.map(sample => sample * gain),
          silence(0.1, rate),
        )
        const found = bestLag(call, heard, { rate, maxLagMs: 200 })
        expect(found.lagMs).toBeCloseTo((lag * 1000) / rate, 6)
        expect(found.correlation).toBeGreaterThan(0.99)
      }),
      { numRuns: 25 },
    )
  })

  it('finds sound that came before its reference when allowed to', () => {
    const reference = join(silence(0.1, rate), call)
    const heard = join(silence(0.05, rate), call, silence(0.2, rate))
    const found = bestLag(reference, heard, { rate, minLagMs: -100, maxLagMs: 100 })
    expect(found.lagMs).toBeCloseTo(-50, 6)
  })

  it('finds nothing in noise or silence', () => {
    expect(bestLag(call, noise(1, 0.3), { rate, maxLagMs: 700 }).correlation).toBeLessThan(0.2)
    expect(bestLag(call, silence(1, rate), { rate, maxLagMs: 700 }).correlation).toBe(0)
  })

  it('looks at one band only when asked', () => {
    const hum = chirp({ fromHz: 40, toHz: 60, seconds: 1, rate, amplitude: 0.4 })
    const heard = add(join(silence(0.4, rate), call, silence(0.4, rate)), hum)
    const all = bestLag(call, heard, { rate, maxLagMs: 700 })
    const voice = bestLag(call, heard, { rate, maxLagMs: 700, band: voiceBand })
    expect(voice.lagMs).toBeCloseTo(400, 6)
    expect(voice.correlation).toBeGreaterThan(0.99)
    expect(all.correlation).toBeLessThan(0.9)
  })
})

describe('findPeaks', () => {
  it('finds every call and nothing else', () => {
    const quiet = call.map(sample => sample * 0.2)
    const heard = add(
      join(silence(0.3, rate), call, silence(0.5, rate), quiet, silence(0.3, rate)),
      noise(1.5, 0.01),
    )
    expect(findPeaks(heard, call, { rate, threshold: 0.6, minGapMs: 100 })).toEqual([
      4800,
      4800 + 3200 + 8000,
    ])
  })
})

describe('rmsDbfs', () => {
  it('is 0 for a full square wave, -3 for a full sine, and falls 20 dB at a tenth', () => {
    const sine = (amplitude: number) =>
      Int16Array.from(
        { length: rate },
        (_, i) => Math.sin((2 * Math.PI * 100 * i) / rate) * 32767 * amplitude,
      )
    expect(rmsDbfs(new Int16Array(1000).fill(-32768))).toBeCloseTo(0, 3)
    expect(rmsDbfs(sine(1))).toBeCloseTo(-3.01, 2)
    expect(rmsDbfs(sine(0.1))).toBeCloseTo(-23.01, 2)
    expect(rmsDbfs(silence(1, rate))).toBe(-Infinity)
  })
})

describe('transform', () => {
  it('puts a pure tone into its own two bins', () => {
    const size = 64
    const re = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * 5 * i) / size))
    const im = new Float64Array(size)
    transform({ re, im })
    const strong = [...re.keys()].filter(bin => Math.hypot(re[bin] ?? 0, im[bin] ?? 0) > 1e-9)
    expect(strong).toEqual([5, size - 5])
    expect(re[5]).toBeCloseTo(size / 2, 9)
  })

  it('is undone by its inverse', () => {
    const random = seededRandom(3)
    const re = Float64Array.from({ length: 256 }, random)
    const kept = re.slice()
    const signal = { re, im: new Float64Array(256) }
    transform(signal)
    transform(signal, 'inverse')
    for (const [i, value] of kept.entries()) expect(re[i]).toBeCloseTo(value, 9)
  })
})
