/** A person's round: a colour and two letters, the same on every screen of everybody. Pure. */

/** White text on each of them has a contrast of 4.5 or more (test/renderer/contrast.test.ts). */
export const faceColors = [
  '#6a3d9a',
  '#22704f',
  '#b04c07',
  '#1d6a8f',
  '#8a5a2b',
  '#a32e5b',
  '#4a5a8c',
  '#5c6b1f',
] as const

export function faceColor(name: string): string {
  // FNV-1a: small, and names that differ by a letter land on other colours.
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return faceColors[(hash >>> 0) % faceColors.length] ?? faceColors[0]
}

/** The same colour as behind a text marker: dark words stay readable on it. */
export function markerColor(name: string): string {
  const color = faceColor(name)
  const parts = [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16))
  // Three quarters white.
  return `#${parts
    .map(part =>
      Math.round(part + (255 - part) * 0.75)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** First letters of the first two words, or the first two letters of the only one. */
export function initials(name: string): string {
  const words = name.split(/[\s_.-]+/u).filter(word => /[\p{L}\p{N}]/u.test(word))
  const [first = '', second] = words.map(word => [...word.replace(/[^\p{L}\p{N}]/gu, '')])
  const letters = second === undefined ? [first[0], first[1]] : [first[0], second[0]]
  const text = letters.join('')
  return text === '' ? '?' : text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
