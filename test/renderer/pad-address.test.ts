import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostOf, padAddress } from '../../renderer/meeting/pad-address.ts'

const guest = { userName: 'Zoé & Cie', language: 'fr', color: '#6a3d9a' }

describe('padAddress', () => {
  it('tells Etherpad who comes', () => {
    expect(padAddress('https://pad.example/p/cafe', guest)).toBe(
      'https://pad.example/p/cafe?userName=Zo%C3%A9+%26+Cie&lang=fr&userColor=%236a3d9a',
    )
  })

  it('knows an Etherpad below a folder, and a pad that is only read', () => {
    expect(padAddress('https://host.example/etherpad/p/r.abc/', guest)).toContain('userName=')
  })

  it('leaves alone what the link says already, its fragment too', () => {
    expect(padAddress('https://pad.example/p/cafe?lang=oc&showChat=false#L12', guest)).toBe(
      'https://pad.example/p/cafe?lang=oc&showChat=false&userName=Zo%C3%A9+%26+Cie&userColor=%236a3d9a#L12',
    )
  })

  it('keeps an empty name out', () => {
    expect(padAddress('https://pad.example/p/cafe', { ...guest, userName: '' })).toBe(
      'https://pad.example/p/cafe?lang=fr&userColor=%236a3d9a',
    )
  })

  it.each([
    'https://calc.example/=cafe',
    'https://example.org/',
    'https://example.org/p/',
    'https://example.org/p/a/timeslider',
    'https://example.org/?next=/p/cafe',
  ])('tells nothing to %s', url => {
    expect(padAddress(url, guest)).toBe(url)
  })

  it.each(['javascript:alert(1)//p/x', 'file:///p/x', 'https://a:b@pad.example/p/x', 'pad', ''])(
    'refuses %j',
    url => {
      expect(padAddress(url, guest)).toBeNull()
    },
  )

  it('never leads to another host, whatever the name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (userName, language) => {
        const address = padAddress('https://pad.example/p/cafe', { ...guest, userName, language })
        const url = new URL(address ?? '')
        expect(url.origin + url.pathname).toBe('https://pad.example/p/cafe')
        if (userName.isWellFormed()) expect(url.searchParams.get('userName') ?? '').toBe(userName)
      }),
    )
  })
})

it('hostOf gives the host, or the text that is no address', () => {
  expect(hostOf('https://pad.example:8443/p/x')).toBe('pad.example:8443')
  expect(hostOf('mumble://voix.example')).toBe('voix.example')
  expect(hostOf('nothing')).toBe('nothing')
})
