import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createExternalOpener, externalUrl } from '../../electron/external.ts'
import { logDouble } from './doubles.ts'

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

describe('createExternalOpener', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('opens five in ten seconds and no more, and never logs an address', async () => {
    const opened: string[] = []
    const { log, lines } = logDouble()
    const open = createExternalOpener({ open: async url => void opened.push(url), log })
    const answers: boolean[] = []
    for (let i = 0; i < 6; i += 1) answers.push(await open(`https://pad.example/secret-${i}`))
    expect(answers).toEqual([true, true, true, true, true, false])
    vi.advanceTimersByTime(10_000)
    expect(await open('https://pad.example/later')).toBe(true)
    expect(await open('file:///secret')).toBe(false)
    expect(opened).toHaveLength(6)
    expect(lines.join()).not.toContain('secret')
  })

  it('tells when the system refuses', async () => {
    const { log, lines } = logDouble()
    const open = createExternalOpener({ open: () => Promise.reject(new Error('no browser')), log })
    expect(await open('https://pad.example/')).toBe(false)
    expect(lines).toHaveLength(1)
  })
})
