import { describe, expect, it } from 'vitest'
import { createFate, type Line, perfectLine } from './line.ts'

function fates(seed: number, line: Partial<Line>, count: number) {
  const fate = createFate(seed)
  return Array.from({ length: count }, () => fate({ ...perfectLine, ...line }))
}

function dropRate(line: Partial<Line>): number {
  return fates(5, line, 20_000).filter(fate => fate.dropped).length / 20_000
}

describe('createFate', () => {
  it('repeats itself with the same seed and differs with another', () => {
    const line = { dropProbability: 0.3, jitterMs: 20, reorderProbability: 0.1 }
    expect(fates(1, line, 200)).toEqual(fates(1, line, 200))
    expect(fates(1, line, 200)).not.toEqual(fates(2, line, 200))
  })

  it('does nothing to packets on a perfect line', () => {
    expect(
      fates(1, {}, 1000).filter(({ dropped, overtaken, delayMs }) => dropped || overtaken || delayMs !== 0),
    ).toEqual([])
  })

  it('loses as many packets as it is told', () => {
    expect(dropRate({ dropProbability: 0.1 })).toBeCloseTo(0.1, 1)
    // In the bad state 0.02 / (0.02 + 0.18) = a tenth of the time.
    const burst = { enterProbability: 0.02, leaveProbability: 0.18, dropProbability: 1 }
    expect(dropRate({ burst })).toBeGreaterThan(0.08)
    expect(dropRate({ burst })).toBeLessThan(0.12)
  })

  it('loses packets in rows when losses come in bursts', () => {
    const burst = { enterProbability: 0.02, leaveProbability: 0.18, dropProbability: 1 }
    const longestRow = (line: Partial<Line>) =>
      Math.max(
        ...fates(5, line, 20_000)
          .map(fate => (fate.dropped ? 'x' : ' '))
          .join('')
          .split(' ')
          .map(row => row.length),
      )
    expect(longestRow({ burst })).toBeGreaterThan(2 * longestRow({ dropProbability: 0.1 }))
  })

  it('keeps the delay within its jitter', () => {
    const delays = fates(1, { delayMs: 50, jitterMs: 30 }, 1000).map(fate => fate.delayMs)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...delays)).toBeLessThanOrEqual(80)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(20)
  })
})
