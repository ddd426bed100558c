/** Open services in a real browser: what lives on, what sleeps, how one gets from one to the other. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { cardOf, hosts } from './doubles/hosts.ts'
import { findingsOf } from './doubles/looks.ts'
import { type VisitOptions, whyNot } from './doubles/stage.ts'
import { button, toMeeting, visits } from './doubles/visits.ts'

const name = `the open services${whyNot === null ? '' : ` (${whyNot})`}`
const filled = (text: string, values: Record<string, string>) =>
  text.replace(/\{\{(\w+)\}\}/g, (_all, key: string) => values[key] ?? '')

describe.skipIf(whyNot !== null)(name, { timeout: 90_000 }, () => {
  const visit = visits()

  /** Makes pads with these titles, each at an address of its own; the last one is in front. */
  async function visitWith(titles: readonly string[], options: VisitOptions = {}) {
    const visited = await visit(options)
    const { page, engine } = visited
    engine.replace({
      planService: async ({ title }) =>
        succeeded({
          url: `${engine.padUrl}-${encodeURIComponent(title)}`,
          host: cardOf(hosts[0]),
          creation: 'named',
        }),
    })
    for (const title of titles) {
      const door = page
        .getByRole('main')
        .getByRole('button', { name: new RegExp(`^${fr.home['pad-title']} `) })
      if ((await door.count()) === 0) await button(page, fr.nav.home).click()
      await door.click()
      await page.getByRole('textbox', { name: fr.create['title-label'] }).fill(title)
      await button(page, fr.create.here).click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
    }
    return visited
  }
  const frame = (page: Page, title: string) =>
    page.frameLocator(`iframe[src*="-${encodeURIComponent(title)}"]`).getByLabel('Texte')
  const entry = (page: Page, title: string) =>
    page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${title}`) })
  const focused = (page: Page) =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '',
    )

  it('live on while one is elsewhere', async () => {
    const { page } = await visitWith(['Courses', 'Menu'])
    await frame(page, 'Menu').fill('Soupe')
    await entry(page, 'Courses').click()
    await frame(page, 'Courses').fill('Poireaux')
    await button(page, fr.nav.settings).click()
    await button(page, fr.nav.home).click()
    await toMeeting(page)
    await button(page, fr.meeting.leave).click()
    await entry(page, 'Menu').click()
    expect(await frame(page, 'Menu').inputValue()).toBe('Soupe')
    await entry(page, 'Courses').click()
    expect(await frame(page, 'Courses').inputValue()).toBe('Poireaux')
    expect(await page.title()).toBe('Courses – Chatière')
  })

  it('keep the pad of a meeting through its breakdown, and let it go with the meeting', async () => {
    const { page, engine } = await visit()
    await toMeeting(page)
    const text = page.frameLocator('iframe').getByLabel('Texte')
    await text.fill('Ordre du jour')
    engine.dropLines()
    await page.getByText('5 personnes').waitFor()
    expect(await text.inputValue()).toBe('Ordre du jour')
    await button(page, fr.meeting.leave).click()
    await expect.poll(() => page.locator('iframe').count()).toBe(0)
  })

  it('are reached by Tab after their bar, one after the other, and back', async () => {
    const { page } = await visitWith(['Courses', 'Menu'])
    await button(page, fr.service.beside).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Courses/ })
      .click()
    await page.getByRole('separator').waitFor()
    await button(page, filled(fr.service['close-name'], { name: 'Menu' })).focus()
    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe('IFRAME')
    await page.keyboard.type('x')
    expect(await frame(page, 'Menu').inputValue()).not.toContain('x')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Tarte')
    expect(await frame(page, 'Menu').inputValue()).toContain('Tarte')
    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe(fr.service.split)
    await page.keyboard.press('Shift+Tab')
    await expect.poll(() => focused(page)).toBe('IFRAME')
    // From where the cursor was in the page, back to its beginning and out of it.
    const back = filled(fr.service['close-name'], { name: 'Menu' })
    for (let presses = 0; presses < 3 && (await focused(page)) === 'IFRAME'; presses++) {
      await page.keyboard.press('Shift+Tab')
      await page.waitForTimeout(100)
    }
    expect(await focused(page)).toBe(back)
  })

  it('take their turn with F6, from left to right and back to the app', async () => {
    const { page } = await visitWith(['Courses', 'Menu'], { electron: true })
    await button(page, fr.service.beside).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Courses/ })
      .click()
    await page.getByRole('separator').focus()
    await page.keyboard.press('F6')
    const entered = () =>
      page.evaluate(() => window.asked.filter(([call]) => call === 'focusView').map(([, id]) => id))
    expect(await entered()).toEqual(['service-2-1'])
    const leave = (id: string) =>
      page.evaluate(view => window.happen({ view: { id: view, type: 'left' } }), id)
    await leave('service-2-1')
    expect(await entered()).toEqual(['service-2-1', 'service-1-1'])
    await leave('service-1-1')
    expect(await focused(page)).toBe(fr.service.split)
  })

  it('lie beside each other as wide as one wants, and one remembers it', async () => {
    const { page } = await visitWith(['Courses', 'Menu'])
    await button(page, fr.service.beside).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Courses/ })
      .click()
    const border = page.getByRole('separator')
    await border.focus()
    await page.keyboard.press('ArrowLeft')
    expect(await border.getAttribute('aria-valuenow')).toBe('48')
    await page.keyboard.press('End')
    await expect.poll(async () => (await border.boundingBox())?.x).toBeGreaterThan(850)
    const box = await border.boundingBox()
    if (box === null) throw new Error('the border is not drawn')
    await page.mouse.move(box.x + box.width / 2, box.y + 100)
    await page.mouse.down()
    await page.mouse.move(760, box.y + 120, { steps: 5 })
    await page.mouse.up()
    const share = Number(await border.getAttribute('aria-valuenow'))
    expect(share).toBeGreaterThan(50)
    expect(share).toBeLessThan(70)
    await button(page, fr.nav.home).click()
    await entry(page, 'Menu').click()
    expect(await border.getAttribute('aria-valuenow')).toBe(String(share))
    await page.setViewportSize({ width: 700, height: 700 })
    await expect.poll(() => border.count()).toBe(0)
  })

  it('sleep when told to, say so, and wake where they were', async () => {
    const { page } = await visitWith(['Courses', 'Menu'])
    await button(page, filled(fr.open.all_other, { count: '2' })).click()
    await button(page, filled(fr.open['sleep-name'], { name: 'Courses' })).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('iframe').count()).toBe(1)
    await button(page, `Courses (${fr.service.asleep})`).waitFor()
    await entry(page, 'Courses').click()
    await frame(page, 'Courses').waitFor()
    expect(await page.locator('iframe').count()).toBe(2)
  })

  it('ask before what may not be saved is lost', async () => {
    const { page, engine } = await visit()
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(engine.padUrl.replace('/p/', '/x/'))
    await page.keyboard.press('Enter')
    const close = page.getByRole('button', { name: /^Fermer / })
    await page.frameLocator('iframe').getByLabel('Texte').waitFor()
    await close.focus()
    await page.keyboard.press('Tab')
    await expect.poll(() => focused(page)).toBe('IFRAME')
    await page.waitForTimeout(500)
    await close.click()
    await page.getByRole('alertdialog').getByText(fr.service.unsaved).waitFor()
    await button(page, fr.service['keep-open']).click()
    await close.click()
    await button(page, fr.service['do-close']).click()
    await page.getByRole('heading', { name: /^Bonjour/ }).waitFor()
  })

  it('are zoomed, and the host keeps its zoom', async () => {
    const { page } = await visitWith(['Courses'])
    const scale = () => page.locator('iframe').evaluate(element => element.style.transform)
    await button(page, fr.service['zoom-in']).click()
    await expect.poll(scale).toBe('scale(1.1)')
    await button(page, filled(fr.service['close-name'], { name: 'Courses' })).click()
    await page.getByRole('main').getByRole('button', { name: /^Pad / }).click()
    await button(page, fr.create.here).click()
    await expect.poll(scale).toBe('scale(1.1)')
  })

  it('have no abilities that their frame must not have', async () => {
    const { page } = await visitWith(['Courses'])
    const given = await page
      .locator('iframe')
      .evaluate(element => [element.getAttribute('sandbox'), element.getAttribute('allow')])
    expect(given).toEqual([
      'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox',
      "clipboard-write; fullscreen; picture-in-picture 'none'",
    ])
  })

  it('tell in Electron what their pages tell: name, news, sound, where they went', async () => {
    const { page, engine } = await visit({ electron: true })
    const tell = (view: Record<string, unknown>) =>
      page.evaluate(event => window.happen({ view: { id: 'service-1-1', ...event } as never }), view)
    const asked = (call: string) =>
      page.evaluate(
        wanted => window.asked.filter(([what]) => what === wanted).map(([, ...rest]) => rest),
        call,
      )
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(engine.padUrl)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await asked('openView')).length).toBe(1)
    await tell({ type: 'loaded', title: '(3) Salon' })
    await page.getByRole('heading', { level: 1, name: 'Salon' }).waitFor()
    await tell({ type: 'audible', on: true })
    await button(page, `Salon (3 nouveautés, ${fr.service['state-audible']})`).waitFor()
    await tell({ type: 'address', url: `${engine.padUrl}/r/2`, canGoBack: true })
    await button(page, fr.page['copy-link']).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${engine.padUrl}/r/2`)
    await button(page, fr.service.back).click()
    await button(page, fr.service.print).click()
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('lé')
    await tell({ type: 'found', current: 1, total: 4 })
    await page.getByText('1 sur 4').waitFor()
    expect(await findingsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect((await asked('commandView')).map(([, command]) => command)).toEqual([
      { type: 'back' },
      { type: 'print' },
      { type: 'find', text: 'l', forward: true },
      { type: 'find', text: 'lé', forward: true },
      { type: 'stop-find' },
    ])
    await tell({ type: 'key', key: 'zoom-in' })
    await button(page, filled(fr.service['zoom-reset'], { percent: '110\u00a0%' })).waitFor()
  })

  it('show in Electron what they send, and end it when told to', async () => {
    const { page } = await visitWith(['Courses'], { electron: true })
    const host = new URL(
      (await page.evaluate(() => window.asked.find(([call]) => call === 'openView')?.[1] as { url: string }))
        .url,
    ).host
    const download = {
      id: 'd1',
      name: 'notes.odt',
      host,
      receivedBytes: 1000,
      totalBytes: 4000,
      state: 'running',
    }
    const come = (changed: Record<string, unknown> = {}) =>
      page.evaluate(file => window.happen({ download: file as never }), { ...download, ...changed })
    await come()
    await page
      .getByRole('log')
      .getByText(filled(fr.downloads['said-began'], { name: 'notes.odt' }))
      .waitFor()
    expect(await page.getByRole('progressbar', { name: /notes\.odt/ }).getAttribute('value')).toBe('0.25')
    await button(page, filled(fr.downloads['cancel-name'], { name: 'notes.odt' })).click()
    await come({ state: 'done', receivedBytes: 4000 })
    await page
      .getByRole('log')
      .getByText(filled(fr.downloads['said-done'], { name: 'notes.odt' }))
      .waitFor()
    await button(page, filled(fr.downloads['show-name'], { name: 'notes.odt' })).click()
    const calls = await page.evaluate(() => window.asked.filter(([call]) => /Download$/.test(call)))
    expect(calls).toEqual([
      ['cancelDownload', 'd1'],
      ['showDownload', 'd1'],
    ])
    expect(await findingsOf(page)).toEqual([])
  })

  it('forget in Electron what a host kept here, in two steps', async () => {
    const { page } = await visitWith(['Courses'], { electron: true })
    await page.getByRole('button', { name: /qui est-ce/ }).click()
    await page.getByText(fr.service['host-unknown']).waitFor()
    await button(page, fr.service.wipe).click()
    expect(await page.evaluate(() => window.asked.some(([call]) => call === 'wipeHost'))).toBe(false)
    await button(page, fr.service['wipe-do']).click()
    await page.getByRole('dialog').getByText(fr.service.wiped).waitFor()
    const [wiped] = await page.evaluate(() => window.asked.filter(([call]) => call === 'wipeHost'))
    expect(wiped?.[1]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('tell in a browser how to erase there what a host kept here', async () => {
    const { page } = await visitWith(['Courses'])
    await page.getByRole('button', { name: /qui est-ce/ }).click()
    await page.getByRole('dialog').getByText(fr.service['wipe-browser']).waitFor()
    expect(await button(page, fr.service.wipe).count()).toBe(0)
    expect(await findingsOf(page)).toEqual([])
  })

  it.each([
    [1200, 750, 'light'],
    [512, 384, 'dark'],
    [320, 640, 'light'],
  ] as const)('are clean %i px wide', async (width, height, theme) => {
    const { page } = await visitWith(['Courses', 'Menu'], { width, height, settings: { theme } })
    const findings = [...(await findingsOf(page))]
    await button(page, filled(fr.open.all_other, { count: '2' })).click()
    await page.getByRole('dialog').waitFor()
    findings.push(...(await findingsOf(page)))
    await button(page, filled(fr.open['sleep-name'], { name: 'Menu' })).click()
    await page.keyboard.press('Escape')
    await button(page, fr.service.wake).waitFor()
    findings.push(...(await findingsOf(page)))
    await page.getByRole('button', { name: /qui est-ce/ }).click()
    await page.getByText(fr.service['host-unknown']).waitFor()
    findings.push(...(await findingsOf(page)))
    await page.keyboard.press('Escape')
    if (width > 820) {
      await button(page, fr.service.beside).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Courses/ })
        .click()
      await page.getByRole('separator').waitFor()
      findings.push(...(await findingsOf(page)))
    }
    expect(findings).toEqual([])
  })
})
