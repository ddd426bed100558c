import { describe, expect, it } from 'vitest'
import { faceColors, markerColor } from '../../renderer/meeting/face.ts'
import { contrast, readTokens } from './tokens.ts'

/** Text and what it may lie on: 4.5 to 1 (WCAG 1.4.3). */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['ink', ['paper', 'surface', 'sunken', 'plum-soft', 'ginger-soft', 'bad-soft', 'good-soft']],
  ['muted', ['paper', 'surface', 'sunken']],
  ['plum', ['paper', 'surface', 'sunken', 'plum-soft']],
  ['on-plum', ['plum', 'plum-strong']],
  ['on-plum-muted', ['plum', 'plum-strong']],
  ['ginger', ['paper', 'surface', 'sunken', 'ginger-soft']],
  ['good', ['surface', 'good-soft']],
  ['bad', ['surface', 'bad-soft']],
  ['on-bad', ['bad', 'bad-strong']],
]

/** Edges of controls, icons, the halo: 3 to 1 (WCAG 1.4.11). */
const shapes: readonly (readonly [string, readonly string[]])[] = [
  ['edge', ['paper', 'surface', 'sunken']],
  ['halo', ['paper', 'surface', 'sunken']],
  ['good', ['sunken']],
  ['plum', ['surface', 'sunken']],
]

const pairs = (list: typeof texts, least: number) =>
  list.flatMap(([front, backs]) => backs.map(back => ({ front, back, least })))

describe.each(['light', 'dark'] as const)('the %s theme', theme => {
  const tokens = readTokens(theme)
  const color = (name: string) => {
    const found = tokens.get(name)
    if (found === undefined) throw new Error(`tokens.css has no --${name}`)
    return found
  }

  it.each([...pairs(texts, 4.5), ...pairs(shapes, 3)])('shows $front on $back with $least to 1', pair => {
    expect(contrast(color(pair.front), color(pair.back))).toBeGreaterThanOrEqual(pair.least)
  })
})

it('knows the extremes', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
  expect(contrast('#6a3d9a', '#6a3d9a')).toBe(1)
})

it.each(faceColors)('shows white letters on a face of %s', color => {
  expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(4.5)
})

it.each(['Anouk', 'José', 'Samir', 'Zoé', '名前', ''])(
  'paints what %s writes in a pad light enough to read',
  name => {
    expect(contrast(markerColor(name), '#000000')).toBeGreaterThanOrEqual(9)
  },
)
