/** A room's description carries the pad's address, so that any Mumble client shows it. */
import { pageUrl } from '../bridge/invitation.ts'

/** What we write when we make a room. */
export function describeRoom(padUrl: string | null, html: boolean): string {
  if (padUrl === null) return ''
  if (!html) return `Pad: ${padUrl}`
  const safe = escapeHtml(padUrl)
  return `Pad: <a href="${safe}">${safe}</a>`
}

/** The first page address in a description, ours or anybody's; null without one. */
export function padInDescription(description: string): string | null {
  const linked = description.match(/href\s*=\s*["']([^"']{1,2000})["']/i)?.[1]
  const plain = description.match(/https?:\/\/[^\s<>"']{1,2000}/i)?.[0]?.replace(/[.,;:!?)\]]+$/, '')
  const found = linked ?? plain
  return found === undefined ? null : pageUrl(unescapeHtml(found))
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
