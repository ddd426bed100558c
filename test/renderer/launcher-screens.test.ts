/** The launcher's screens and all their states in every look: as in screens.test.ts. */
/// <reference types="node" />
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failed, problem } from '../../bridge/problems.ts'
import en from '../../renderer/i18n/en.json' with { type: 'json' }
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { findingsOf, looks } from './doubles/looks.ts'
import { openStage, type Stage, whyNot } from './doubles/stage.ts'

const picturesFolder = process.env.SCREENS_FOLDER ?? null
const told = { kind: 'pad', url: 'x', hostName: 'La Pelote', exports: [], lifetimeDays: null }
const list = JSON.stringify({ places: [{ title: 'Noces', addresses: [told] }, null] })

describe.skipIf(whyNot !== null)(`the launcher${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 60_000)
  afterAll(() => stage?.close())

  it.each(looks)('is clean in $language, $theme, $width px wide', { timeout: 120_000 }, async look => {
    const { language, theme, width, height } = look
    const texts = language === 'fr' ? fr : en
    const { page, engine, complaints, close } = await stage.visit({
      settings: { language, theme },
      width,
      height,
    })
    const findings: unknown[] = []
    const check = async (name: string) => {
      findings.push(...(await findingsOf(page)).map(finding => ({ screen: name, ...finding })))
      const file = `${language}-${theme}-${width}-${name}.png`
      if (picturesFolder !== null) await page.screenshot({ path: join(picturesFolder, file) })
    }
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const press = (name: string) => button(name).click()
    const tile = (title: string) => page.getByRole('button', { name: new RegExp(`^${title}`) })

    await button(texts.places['open-name'].replace('{{title}}', 'Compte rendu AG')).waitFor()
    await check('home-ending')
    await press(texts.places['back-up-name'].replace('{{title}}', 'Compte rendu AG'))
    await page.getByText(texts.places['save-failure'].silent).waitFor()
    await check('home-saved')

    await press(texts.nav.settings)
    await page.getByText(texts.settings['hosts-back'], { exact: true }).scrollIntoViewIfNeeded()
    await check('settings-hosts')
    await press(texts.settings['hosts-back-name'].replace('{{host}}', 'visio.moustaches.example'))
    await press(texts.settings['hosts-ask-name'].replace('{{host}}', 'meet.pelote.example'))
    await page.getByText(texts.settings['hosts-none']).waitFor()
    await check('settings-hosts-none')

    await press(texts.nav.places)
    await button('Café du lundi').waitFor()
    const files = page.locator('input[type=file]')
    const choose = (text: string) =>
      files.setInputFiles({ name: 'lieux.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await choose(list)
    await button(texts.places['import-take_one']).waitFor()
    await check('places-import')
    await press(texts.places['import-take_one'])
    await button('Noces').waitFor()
    await check('places-imported')
    engine.replace({ importPlaces: async () => failed(problem('import-unreadable')) })
    await choose('x')
    await page.getByText(texts.problem['import-unreadable'].what).waitFor()
    await check('places-import-failed')
    await press(texts.nav.home)

    engine.replace({ listMore: () => new Promise(() => {}) })
    await tile(texts.home['more-title']).click()
    await page.getByRole('progressbar').waitFor()
    await check('more-loading')
    await press(texts.common.back)
    engine.replace({ listMore: async () => failed(problem('directory-unreadable')) })
    await tile(texts.home['more-title']).click()
    await page.getByRole('alert').waitFor()
    await check('more-failed')
    engine.replace({})
    await press(texts.common['try-again'])
    await page.getByRole('option', { name: /^Nuage/ }).waitFor()
    await check('more')
    await page.getByRole('listbox').focus()
    await page.keyboard.press('ArrowDown')
    await check('more-focus')
    await page.getByRole('textbox', { name: texts.more.search }).fill('moulin')
    await page.getByText(texts.more['no-match']).waitFor()
    await check('more-no-match')
    await press(texts.common.back)

    await tile(texts.home['sheet-title']).click()
    await press(texts.wish.menu.replace('{{host}}', 'Gouttière libre'))
    await page.getByRole('menuitem', { name: texts.own['remove-it'] }).waitFor()
    await check('own-menu')
    await page.keyboard.press('Escape')
    await press(texts.common.back)
    await tile(texts.home['pad-title']).click()
    await button(texts.create.here).waitFor()
    await check('card')
    await press(texts.create.choose)
    await page.getByRole('option', { name: /^Les Moustaches/ }).waitFor()
    await check('pick-own')
    await page.getByRole('button', { name: new RegExp(texts.pick.software) }).click()
    await page.getByRole('option', { name: 'Mumble', exact: true }).waitFor()
    await check('pick-select')

    expect(findings).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
