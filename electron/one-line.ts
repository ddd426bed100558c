/** Text of a stranger, made fit for one line of our own. Pure. */

/** Signs that turn the direction of writing, which can make one name look like another (Unicode, UAX 9). */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** @param most characters (code points), the ellipsis among them */
export function oneLine(text: string, most: number): string {
  // Cut first: a title of a hundred megabytes must not be searched.
  const line = text
    .slice(0, most * 8)
    .replace(DIRECTIONS, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  const characters = Array.from(line)
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`
}
