/**
 * Every screen in both languages and both themes (EVERY_LOOK=1: in each combination): no finding of axe, nothing that has to be scrolled
 * sideways in a window of 320 px, no complaint of the browser. SCREENS_FOLDER=… keeps a picture of each.
 */
/// <reference types="node" />
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, idleConnection } from '../../bridge/engine-api.ts'
import { failed, type Problem, problem, succeeded } from '../../bridge/problems.ts'
import en from '../../renderer/i18n/en.json' with { type: 'json' }
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { joinedConnection } from './doubles/answers.ts'
import { findingsOf, looks } from './doubles/looks.ts'
import { openStage, type Stage, whyNot } from './doubles/stage.ts'

const picturesFolder = process.env.SCREENS_FOLDER ?? null

const broken: Connection = { ...idleConnection, phase: 'reconnecting', problem: problem('server-silent') }
const kicked: Problem = problem('kicked', { by: 'Anouk', reason: 'Fin de la réunion' })
const newCertificate = problem('certificate-changed', {
  host: 'voix.moustaches.example',
  port: 64738,
  fingerprint: '9f2c4b7a1e0d8c6b5a493827160f5e4d3c2b1a09',
  known: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
})

describe.skipIf(whyNot !== null)(`the screens${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 60_000)
  afterAll(() => stage?.close())

  it.each(looks)('are clean in $language, $theme, $width px wide', { timeout: 120_000 }, async look => {
    const texts = look.language === 'fr' ? fr : en
    let joinProblem: Problem | null = null
    let hold: Promise<void> | null = null
    const { page, engine, complaints, close } = await stage.visit({
      settings: { language: look.language, theme: look.theme },
      width: look.width,
      height: look.height,
    })
    const findings: unknown[] = []
    const check = async (name: string) => {
      findings.push(...(await findingsOf(page)).map(finding => ({ screen: name, ...finding })))
      const file = `${look.language}-${look.theme}-${look.width}-${name}.png`
      if (picturesFolder !== null) await page.screenshot({ path: join(picturesFolder, file) })
    }
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const press = (name: string) => button(name).click()

    await page.getByRole('button', { name: /^Compte rendu AG/ }).waitFor()
    await check('home')
    await press(texts.home['join-button'])
    await page.getByRole('alert').waitFor()
    await check('home-problem')
    engine.tell(to => to.notice(problem('kept-set-aside', { file: 'places.json.unreadable-2026-03-01' })))
    const notices = page.getByRole('region', { name: texts.app.notices })
    await notices.waitFor()
    await check('home-notice')
    await notices.getByRole('button', { name: texts.common.close }).click()
    await press(texts.nav.settings)
    await page.getByRole('heading', { level: 1, name: texts.settings.heading }).waitFor()
    await check('settings')
    await press(texts.nav.places)
    await page.getByRole('button', { name: 'Compte rendu AG', exact: true }).waitFor()
    await check('places')
    await press(texts.places['back-up-name'].replace('{{title}}', 'Compte rendu AG'))
    await press(texts.places['export-html'])
    await page.getByText('mes-lieux.html').waitFor()
    await page.getByText(texts.places['save-failure'].silent).waitFor()
    await check('places-saved')
    const menuOf = (title: string) => press(texts.places.menu.replace('{{title}}', title))
    await menuOf('Café du lundi')
    await page.getByRole('menuitem', { name: texts.places.rename }).click()
    await button(texts.places['keep-title']).waitFor()
    await check('places-rename')
    await press(texts.common.cancel)
    await menuOf('Café du lundi')
    await page.getByRole('menuitem', { name: texts.places.forget }).click()
    await button(texts.places.undo).waitFor()
    await check('places-forgotten')
    await press(texts.nav.home)

    await page.getByRole('button', { name: new RegExp(`^${texts.home['sheet-title']}`) }).click()
    await button(texts.create.here).waitFor()
    await check('create-sheet')
    await press(texts.create.here)
    await page.frameLocator('iframe').getByRole('heading').waitFor()
    await check('page')
    await press(texts.common.back)
    await press(texts.nav.home)
    engine.replace({ mayFrame: async () => succeeded({ allowed: false, trouble: null, url: null }) })
    await page.getByRole('textbox', { name: texts.home['join-label'] }).fill(`${engine.padUrl}-sans-cadre`)
    await page.keyboard.press('Enter')
    await button(texts.page['unframed-try']).waitFor()
    await check('page-unframed')
    engine.replace({})
    await press(texts.nav.home)

    await page.getByRole('button', { name: new RegExp(`^${texts.home['poll-title']}`) }).click()
    await button(texts.create['here-site']).waitFor()
    await check('create-poll')
    await press(texts.create['here-site'])
    await press(texts.paste.keep)
    await page.getByRole('alert').waitFor()
    await check('paste-empty')
    const pasted = page.getByRole('textbox', { name: texts.paste.label })
    await pasted.fill('https://dates.moustaches.example/abc#cl%C3%A9')
    await pasted.press('Enter')
    await button(texts.paste.copy).waitFor()
    await check('paste-kept')
    await press(texts.common.back)

    await page.getByRole('button', { name: new RegExp(`^${texts.home['video-title']}`) }).click()
    await press(texts.create.here)
    await button(texts.call.enter).waitFor()
    await check('call-door')
    await press(texts.common.back)

    engine.replace({
      chooseHost: async () => failed(problem('no-host-answers', { tried: 'Les Moustaches (silent)' })),
    })
    await page.getByRole('button', { name: new RegExp(`^${texts.home['audio-title']}`) }).click()
    await page.getByRole('alert').waitFor()
    await check('create-failed')
    engine.replace({ chooseHost: () => new Promise(() => {}) })
    await press(texts.common['try-again'])
    await page.getByRole('progressbar').waitFor()
    await check('create-searching')
    await press(texts.common.back)
    const refuseEntry = async () => {
      await hold
      return failed(joinProblem ?? problem('internal'))
    }
    engine.replace({ join: refuseEntry })
    await page.getByRole('button', { name: new RegExp(`^${texts.home['audio-title']}`) }).click()
    await button(texts.create.here).waitFor()
    await check('create')
    const menu = new RegExp(`^${texts.wish.menu.replace('{{host}}', '')}`)
    await page.getByRole('button', { name: menu }).click()
    await check('wish-menu')
    await page.getByRole('menuitem', { name: texts.wish.always }).click()
    await button(texts.wish.undo).waitFor()
    await check('wish-given')
    await press(texts.create.choose)
    await page.getByRole('listbox', { name: texts.pick.list }).waitFor()
    await check('pick')
    engine.replace({ join: refuseEntry, addHost: async () => failed(problem('host-unrecognised')) })
    await page.getByRole('textbox', { name: texts.own.label }).fill('pad.example')
    await press(texts.own.add)
    await page.getByRole('alert').waitFor()
    await check('pick-problem')
    await page.getByRole('option', { name: 'Les Moustaches' }).click()
    await press(texts.create.here)
    await button(texts.mic.listen).waitFor()
    await check('door')
    joinProblem = problem('password-needed')
    await press(texts.prejoin.enter)
    await page.getByRole('alert').waitFor()
    await check('door-password')
    joinProblem = newCertificate
    await press(texts.prejoin['enter-muted'])
    await press(texts.prejoin['certificate-understand'])
    await check('certificate')
    await press(texts.prejoin['certificate-stop'])
    let release = () => {}
    hold = new Promise(resolve => {
      release = resolve
    })
    await press(texts.prejoin.enter)
    await button(texts.common.cancel).waitFor()
    await check('door-waiting')
    await press(texts.common.cancel)
    release()
    engine.replace({})
    await press(texts.prejoin.enter)

    await button(texts.meeting['mic-open-name']).waitFor()
    await page.frameLocator('iframe >> nth=-1').locator('h1').waitFor({ state: 'attached' })
    await check('meeting')
    for (const [name, opener] of [
      ['invite', texts.meeting.invite],
      ['help', texts.meeting.help],
      ['sound', texts.meeting['sound-settings']],
      ['connection', texts.connection.well],
    ] as const) {
      await press(opener)
      await page.getByRole('dialog').waitFor()
      await check(name)
      await page.getByRole('dialog').getByRole('button', { name: texts.common.close, exact: true }).click()
    }
    await press(texts.meeting.more)
    await check('meeting-more')
    await page.getByRole('menuitem', { name: texts.recording.menu }).click()
    await check('record')
    await press(texts.recording.start)
    await page.getByText(texts.recording.mine).waitFor()
    await page.getByText(/^0:0[1-9], /).waitFor()
    engine.tell(to => to.room([{ type: 'user', session: 10, changed: { recording: true } }]))
    await page.getByText(texts.recording.others_one.replace('{{names}}', 'Anouk')).waitFor()
    await check('recording')
    await press(texts.recording.stop)
    await page.getByText('Café du lundi.ogg').waitFor()
    await check('recording-ended')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: texts.common.close, exact: true })
      .last()
      .click()
    engine.tell(to => to.room([{ type: 'user', session: 10, changed: { recording: false } }]))
    await press(texts.meeting.more)
    await page.getByRole('menuitem', { name: texts.diagnostics.open }).click()
    await page.getByText(texts.diagnostics['route-udp']).waitFor()
    await check('diagnostics')
    await press(texts.common.back)
    await button(texts.meeting['mic-open-name']).waitFor()
    if (look.width < 720) {
      await page.getByRole('radio', { name: texts.kind.pad }).click()
      await check('meeting-pad')
    }
    await press(texts.meeting['mic-open-name'])
    engine.tell(to => {
      to.connection(broken)
      to.notice(problem('room-entry-refused', { reason: 'Denied' }))
      to.pad(`${engine.padUrl}-bis`)
    })
    await page.getByText(texts.connection.banner).waitFor()
    await check('meeting-trouble')
    engine.tell(to => to.connection({ ...joinedConnection, phase: 'ended', problem: kicked }))
    await button(texts.ended.rejoin).waitFor()
    await check('ended')
    engine.tell(to => to.notice(problem('opened-elsewhere')))
    await button(texts.taken['take-back']).waitFor()
    await check('taken')

    expect(findings).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
