/** Names that every Mumble server takes. */
import { randomInt } from 'node:crypto'

/** Servers before 1.4 refuse spaces in user names, and all refuse most signs. */
export function safeUserName(name: string): string {
  const safe = name
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, '_')
    .replace(/[^\p{L}\p{N}_\-=.@|()[\]{}]/gu, '')
    .slice(0, 60)
  return safe === '' ? `Chat_${randomLetters(4)}` : safe
}

/** Mumble's default rule for channel names: letters, digits, space and -=_#[]{}()@| */
export function safeChannelName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} \-=_#[\]{}()@|]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
}

/** For addresses: plain letters, digits and dashes. */
export function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '')
}

// No letter that looks like another when it is read out or written by hand.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** `count` letters nobody guesses: five bits each, from the system's random source. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}
