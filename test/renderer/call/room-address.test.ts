import { describe, expect, test } from 'vitest'
import type { CallSetup } from '../../../bridge/call-api.ts'
import { framedAddress } from '../../../renderer/call/room-address.ts'

const setup: CallSetup = {
  url: 'https://visio.example.org/Caf%C3%A9Lundi',
  displayName: 'Zoé & "Co"',
  language: 'fr',
  startMuted: true,
  startWithoutCamera: false,
  pictureInPicture: true,
  grants: ['microphone'],
}

/** As the host reads them: each value is JSON. */
function optionsOf(address: string | null): Record<string, unknown> {
  const parts = new URL(address ?? '').hash.slice(1).split('&')
  return Object.fromEntries(
    parts
      .map(part => part.split('='))
      .map(([key = '', value = '']) => [key, JSON.parse(decodeURIComponent(value))]),
  )
}

describe('the address in the frame', () => {
  test('tells the host of us in its hash', () => {
    const address = framedAddress(setup, 4711)
    expect(new URL(address ?? '').pathname).toBe('/Caf%C3%A9Lundi')
    expect(new URL(address ?? '').searchParams.get('lang')).toBe('fr')
    expect(optionsOf(address)).toEqual({
      jitsi_meet_external_api_id: 4711,
      'config.startWithAudioMuted': true,
      'config.startWithVideoMuted': false,
      'config.defaultLanguage': 'fr',
      'config.disableDeepLinking': true,
      'config.deeplinking.disabled': true,
      'config.disableThirdPartyRequests': true,
      'userInfo.displayName': 'Zoé & "Co"',
    })
  })

  test('keeps the ticket of a link and nothing else that its hash wants', () => {
    const url = `${setup.url}?jwt=abc#jwt="x.y.z"&config.prejoinConfig.enabled=false&config.analytics.x="evil"`
    const address = framedAddress({ ...setup, url }, 1)
    expect(new URL(address ?? '').searchParams.get('jwt')).toBe('abc')
    expect(optionsOf(address).jwt).toBe('x.y.z')
    expect(Object.keys(optionsOf(address)).filter(key => /prejoin|analytics/.test(key))).toEqual([])
  })

  test('leaves a nameless person nameless, and the language that a link asks for', () => {
    const address = framedAddress({ ...setup, displayName: '', url: `${setup.url}?lang=oc` }, 1)
    expect(optionsOf(address)).not.toHaveProperty('userInfo.displayName')
    expect(new URL(address ?? '').searchParams.get('lang')).toBe('oc')
  })

  test.each([
    'http://visio.example.org/Room',
    'javascript:alert(1)',
    'https://me:secret@visio.example.org/Room',
    'data:text/html,x',
    'file:///etc/passwd',
    'nothing',
    '',
  ])('is none for %s', url => {
    expect(framedAddress({ ...setup, url }, 1)).toBeNull()
  })
})
