/** A hostile page in a pad's frame that reaches beyond it: for the whole screen, the window's name, and the disk. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TemporaryFolder, temporaryFolder } from '../world/children.ts'
import { atClick, nested } from './attacks.ts'
import { run } from './browser.ts'
import { type Ground, setGround } from './ground.ts'

/** A computer with much to do takes its time. */
const patient = { timeout: 20_000 }

let ground: Ground
let app: Page
let pad: Frame

beforeAll(async () => {
  ground = await setGround()
  app = ground.page
})
beforeEach(async () => {
  pad = await ground.openInApp(ground.host, 'evil')
})
afterEach(async () => {
  await app.evaluate(() => document.exitFullscreen().catch(() => undefined))
  for (const page of ground.browser.context.pages()) if (page !== app) await page.close()
  expect(app.url()).toBe(`${ground.origin}/`)
  await ground.closeInApp()
})
afterAll(() => ground?.close())

describe('the whole screen', () => {
  const take = `document.documentElement.requestFullscreen().then(() => 'taken', () => 'refused')`
  /** Paints all of its screen in one colour, with everything that lies above all else in its own page. */
  const paint = `for (const way of ['dialog', 'div']) {
    const over = document.createElement(way)
    over.style.cssText =
      'all: initial; position: fixed; inset: 0; width: 100vw; height: 100vh; background: #f00; z-index: 2147483647'
    document.body.append(over)
    if (way === 'dialog') over.showModal()
    else {
      over.popover = 'manual'
      over.showPopover()
    }
  }`
  const taker = () => app.evaluate(() => document.fullscreenElement?.tagName ?? null)
  const unpaint = () => {
    for (const painted of document.querySelectorAll('dialog, [popover]')) painted.remove()
  }
  /** How many colours are seen in a strip in the middle of the window, so far from its upper edge. */
  const coloursAt = async (page: Page, y: number) => {
    const picture = await page.screenshot({ clip: { x: 400, y, width: 400, height: 40 } })
    return app.evaluate(async base64 => {
      const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes]))
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      context?.drawImage(image, 0, 0)
      const pixels = context?.getImageData(0, 0, image.width, image.height).data.buffer
      return new Set(new Uint32Array(pixels ?? new ArrayBuffer(0))).size
    }, picture.toString('base64'))
  }

  test('is given at a click, under a note that names the host', async () => {
    const undefended = await ground.openUndefended({ allow: 'fullscreen' })
    expect(await atClick(undefended.frame, `${take}.finally(() => { ${paint} })`)).toBe('taken')
    await expect.poll(() => coloursAt(undefended.page, 600), patient).toBe(1)
    expect(await coloursAt(undefended.page, 30)).toBe(1)
    await undefended.page.close()

    await app.bringToFront()
    const note = app.locator('[popover]:popover-open')
    for (const frame of [pad, await nested(pad, ground.host)]) {
      expect(await atClick(frame, `${take}.finally(() => { ${paint} })`)).toBe('taken')
      await expect.poll(() => coloursAt(app, 600), patient).toBe(1)
      expect(await coloursAt(app, 30)).toBeGreaterThan(1)
      expect(await note.textContent()).toContain(new URL(ground.host.origin('pad.hostile')).host)
      await app.evaluate(() => document.exitFullscreen())
      await note.waitFor({ state: 'detached' })
      await run(frame, unpaint, null)
    }
  })

  // Chromium's own rule, as the next one.
  test('is not taken without a click', async () => {
    const request = () =>
      document.documentElement.requestFullscreen().then(
        () => 'taken',
        () => 'refused',
      )
    for (let i = 0; i < 20; i += 1) expect(await run(pad, request, null)).toBe('refused')
    expect(await run(await nested(pad, ground.host), request, null)).toBe('refused')
    expect(await taker()).toBeNull()
    expect(await atClick(pad, take)).toBe('taken')
    await expect.poll(taker, patient).toBe('IFRAME')
  })

  test('is given back at Escape: no frame keeps that key for itself', async () => {
    const keep = `navigator.keyboard.lock(['Escape']).then(() => 'kept', () => 'refused')`
    const alone = await ground.browser.context.newPage()
    await alone.goto(`${ground.host.origin('web.evil')}/p/alone`)
    expect(await atClick(alone.mainFrame(), keep)).toBe('kept')
    await alone.close()
    await app.bringToFront()
    expect(await atClick(pad, `${take}.then(() => ${keep})`)).toBe('refused')
  })
})

describe('the window’s name', () => {
  const flood = () => {
    for (let i = 0; i < 3000; i += 1) {
      document.title = `Session expirée ${i} ${'x'.repeat(i % 1000)}`
      history.replaceState(null, document.title, `#${i % 100}`)
      try {
        // Theirs to write only where frame and page are of one site.
        if (window.parent !== window) window.parent.document.title = document.title
      } catch {
        // Refused: the frame's own title is left.
      }
    }
  }
  /** As the browser itself calls the window, whatever the page thinks. */
  const windowName = async (page: Page) => {
    const session = await page.context().newCDPSession(page)
    const { targetInfo } = await session.send('Target.getTargetInfo')
    await session.detach()
    return targetInfo.title
  }

  test('stays ours, however often a page names itself', async () => {
    const undefended = await ground.openUndefended({}, { outer: 'shell.control', inner: 'shell.control' })
    await undefended.frame.evaluate(flood)
    await expect.poll(() => windowName(undefended.page), patient).toContain('Session expirée')
    await undefended.page.close()

    await app.bringToFront()
    const name = await windowName(app)
    expect(name).toContain('Chatière')
    for (const frame of [pad, await nested(pad, ground.host)]) await run(frame, flood, null)
    expect(await pad.title()).toContain('Session expirée')
    // Drawn anew after the flood, and answering as before.
    await app.getByRole('button', { name: 'Retour' }).click()
    await app.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
    await app.getByRole('navigation').getByRole('button', { name: /evil/ }).click()
    expect(await windowName(app)).toBe(name)
    expect(await app.getByText('Session expirée').count()).toBe(0)
  })
})

describe('the disk', () => {
  let folder: TemporaryFolder
  let secret: string
  beforeAll(() => {
    folder = temporaryFolder('secret')
    writeFileSync(join(folder.path, 'secret.html'), '<!doctype html><title>secret</title><p>secret')
    writeFileSync(join(folder.path, 'saved.html'), '<!doctype html><title>saved</title><p>saved')
    secret = pathToFileURL(join(folder.path, 'secret.html')).href
  })
  afterAll(() => folder.remove())

  const ways: Record<string, (to: string) => string> = {
    location: to => `location.assign('${to}')`,
    replace: to => `location.replace('${to}')`,
    link: to =>
      `document.body.insertAdjacentHTML('beforeend', '<a id=away href="${to}">x</a>'); away.click()`,
    window: to => `open('${to}')`,
    frame: to => `document.body.insertAdjacentHTML('beforeend', '<iframe src="${to}"></iframe>')`,
  }
  const shown = () =>
    ground.browser.context
      .pages()
      .flatMap(page => page.frames())
      .filter(frame => frame.url() === secret)

  // Chromium's own rule: only a page that lies on the disk itself leads there.
  test.each(Object.entries(ways))('is shown to no host: %s', async (_name, way) => {
    const saved = await ground.browser.context.newPage()
    await saved.goto(pathToFileURL(join(folder.path, 'saved.html')).href)
    await atClick(saved.mainFrame(), way(secret)).catch(() => 'gone')
    await expect.poll(() => shown().length, patient).toBe(1)
    for (const page of ground.browser.context.pages()) if (page !== app) await page.close()

    await app.bringToFront()
    await atClick(await nested(pad, ground.host), way(secret)).catch(() => 'gone')
    await atClick(pad, way(secret)).catch(() => 'gone')
    // A request of its own, after the others: they would have arrived by then.
    await run(pad, () => fetch('/after').then(() => null), null)
    expect(shown()).toEqual([])
  })

  test('is opened by no address that a person is given', async () => {
    await ground.closeInApp()
    await app.getByRole('textbox', { name: 'Votre invitation' }).fill(secret)
    await app.getByRole('button', { name: 'Rejoindre' }).click()
    await app.getByRole('alert').waitFor()
    expect(await app.locator('iframe').count()).toBe(0)
    expect(shown()).toEqual([])
    pad = await ground.openInApp(ground.host, 'evil')
  })
})

describe('files that it sends', () => {
  const evilNames = ['..%2F..%2Fevil.sh', '%2Ftmp%2Fevil', 'a%E2%80%AEgpj.txt', 'a%0Ab.txt', '.bashrc']
  /** Those that are whole: Chromium writes to files of its own first. */
  const files = () =>
    readdirSync(ground.browser.downloads).filter(name => !/^\.org\.chromium\.|\.crdownload$/.test(name))
  const send = (name: string) => `const link = document.createElement('a')
    link.href = '/file?file=${encodeURIComponent(name)}'
    link.download = ''
    link.click()`
  /** What is wrong with a file in that place. */
  const faultsOf = (path: string) => {
    const name = basename(path)
    const faults = {
      'outside of the folder': dirname(path) !== ground.browser.downloads,
      hidden: name.startsWith('.'),
      'a name that reads as another': /\p{C}/u.test(name),
    }
    return Object.entries(faults).flatMap(([fault, is]) => (is ? [fault] : []))
  }
  afterEach(() => {
    for (const name of readdirSync(ground.browser.downloads)) rmSync(join(ground.browser.downloads, name))
  })

  // Chromium's own rule for names; where a program takes them as they come is what the host wants.
  test.each(evilNames)('get a plain name in the one folder: %#', async sent => {
    const wanted = resolve(ground.browser.downloads, decodeURIComponent(sent))
    expect(faultsOf(wanted)).not.toEqual([])

    await atClick(pad, send(sent))
    await expect.poll(() => files().length, patient).toBe(1)
    const [name = ''] = files()
    const got = join(ground.browser.downloads, name)
    expect(faultsOf(got)).toEqual([])
    expect(readFileSync(got, 'utf8')).toBe('evil')
    expect(existsSync(wanted)).toBe(false)
  })

  // Chromium's own rule. With the preference profile.default_content_setting_values.automatic_downloads = 1 all come.
  test('come one at a time, unless a click asks for each', async () => {
    const flood = Array.from({ length: 30 }, (_, i) => `flood-${i}.txt`)
    for (const name of flood) await run(pad, code => void new Function(code)(), send(name))
    await expect.poll(files, patient).toEqual(['flood-0.txt'])
    // A request of its own, after the others: they would have arrived by then.
    await run(pad, () => fetch('/after').then(() => null), null)
    expect(ground.host.visits.filter(({ path }) => path.includes('flood-'))).toHaveLength(1)
    expect(files()).toHaveLength(1)
  })
})
