import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Invitation, pageUrl, readLink, writeInvitation } from '../../bridge/invitation.ts'

const invitation = (text: string): Invitation | null => {
  const read = readLink(text)
  return read.ok && read.value.kind === 'meeting' ? read.value.invitation : null
}
const problemOf = (text: string) => {
  const read = readLink(text)
  return read.ok ? read.value : read.problem.code
}

describe('an invitation', () => {
  test('written and read again is the same', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter(text => !['.', '..'].includes(text))
    const host = fc.constantFrom('mumble.example.org', '127.0.0.1', '[::1]', 'xn--caf-dma.example')
    fc.assert(
      fc.property(
        host,
        fc.integer({ min: 1, max: 65_535 }),
        fc.array(name, { maxLength: 4 }),
        fc.option(name.filter(text => text.trim() !== '')),
        fc.constantFrom(null, 'https://pad.example/p/caf%C3%A9?a=1#L4', 'http://127.0.0.1:9001/p/x'),
        (host, port, path, title, padUrl) => {
          const original = { host, port, path, title: title?.trim() ?? null, padUrl }
          expect(invitation(writeInvitation(original))).toEqual(original)
        },
      ),
    )
  })

  test('is found inside a whole message', () => {
    const message = `Bonjour !\nOn se retrouve ici : mumble://salon.example/Caf%C3%A9?title=Caf%C3%A9.\nÀ ce soir`
    expect(invitation(message)).toEqual({
      host: 'salon.example',
      port: 64_738,
      path: ['Café'],
      title: 'Café',
      padUrl: null,
    })
  })

  test('may be as little as a host name', () => {
    expect(invitation('salon.example')).toMatchObject({ host: 'salon.example', port: 64_738, path: [] })
    expect(invitation('salon.example:1234')).toMatchObject({ host: 'salon.example', port: 1234 })
    expect(invitation('mumble://salon.example:443/')).toMatchObject({ port: 443 })
  })

  test('hands on a name and a password, and never writes them', () => {
    const read = readLink('mumble://Anna:s%C3%A9same@salon.example/Caf%C3%A9')
    expect(read).toMatchObject({ ok: true, value: { userName: 'Anna', password: 'sésame' } })
    if (!read.ok || read.value.kind !== 'meeting') throw new Error('not a meeting')
    expect(writeInvitation(read.value.invitation)).toBe('mumble://salon.example/Caf%C3%A9')
  })

  test('with a dangerous page beside it comes without the page', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'https://user:pw@pad.example/', 'pad']) {
      expect(invitation(`mumble://salon.example/?url=${encodeURIComponent(url)}`)?.padUrl).toBeNull()
    }
  })
})

describe('what is no invitation', () => {
  test.each([
    ['', 'link-empty'],
    ['   \n', 'link-empty'],
    ['bonjour tout le monde', 'link-unreadable'],
    ['mumble://', 'link-unreadable'],
    ['mumble://salon.example:99999/', 'link-unreadable'],
    ['mumble://salon.example:0/', 'link-unreadable'],
    ['mumble://salon.example/%E9', 'link-unreadable'],
    [`mumble://salon.example/${'a/'.repeat(11)}`, 'link-unreadable'],
    ['javascript:alert(1)', 'link-unreadable'],
  ])('%j is %s', (text, code) => {
    expect(problemOf(text)).toBe(code)
  })

  test('a page is a page', () => {
    expect(problemOf('https://pad.example/p/x')).toEqual({ kind: 'page', url: 'https://pad.example/p/x' })
    expect(problemOf('voir (https://pad.example/p/x), merci')).toEqual({
      kind: 'page',
      url: 'https://pad.example/p/x',
    })
  })

  test('any text is read without an exception, and only pages of the web come out', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map(text => `mumble://${text}`),
        ),
        text => {
          const read = readLink(text)
          if (read.ok && read.value.kind === 'page') expect(pageUrl(read.value.url)).toBe(read.value.url)
        },
      ),
    )
  })
})
