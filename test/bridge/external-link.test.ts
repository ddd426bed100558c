import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { externalUrl } from '../../bridge/external-link.ts'

describe('externalUrl', () => {
  it.each([
    ['https://chatons.org', 'https://chatons.org/'],
    ['HTTP://Example.org/a b', 'http://example.org/a%20b'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    ['MAILTO:a@example.org?Subject=Hello%20you&body=x', 'mailto:a@example.org?Subject=Hello%20you&body=x'],
    ['mailto:?subject=a+b', 'mailto:?subject=a+b'],
    ['mailto:a@example.org?attach=/etc/passwd&subject=x', 'mailto:a@example.org?subject=x'],
    ['mailto:a@example.org?%61ttach=/etc/passwd', 'mailto:a@example.org'],
    ['mailto:a" --attach "b', 'mailto:a%22%20--attach%20%22b'],
    ['https://user:secret@example.org/', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['ms-msdt:/id', null],
    ['smb://host/share', null],
    ['', null],
    [`https://example.org/${'x'.repeat(9000)}`, null],
    [`mailto:${'x'.repeat(9000)}`, null],
  ])('%s', (text, expected) => {
    expect(externalUrl(text)).toBe(expected)
  })

  it('never gives anything but one word with a known scheme', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string().map(text => `mailto:${text}`),
          fc.string(),
        ),
        text => {
          expect(externalUrl(text) ?? 'https:').toMatch(/^(?:https?|mailto):[^\s"<>]*$/)
        },
      ),
    )
  })
})
