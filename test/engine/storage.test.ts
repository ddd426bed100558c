import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../bridge/settings.ts'
import { loadIdentity } from '../../engine/identity.ts'
import { Storage } from '../../engine/storage.ts'
import { Trust } from '../../engine/trust.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('settings on disk', () => {
  test('are the defaults at first, and what was changed afterwards', () => {
    expect(new Storage(folder).settings).toEqual(defaultSettings)
    new Storage(folder).changeSettings({ userName: 'Anna', theme: 'dark' })
    expect(new Storage(folder).settings).toEqual({ ...defaultSettings, userName: 'Anna', theme: 'dark' })
  })

  test('a field that does not fit falls back alone', () => {
    writeFileSync(
      join(folder, 'engine.json'),
      JSON.stringify({ settings: { userName: 'Anna', theme: 7, evil: 1 } }),
    )
    expect(new Storage(folder).settings).toEqual({ ...defaultSettings, userName: 'Anna' })
  })

  test('a file cut short is set aside, not lost', () => {
    writeFileSync(join(folder, 'engine.json'), '{"settings": {"userName": "An')
    expect(new Storage(folder).settings).toEqual(defaultSettings)
    expect(readdirSync(folder)).toContain('engine.json.unreadable')
  })
})

describe('identity on disk', () => {
  test('is made once, kept, and readable by its owner only', async () => {
    const first = await loadIdentity(folder)
    expect(first.certificate).toContain('BEGIN CERTIFICATE')
    expect(await loadIdentity(folder)).toEqual(first)
    if (process.platform !== 'win32') expect(statSync(join(folder, 'identity.pem')).mode & 0o077).toBe(0)
  })
})

describe('trust', () => {
  const address = { host: 'Salon.Example', port: 64_738 }
  const selfSigned = (digit: string) => ({ fingerprint: digit.repeat(64), vouchedFor: false })

  test('first seen is kept, known is known, changed is a stop', () => {
    const trust = new Trust(new Storage(folder))
    expect(trust.check(address, selfSigned('a'))).toBe('first')
    expect(trust.check({ ...address, host: 'salon.example' }, selfSigned('a'))).toBe('known')
    expect(() => trust.check(address, selfSigned('b'))).toThrow('certificate-changed')
    expect(() => trust.check(address, selfSigned('b'))).toThrow('certificate-changed')
    trust.accept(address, 'b'.repeat(64))
    expect(trust.check(address, selfSigned('b'))).toBe('known')
  })

  test('a certificate that an authority vouches for may be renewed, but not be replaced by a self-made one', () => {
    const trust = new Trust(new Storage(folder))
    expect(trust.check(address, { fingerprint: 'a'.repeat(64), vouchedFor: true })).toBe('vouched')
    expect(trust.check(address, { fingerprint: 'b'.repeat(64), vouchedFor: true })).toBe('vouched')
    expect(() => trust.check(address, selfSigned('c'))).toThrow('certificate-changed')
  })

  test('another port is another server', () => {
    const trust = new Trust(new Storage(folder))
    trust.check(address, selfSigned('a'))
    expect(trust.check({ ...address, port: 1 }, selfSigned('b'))).toBe('first')
  })
})
