/** A plain Chromium window with the app's own switches, on a virtual cable. */
import { type Browser, chromium } from 'playwright-core'
import type { BufferFrames } from '../bridge/audio-buffer.ts'
import { findBrowser } from '../browser/installed-browsers.ts'
import { chromiumSwitches } from '../browser/launch.ts'

/** @param env the cable's, and DISPLAY */
export function openOnCable(env: Record<string, string>, buffer: BufferFrames): Promise<Browser> {
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: findBrowser()?.path ?? 'chromium',
    headless: false,
    chromiumSandbox: !asRoot,
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      ...chromiumSwitches('', asRoot, buffer).filter(name => !name.startsWith('--user-data-dir')),
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
    ],
    env: { ...(process.env as Record<string, string>), ...env },
  })
}
