/** What home tells and leads to, in a real browser: notices of the engine, links of known hosts, pages without a frame. */
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import type { EngineApi } from '../../bridge/engine-api.ts'
import { linkFragment } from '../../bridge/outside-link.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { findingsOf } from './doubles/looks.ts'
import { whyNot } from './doubles/stage.ts'
import { button, invitation, toMeeting, visits } from './doubles/visits.ts'

const name = `home${whyNot === null ? '' : ` (${whyNot})`}`

describe.skipIf(whyNot !== null)(name, { timeout: 90_000 }, () => {
  const visit = visits()
  const notices = (page: Page) => page.getByRole('region', { name: fr.app.notices })
  const closers = (page: Page) => notices(page).getByRole('button', { name: fr.common.close })
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

  it('follows the link that the app was started with, once', async () => {
    const { page, engine } = await visit()
    await page.goto('about:blank')
    await page.goto(`${engine.origin}/${linkFragment(invitation)}`)
    await button(page, fr.prejoin.enter).waitFor()
    expect(page.url()).toBe(`${engine.origin}/`)
    await page.reload()
    await page.getByRole('textbox', { name: fr.home['join-label'] }).waitFor()
    expect(await button(page, fr.prejoin.enter).count()).toBe(0)
  })

  it('tells what the engine kept aside, reads it out once, and takes it along into a meeting and out', async () => {
    const { page, engine } = await visit()
    const told = () => page.getByRole('log').getByText(fr.problem['kept-set-aside'].what)
    engine.tell(to => to.notice(problem('kept-set-aside', { file: 'places.json' })))
    await notices(page).getByText('places.json').waitFor()
    await told().waitFor()
    await told().waitFor({ state: 'detached' })
    for (const screen of [fr.nav.settings, fr.nav.places, fr.nav.home]) {
      await button(page, screen).click()
      await notices(page).getByText('places.json').waitFor()
    }
    engine.tell(to => to.notice(problem('places-full')))
    await page.getByRole('log').getByText(fr.problem['places-full'].what).waitFor()
    expect(await told().count()).toBe(0)
    await toMeeting(page)
    expect(await closers(page).count()).toBe(2)
    await button(page, fr.meeting.leave).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await closers(page).count()).toBe(2)
    expect(await findingsOf(page)).toEqual([])
    await closers(page).first().click()
    expect(await closers(page).evaluate(element => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await notices(page).waitFor({ state: 'detached' })
    expect(await focused(page)).toMatch(/^Bonjour/)
  })

  it('leaves room for the notices beside an open service, and in a narrow window', async () => {
    const { page, engine } = await visit({ width: 400, height: 700 })
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(engine.padUrl)
    await page.keyboard.press('Enter')
    const field = page.frameLocator('iframe').getByLabel('Texte')
    await field.waitFor()
    engine.tell(to => to.notice(problem('kept-set-aside', { file: 'places.json' })))
    await notices(page).waitFor()
    await field.fill('Encore là')
    const [note, frame] = [await notices(page).boundingBox(), await page.locator('iframe').boundingBox()]
    expect(frame?.y ?? 0).toBeGreaterThanOrEqual((note?.y ?? 0) + (note?.height ?? 0))
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBeLessThanOrEqual(700)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
  })

  it('says of no place of the strip that one is there, among what else there is', async () => {
    const { page } = await visit()
    const current = page.getByRole('navigation').locator('[aria-current]')
    expect(await current.textContent()).toBe(fr.nav.home)
    await page.getByRole('button', { name: new RegExp(`^${fr.home['more-title']}`) }).click()
    await page.getByRole('heading', { level: 1, name: fr.more.heading }).waitFor()
    expect(await current.count()).toBe(0)
    await button(page, fr.nav.settings).click()
    await page.getByRole('heading', { level: 1, name: fr.settings.heading }).waitFor()
    expect(await current.textContent()).toBe(fr.nav.settings)
  })

  it('opens the link of a sheet as the sheet it is, and keeps it', async () => {
    const keepPasted = vi.fn<EngineApi['keepPasted']>(async () => failed(problem('places-full')))
    const { page, engine } = await visit({ replaced: { keepPasted } })
    const url = engine.padUrl
    engine.replace({
      keepPasted,
      readLink: async () =>
        succeeded({ kind: 'service', url, service: 'sheet', title: 'dépenses', hostName: 'La Pelote' }),
    })
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(url)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'dépenses' }).waitFor()
    await page.getByTitle(fr.page['frame-sheet'].replace('{{host}}', new URL(url).host)).waitFor()
    // It is open all the same, and what is to be done is told.
    await notices(page).getByText(fr.problem['places-full'].what).waitFor()
    expect(keepPasted.mock.calls).toEqual([[{ kind: 'sheet', title: 'dépenses', hostId: null, url }]])
  })

  it('shows no empty frame of a host that refuses frames, and its page in a window of its own', async () => {
    const mayFrame = vi.fn<EngineApi['mayFrame']>(async () =>
      succeeded({ allowed: false, trouble: null, url: null }),
    )
    const { page, engine } = await visit({ replaced: { mayFrame } })
    const url = engine.padUrl
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(url)
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/ne laisse pas afficher ses pages/)
      .waitFor()
    // The very address that the frame has, with the person's name in it.
    expect(mayFrame.mock.calls).toEqual([
      [{ url: expect.stringContaining(`${url}?userName=Camille&`), kind: 'pad', origin: engine.origin }],
    ])
    expect(await page.locator('iframe').count()).toBe(0)
    expect(await findingsOf(page)).toEqual([])
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      button(page, fr.page['open-window']).click(),
    ])
    await opened.getByLabel('Texte').waitFor()
    await opened.close()
    await button(page, fr.page['unframed-try']).click()
    await page.frameLocator('iframe').getByLabel('Texte').fill('Et pourtant')
    expect(mayFrame).toHaveBeenCalledTimes(1)
  })

  it('says that there is nothing to save yet, and why something was not saved', async () => {
    const { page, engine } = await visit()
    engine.replace({
      backUp: async () =>
        succeeded({
          folder: '/tmp/ici',
          files: ['/tmp/ici/liens.html'],
          failed: [{ url: 'https://pad.example.org/p/a', form: 'txt', status: 'too-often' }],
          empty: ['https://calc.example.org/b'],
        }),
    })
    const save = button(page, fr.places['back-up-name'].replace('{{title}}', 'Compte rendu AG'))
    await save.click()
    await page.getByText(`txt de pad.example.org (${fr.places['save-failure']['too-often']})`).waitFor()
    await page.getByText(fr.places['nothing-yet'].replace('{{host}}', 'calc.example.org')).waitFor()
    engine.replace({ backUp: async () => failed(problem('backup-failed', { reason: 'silent' })) })
    await save.click()
    await page.getByText(`: ${fr.places['save-failure'].silent}`).waitFor()
  })
})
