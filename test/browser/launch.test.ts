import { describe, expect, test } from 'vitest'
import { findBrowser } from '../../browser/installed-browsers.ts'
import { chromiumSwitches } from '../../browser/launch.ts'

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
