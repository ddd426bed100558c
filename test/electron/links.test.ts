import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLink } from '../../bridge/invitation.ts'
import { createLinkRouter, linkIn, linkOfSecondStart, systemLink } from '../../electron/links.ts'

const LINK = 'mumble://voice.example/Room?title=Monday'

describe('systemLink', () => {
  it.each([
    [LINK, LINK],
    ['MUMBLE://voice.example/Room', 'mumble://voice.example/Room'],
    ['chatiere://join/abc', 'chatiere://join/abc'],
    ['mumble://voice.example/My Room', 'mumble://voice.example/My%20Room'],
    ['mumble:///nowhere', null],
    ['mumble:', null],
    ['https://pad.example/', null],
    ['jitsi-meet://meet.example/Tea?jwt=x', 'jitsi-meet://meet.example/Tea?jwt=x'],
    ['jitsi-meet:Tea', null],
    ['jitsi-meets://meet.example/Tea', null],
    ['javascript:alert(1)', null],
    ['--inspect=0.0.0.0', null],
    ['mumble://voice.example/a\nb', null],
    ['mumble://voice.example/a\u0000b', null],
    [`mumble://voice.example/${'x'.repeat(9000)}`, null],
    [undefined, null],
    [{ toString: () => LINK }, null],
  ])('%s', (text, expected) => {
    expect(systemLink(text)).toBe(expected)
  })

  it.each([
    ['MUMBLE://Voice.example/Room', 'meeting'],
    ['Jitsi-Meet://Meet.example/Tea', 'call'],
  ])('%s is one that the engine reads, as a %s', (text, kind) => {
    expect(readLink(systemLink(text) ?? '')).toMatchObject({ ok: true, value: { kind } })
  })

  it('never throws, and what it gives it takes again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map(text => `mumble://${text}`),
        ),
        text => {
          const link = systemLink(text)
          if (link !== null && link.length <= 8192) expect(systemLink(link)).toBe(link)
        },
      ),
    )
  })
})

describe('a start’s arguments', () => {
  it('are all looked at, save the program itself', () => {
    expect(linkIn(['/usr/bin/chatiere', '--no-first-run', LINK, '--enable-features=X'])).toBe(LINK)
    expect(linkIn([LINK, '--no-first-run'])).toBe(null)
    expect(linkIn(['chatiere', '--x', 'jitsi-meet://meet.example/Tea', '--y'])).toBe(
      'jitsi-meet://meet.example/Tea',
    )
    expect(linkIn([])).toBe(null)
  })

  it('of a second start count only when it says no link itself', () => {
    expect(linkOfSecondStart({ link: LINK }, ['chatiere'])).toBe(LINK)
    expect(linkOfSecondStart({ link: null }, ['chatiere', LINK])).toBe(LINK)
    expect(linkOfSecondStart(undefined, ['chatiere', LINK])).toBe(LINK)
    expect(linkOfSecondStart({ link: 'file:///x' }, ['chatiere'])).toBe(null)
  })
})

describe('createLinkRouter', () => {
  it('keeps the last link until the page listens, and gives it once', () => {
    const router = createLinkRouter()
    const got: string[] = []
    expect(router.offer('mumble://old.example/')).toBe(true)
    expect(router.offer(LINK)).toBe(true)
    expect(router.offer('https://pad.example/')).toBe(false)
    router.attach(link => got.push(link))
    router.attach(link => got.push(link))
    expect(got).toEqual([LINK])
  })

  it('gives later links at once, and lets them wait again when the page is gone', () => {
    const router = createLinkRouter()
    const first: string[] = []
    const second: string[] = []
    router.attach(link => first.push(link))
    router.offer(LINK)
    router.detach()
    router.offer('mumble://later.example/')
    router.attach(link => second.push(link))
    expect(first).toEqual([LINK])
    expect(second).toEqual(['mumble://later.example/'])
  })
})
