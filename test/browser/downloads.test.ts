import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDownloads } from '../../browser/downloads.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['XDG_DOWNLOAD_DIR="$HOME/Téléchargements"', '/home/me/Téléchargements'],
  ['# comment\nXDG_DESKTOP_DIR="$HOME/Bureau"\nXDG_DOWNLOAD_DIR="/data/in"', '/data/in'],
  ['', '/home/me/Downloads'],
])('a desktop that says %j', async (content, downloads) => {
  writeFileSync(join(folder, 'user-dirs.dirs'), content)
  expect(await findDownloads('/home/me', folder)).toBe(downloads)
})

test('no desktop', async () => {
  expect(await findDownloads('/home/me', join(folder, 'none'))).toBe('/home/me/Downloads')
})
