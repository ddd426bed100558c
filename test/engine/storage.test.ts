import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstBuffer } from '../../bridge/audio-buffer.ts'
import { defaultSettings as bareDefaults } from '../../bridge/settings.ts'
import { loadIdentity } from '../../engine/identity.ts'
import { Storage } from '../../engine/storage.ts'
import { Trust } from '../../engine/trust.ts'

/** The sound's buffer depends on the computer. */
const defaultSettings = { ...bareDefaults, audioBuffer: firstBuffer(availableParallelism()) }

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

  test('the volume of each person is kept, in bounds', () => {
    const person = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
    const volumes = [{ person, loudness: 0.5, muted: true }]
    new Storage(folder).changeSettings({ volumes })
    expect(new Storage(folder).settings.volumes).toEqual(volumes)
    const keep = (settings: object) =>
      writeFileSync(join(folder, 'engine.json'), JSON.stringify({ settings }))
    for (const bad of [
      [{ person, loudness: 1000, muted: false }],
      [{ person: 'x'.repeat(200), loudness: 1, muted: true }],
      Array.from({ length: 301 }, (_, i) => ({ person: `name:${i}`, loudness: 1, muted: true })),
    ]) {
      keep({ volumes: bad, userName: 'Anna' })
      expect(new Storage(folder).settings).toEqual({ ...defaultSettings, userName: 'Anna' })
    }
  })

  test('switches of older versions become choices', () => {
    const keep = (settings: object) =>
      writeFileSync(join(folder, 'engine.json'), JSON.stringify({ settings }))
    keep({ echoCancellation: false, noiseSuppression: false })
    expect(new Storage(folder).settings).toMatchObject({ echoCancellation: 'never', noiseSuppression: 'off' })
    keep({ echoCancellation: true, noiseSuppression: true })
    expect(new Storage(folder).settings).toMatchObject({
      echoCancellation: 'auto',
      noiseSuppression: 'standard',
    })
    keep({ echoCancellation: 'always' })
    expect(new Storage(folder).settings).toMatchObject({ echoCancellation: 'always' })
  })

  test('a file cut short is set aside, not lost', () => {
    writeFileSync(join(folder, 'engine.json'), '{"settings": {"userName": "An')
    const storage = new Storage(folder)
    expect(storage.settings).toEqual(defaultSettings)
    expect(storage.setAside).toBe(join(folder, 'engine.json.unreadable'))
    expect(readFileSync(storage.setAside!, 'utf8')).toBe('{"settings": {"userName": "An')
    storage.changeSettings({ userName: 'Anna' })
    expect(new Storage(folder).setAside).toBeNull()
  })
})

describe('identity on disk', () => {
  test('is made once, kept, and readable by its owner only', async () => {
    const first = await loadIdentity(folder)
    expect(first.certificate).toContain('BEGIN CERTIFICATE')
    expect(await loadIdentity(folder)).toEqual(first)
    if (process.platform !== 'win32') expect(statSync(join(folder, 'identity.pem')).mode & 0o077).toBe(0)
  })

  test('that cannot be read is set aside before another is made: names are registered with it', async () => {
    const file = join(folder, 'identity.pem')
    writeFileSync(file, '-----BEGIN CERTIFICATE-----\nMIIC')
    const told: string[] = []
    const made = await loadIdentity(folder, moved => told.push(moved))
    expect(told).toEqual([`${file}.unreadable`])
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('-----BEGIN CERTIFICATE-----\nMIIC')
    expect(await loadIdentity(folder, moved => told.push(moved))).toEqual(made)
    expect(told).toHaveLength(1)
  })

  test('that a disk does not give is not made anew', async () => {
    mkdirSync(join(folder, 'identity.pem'))
    await expect(loadIdentity(folder)).rejects.toThrow('disk-refused')
  })
})

describe('the turn of the directory', () => {
  test('is kept, and nothing else in its place', () => {
    expect(new Storage(folder).directoryTurn).toBeNull()
    const turn = { address: 'https://hosts.example/d.json', at: 1000 }
    new Storage(folder).directoryTurn = turn
    expect(new Storage(folder).directoryTurn).toEqual(turn)
    writeFileSync(join(folder, 'engine.json'), JSON.stringify({ directoryTurn: { address: 7, at: 'x' } }))
    expect(new Storage(folder).directoryTurn).toBeNull()
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
