import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createExternalOpener } from '../../electron/external.ts'
import { logDouble } from './doubles.ts'

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
