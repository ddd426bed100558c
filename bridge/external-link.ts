/** The one list of what may leave the app, for the person's own browser or mail program, in either shell. */
import { pageUrl } from './invitation.ts'

const LONGEST_MAIL_LINK = 8192

/** Fields a mail link may fill in. Some programs know `attach` too, which could send a file away. */
const MAIL_FIELDS = new Set(['subject', 'body', 'cc'])

/** An address made safe to hand to the system: http, https or mailto, written anew; else null. */
export function externalUrl(text: string): string | null {
  if (!/^mailto:/i.test(text)) return pageUrl(text)
  if (text.length > LONGEST_MAIL_LINK || !URL.canParse(text)) return null
  const { pathname, href } = new URL(text)
  const query = /\?([^#]*)/.exec(href)?.[1] ?? ''
  const fields = query.split('&').filter(field => MAIL_FIELDS.has((field.split('=')[0] ?? '').toLowerCase()))
  const link = `mailto:${pathname}${fields.length > 0 ? `?${fields.join('&')}` : ''}`
  // What a command line could read as more than one word
  return link.replace(/[\s"'<>\\^`{|}]/g, encodeCharacter)
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
