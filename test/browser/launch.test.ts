import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBrowser } from '../../browser/installed-browsers.ts'
import { chromiumSwitches, prepareChromiumProfile } from '../../browser/launch.ts'

const found =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path)

describe('finding a browser', () => {
  test('the first of the PATH that can hold the app', () => {
    const browser = findBrowser(
      { PATH: '/usr/local/bin:/usr/bin' },
      found('/usr/bin/firefox', '/usr/bin/google-chrome'),
    )
    expect(browser).toEqual({ name: 'Google Chrome', path: '/usr/bin/google-chrome', family: 'chromium' })
  })

  test('a browser chosen by hand, and none at all', () => {
    expect(findBrowser({ CHATIERE_BROWSER: '/opt/firefox/firefox' }, found())?.family).toBe('firefox')
    expect(findBrowser({ PATH: '/usr/bin' }, found())).toBeNull()
  })
})

test("Chromium's sandbox is off for root only", () => {
  expect(chromiumSwitches('/p', false)).not.toContain('--no-sandbox')
  expect(chromiumSwitches('/p', true)).toContain('--no-sandbox')
})

test('a new profile fetches no dictionaries and tells no addresses of the home; an old one is left alone', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'chatiere-profile-'))
  const file = join(profile, 'Default', 'Preferences')
  try {
    await prepareChromiumProfile(profile)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      browser: { enable_spellchecking: false },
      spellcheck: { dictionaries: [] },
      webrtc: { ip_handling_policy: 'default_public_interface_only' },
    })
    await writeFile(file, '{}')
    await prepareChromiumProfile(profile)
    expect(await readFile(file, 'utf8')).toBe('{}')
  } finally {
    await rm(profile, { recursive: true })
  }
})
