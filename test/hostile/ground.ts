/** Where attacks are tried: the app in its browser with a hostile host's page open, and the same page undefended. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { type BrowserShell, startBrowserShell } from '../../browser/main.ts'
import { buildApp } from '../../build/app-build.ts'
import { demoDirectory } from '../../build/demo-directory.ts'
import { pageFolder } from '../../build/places.ts'
import type { CallHostDouble } from '../world/call-host-double.ts'
import { temporaryFolder } from '../world/children.ts'
import { type HostileBrowser, startHostileBrowser } from './browser.ts'
import { HOST_NAMES, type HostileHost, startHostileHost } from './hostile-host.ts'

export interface Ground {
  /** The app's window. */
  readonly page: Page
  readonly browser: HostileBrowser
  /** Of the app's own server. */
  readonly origin: string
  /** The one-time address that let the window in. */
  readonly address: string
  readonly host: HostileHost
  /** A host that lies on the internet, as far as the browser knows. */
  readonly farHost: HostileHost
  /** Opens a page of a hostile host in the app, as a person would who got its link. */
  openInApp(host: HostileHost, name: string): Promise<Frame>
  /** Puts away whatever is open in the app. */
  closeInApp(): Promise<void>
  /** The same page framed with nothing but these attributes: what the defences are measured by. */
  openUndefended(
    attributes?: { readonly allow?: string; readonly sandbox?: string },
    names?: { readonly outer?: string; readonly inner?: string },
  ): Promise<{ readonly page: Page; readonly frame: Frame }>
  close(): Promise<void>
}

/** @param callHost a host of video calls that the directory is to list, too */
export async function setGround(callHost?: Pick<CallHostDouble, 'origin' | 'keyHash'>): Promise<Ground> {
  await buildApp()
  const folder = temporaryFolder('ground')
  const [host, farHost] = await Promise.all([startHostileHost(), startHostileHost()])
  const directoryFile = join(folder.path, 'directory.json')
  writeFileSync(
    directoryFile,
    JSON.stringify(directoryOf(`${host.origin('pad.hostile')}/p/`, callHost?.origin)),
  )
  writeFileSync(join(folder.path, 'engine.json'), JSON.stringify({ settings: { language: 'fr' } }))
  const shell: BrowserShell = await startBrowserShell({
    dataFolder: folder.path,
    directoryFile,
    pageFolder,
    version: '0.0.0',
    switches: [],
    openWindow: false,
    say: () => undefined,
  })
  const browser = await startHostileBrowser(shell.address, [
    HOST_NAMES,
    `--ignore-certificate-errors-spki-list=${[host, farHost, callHost].map(each => each?.keyHash ?? '').join()}`,
    `--ip-address-space-overrides=127.0.0.1:${farHost.port}=public`,
    // Says yes for the person to what a call asks for, and to anything else that gets as far as asking.
    ...(callHost === undefined
      ? []
      : ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']),
  ])
  const { page, context } = browser
  await page.getByRole('textbox', { name: 'Votre invitation' }).waitFor({ timeout: 30_000 })
  return {
    page,
    browser,
    host,
    farHost,
    origin: new URL(shell.address).origin,
    address: shell.address,
    openInApp: async (at, name) => {
      const address = `${at.origin('pad.hostile')}/p/${name}`
      await page.bringToFront()
      await page.getByRole('textbox', { name: 'Votre invitation' }).fill(address)
      await page.getByRole('button', { name: 'Rejoindre' }).click()
      const frame = await (await page.waitForSelector(`iframe[src^="${address}"]`)).contentFrame()
      if (frame === null) throw new Error('the page is not framed')
      await frame.waitForURL(url => url.href.startsWith(address))
      return frame
    },
    closeInApp: async () => {
      await page.bringToFront()
      await page
        .getByRole('button', { name: /^Fermer/ })
        .first()
        .click()
      await page.locator('iframe').waitFor({ state: 'detached' })
    },
    openUndefended: async (attributes = {}, { outer = 'shell.control', inner = 'pad.hostile' } = {}) => {
      const opened = await context.newPage()
      const query = new URLSearchParams({ ...attributes, src: `${host.origin(inner)}/p/control` })
      await opened.goto(`${host.origin(outer)}/frames?${query}`)
      const frame = opened.frames()[1]
      if (frame === undefined) throw new Error('nothing is framed')
      return { page: opened, frame }
    },
    close: async () => {
      await browser.close()
      await shell.close()
      await Promise.all([host.stop(), farHost.stop()])
      folder.remove()
    },
  }
}

function directoryOf(padUrl: string, callOrigin: string | undefined) {
  const directory = demoDirectory({ mumblePort: 9, padUrl })
  if (callOrigin === undefined) return directory
  const call = { kind: 'video', software: 'Jitsi Meet', url: `${callOrigin}/` }
  return {
    ...directory,
    hosts: directory.hosts.map(host => ({ ...host, services: [...host.services, call] })),
  }
}
