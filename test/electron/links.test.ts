import { describe, expect, it } from 'vitest'
import { createLinkRouter, linkIn, linkOfSecondStart } from '../../electron/links.ts'

const LINK = 'mumble://voice.example/Room?title=Monday'

describe('a start’s arguments', () => {
  it('are all looked at, save the program itself', () => {
    expect(linkIn(['/usr/bin/chatiere', '--no-first-run', LINK, '--enable-features=X'])).toBe(LINK)
    expect(linkIn([LINK, '--no-first-run'])).toBe(null)
    expect(linkIn(['chatiere', '--x', 'jitsi-meet://meet.example/Tea', '--y'])).toBe(
      'jitsi-meet://meet.example/Tea',
    )
    expect(linkIn(['electron', '/app', '--x=https://a.example/', 'https://meet.example/Tea'])).toBe(
      'https://meet.example/Tea',
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
    expect(router.offer('http://pad.example/')).toBe(false)
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
