import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLink } from '../../bridge/invitation.ts'
import { linkFragment, linkInFragment, outsideLink } from '../../bridge/outside-link.ts'

const LINK = 'mumble://voice.example/Room?title=Monday'

describe('outsideLink', () => {
  it.each([
    [LINK, LINK],
    ['MUMBLE://voice.example/Room', 'mumble://voice.example/Room'],
    ['chatiere://join/abc', 'chatiere://join/abc'],
    ['mumble://voice.example/My Room', 'mumble://voice.example/My%20Room'],
    ['mumble:///nowhere', null],
    ['mumble:', null],
    ['https://meet.example/Tea', 'https://meet.example/Tea'],
    ['http://pad.example/', null],
    ['file:///etc/passwd', null],
    ['jitsi-meet://meet.example/Tea?jwt=x', 'jitsi-meet://meet.example/Tea?jwt=x'],
    ['jitsi-meet:Tea', null],
    ['jitsi-meets://meet.example/Tea', null],
    ['javascript:alert(1)', null],
    ['--inspect=0.0.0.0', null],
    ['mumble://voice.example/a\nb', null],
    ['mumble://voice.example/a\u0000b', null],
    [`mumble://voice.example/${'x'.repeat(9000)}`, null],
    [undefined, null],
    [{ toString: (): string => LINK }, null],
  ])('%s', (text, expected) => {
    expect(outsideLink(text)).toBe(expected)
  })

  it.each([
    ['MUMBLE://Voice.example/Room', 'meeting'],
    ['Jitsi-Meet://Meet.example/Tea', 'call'],
    ['HTTPS://Meet.example/Tea', 'page'],
  ])('%s is one that the engine reads, as a %s', (text, kind) => {
    expect(readLink(outsideLink(text) ?? '')).toMatchObject({ ok: true, value: { kind } })
  })

  it('never throws, and what it gives it takes again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map(text => `mumble://${text}`),
        ),
        text => {
          const link = outsideLink(text)
          if (link !== null && link.length <= 8192) expect(outsideLink(link)).toBe(link)
        },
      ),
    )
  })
})

describe('the fragment of the page’s address', () => {
  it.each([LINK, 'https://meet.example/Tea#x=%26&y', 'mumble://v.example/A%20B?title=Caf%C3%A9'])(
    'brings %s unchanged',
    link => {
      const address = new URL(`http://chatiere.localhost:1/?ticket=x${linkFragment(link)}`)
      expect(address.searchParams.get('ticket')).toBe('x')
      expect(linkInFragment(address.hash)).toBe(link)
    },
  )

  it.each([
    '',
    '#',
    '#link=',
    '#link=%',
    '#link=javascript%3Aalert(1)',
    '#other=mumble%3A%2F%2Fa.example%2F',
  ])('brings nothing in %j', hash => {
    expect(linkInFragment(hash)).toBeNull()
  })
})
