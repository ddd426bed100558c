/** The built page in a real browser, before an engine double: where the tests look at it and use it. */
/// <reference types="node" />
import { type Browser, chromium, type Page } from 'playwright-core'
import type { EngineApi } from '../../../bridge/engine-api.ts'
import type { Settings } from '../../../bridge/settings.ts'
import { findBrowser } from '../../../browser/installed-browsers.ts'
import { addressBarPages } from '../../world/address-bar.ts'
import { findProgram } from '../../world/programs.ts'
import { shortLivedPage } from '../../world/short-lived-page.ts'
import { windowlessBrowser } from '../../world/system-packages.ts'
import { answers } from './answers.ts'
import { type EngineDouble, startEngineDouble } from './engine-double.ts'
import { buildPage } from './page-build.ts'
import { installPreloadDouble } from './preload-double.ts'
import { CUE_SAMPLE, installSoundDouble } from './sound-double.ts'

const found = findBrowser()

/** Why these tests cannot run here; null when they can. */
export const whyNot =
  found?.family === 'chromium' ? null : 'no Chromium, Chrome or Edge is installed: the page is not looked at'

export interface VisitOptions {
  readonly settings?: Partial<Settings>
  readonly width?: number
  readonly height?: number
  readonly reducedMotion?: 'reduce' | 'no-preference'
  /** Answers other than the double's usual ones. */
  readonly replaced?: Partial<EngineApi>
  /** Does the meeting have a pad? */
  readonly pad?: boolean
  /** Does the page run in Electron, as far as it can tell? */
  readonly electron?: boolean
  /** Does a test speak for the worklets, and read what they are told? */
  readonly soundDouble?: boolean
}

export interface Visit {
  readonly page: Page
  readonly engine: EngineDouble
  /** What the browser complained about: errors, and everything our policy refused. */
  readonly complaints: string[]
  close(): Promise<void>
}

export interface Stage {
  visit(options?: VisitOptions): Promise<Visit>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  if (found === null) throw new Error('there is no browser')
  const built = await buildPage()
  const browser = await chromium.launch({
    executablePath: findProgram(windowlessBrowser) ?? found.path,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      // No screen of a test has a graphics chip: what computes one takes a third of all the work.
      '--disable-gpu',
      shortLivedPage,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--disable-features=MediaRouter,OptimizationHints,${addressBarPages}`,
    ],
  })
  return {
    visit: options => visit(browser, built.folder, options),
    close: async () => {
      await browser.close()
      await built.remove()
    },
  }
}

async function visit(browser: Browser, folder: string, options: VisitOptions = {}): Promise<Visit> {
  const { settings = {}, width = 1200, height = 750, replaced = {}, pad = true } = options
  let engine: EngineDouble | null = null
  const own = answers({
    settings: { language: 'fr', theme: 'light', ...settings },
    padUrl: () => (pad ? (engine?.padUrl ?? null) : null),
    tell: say => engine?.tell(say),
    replaced,
  })
  const started = await startEngineDouble(folder, own)
  engine = started
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: options.reducedMotion ?? 'reduce',
    locale: 'fr-FR',
    permissions: ['microphone', 'camera', 'clipboard-read', 'clipboard-write'],
    // Call hosts are doubles behind a certificate of their own.
    ignoreHTTPSErrors: true,
  })
  if (options.electron === true) await context.addInitScript(installPreloadDouble)
  if (options.soundDouble === true) await context.addInitScript(installSoundDouble, CUE_SAMPLE)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(started.origin)
  await page.getByRole('heading', { level: 1, name: /Bonjour|Hello/ }).waitFor()
  return {
    page,
    engine: started,
    complaints,
    close: async () => {
      await context.close()
      await started.close()
    },
  }
}
