/** Reads the colours of ui/tokens.css, for one theme. */
/// <reference types="node" />
import { readFileSync } from 'node:fs'

export type Theme = 'light' | 'dark'

export function readTokens(theme: Theme): ReadonlyMap<string, string> {
  const css = readFileSync(new URL('../../renderer/ui/tokens.css', import.meta.url), 'utf8')
  const found = css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);/g)
  return new Map(
    [...found].map(([, name = '', light = '', dark = '']) => [name, theme === 'light' ? light : dark]),
  )
}

/** WCAG 2.2 contrast ratio of two opaque #rrggbb colours, 1..21. */
export function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
