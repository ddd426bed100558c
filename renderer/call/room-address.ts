/** The address that the frame opens: the room's, with what the host's page is to know of us. Pure. */
import type { CallSetup } from '../../bridge/call-api.ts'

function roomUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  // Only https has camera and microphone, and our own policy frames nothing else.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null
}

/**
 * Null when there is no https room at that address. Options go into the hash, each value as JSON (jitsi-meet 5649934, base/util/uri.ts). What a link brought along in
 * its own hash is left out: whoever wrote it would set up our call. Only a ticket (`jwt`) stays. The host's own door
 * (prejoin) stays as the host has it.
 */
export function framedAddress(setup: CallSetup, apiId: number): string | null {
  const url = roomUrl(setup.url)
  if (url === null) return null
  const ticket = new URLSearchParams(url.hash.slice(1)).get('jwt')
  const options: [string, unknown][] = [
    ['jitsi_meet_external_api_id', apiId],
    ...(ticket === null ? [] : [['jwt', ticket.replace(/^"|"$/g, '')] as [string, unknown]]),
    ['config.startWithAudioMuted', setup.startMuted],
    ['config.startWithVideoMuted', setup.startWithoutCamera],
    ['config.defaultLanguage', setup.language],
    // Two names of one thing: "open this in the app instead" (older, since 2022-09).
    ['config.disableDeepLinking', true],
    ['config.deeplinking.disabled', true],
    // No pictures and no statistics from elsewhere.
    ['config.disableThirdPartyRequests', true],
    ...(setup.displayName === '' ? [] : [['userInfo.displayName', setup.displayName] as [string, unknown]]),
  ]
  if (!url.searchParams.has('lang')) url.searchParams.set('lang', setup.language)
  url.hash = options.map(([key, value]) => `${key}=${encodeURIComponent(JSON.stringify(value))}`).join('&')
  return url.href
}
