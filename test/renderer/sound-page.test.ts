/** Recording, the light that says whose side the trouble is on, and the diagnosis, by keyboard in the real page. */
/// <reference types="node" />
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idleConnection as idle } from '../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { lineReport, peerLine } from './doubles/line.ts'
import { openStage, type Stage, type Visit, whyNot } from './doubles/stage.ts'

const picturesFolder = process.env.SCREENS_FOLDER ?? null
const texts = fr

describe.skipIf(whyNot !== null)(`the sound of a meeting${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 60_000)
  afterAll(() => stage?.close())

  const picture = async (page: Page, name: string) => {
    if (picturesFolder !== null) await page.screenshot({ path: join(picturesFolder, `sound-${name}.png`) })
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

  /** Enters the meeting that a new one makes. */
  async function enter({ page }: Visit) {
    await page.getByRole('button', { name: new RegExp(`^${texts.home['audio-title']}`) }).click()
    await button(page, texts.create.here).click()
    await button(page, texts.prejoin.enter).click()
    await button(page, texts.meeting['mic-open-name']).waitFor()
  }

  /** By keyboard: the menu of the bar, and one of its entries. */
  async function choose(page: Page, entry: string) {
    await button(page, texts.meeting.more).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: entry }).focus()
    await page.keyboard.press('Enter')
  }

  it('is recorded once everybody can see it, and one is told where it lies', {
    timeout: 60_000,
  }, async () => {
    const visit = await stage.visit({ width: 400, height: 760, pad: false })
    const { page, engine, complaints } = visit
    await enter(visit)
    await choose(page, texts.recording.menu)
    const dialog = page.getByRole('dialog')
    await dialog.getByText(texts.recording['ask-first']).waitFor()
    await picture(page, 'record')
    await page.keyboard.press('Tab')
    await button(page, texts.recording.start).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText(texts.recording.mine).waitFor()
    // The sign beside our name.
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Camille' })
      .getByText(texts.meeting['state-recording'])
      .waitFor()
    await page.getByText(/^0:0[2-9], /).waitFor()
    engine.tell(to => to.room([{ type: 'user', session: 10, changed: { recording: true } }]))
    const others = texts.recording.others_one.replace('{{names}}', 'Anouk')
    await page.getByRole('status').getByText(others).waitFor()
    await picture(page, 'recording')
    await button(page, texts.recording.stop).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Café du lundi.ogg').waitFor()
    await picture(page, 'recording-ended')
    engine.replace({ showRecording: async () => failed(problem('folder-not-shown')) })
    await button(page, texts.recording.show).click()
    await page.getByRole('alert').getByText(texts.problem['folder-not-shown'].what).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: texts.common.close, exact: true })
      .last()
      .click()
    expect(await page.getByRole('status').getByText(texts.recording.mine).count()).toBe(0)
    expect(complaints).toEqual([])
    await visit.close()
  })

  it('says why it is not recorded, and when a recording breaks off', { timeout: 60_000 }, async () => {
    const visit = await stage.visit({ pad: false })
    const { page, engine } = visit
    await enter(visit)
    engine.replace({ startRecording: async () => failed(problem('recording-refused')) })
    await choose(page, texts.recording.menu)
    await button(page, texts.recording.start).click()
    await page.getByRole('alert').getByText(texts.problem['recording-refused'].what).waitFor()
    await picture(page, 'record-refused')
    engine.replace({
      keepRecording: async () => failed(problem('disk-refused')),
    })
    await button(page, texts.recording.start).click()
    await page.getByRole('alert').getByText(texts.problem['disk-refused'].what).waitFor()
    await picture(page, 'recording-broken')
    await visit.close()
  })

  it('ends with the meeting, and the file is told of on the next screen', { timeout: 60_000 }, async () => {
    const visit = await stage.visit({ pad: false })
    const { page, engine } = visit
    await enter(visit)
    await choose(page, texts.recording.menu)
    await button(page, texts.recording.start).click()
    await page.getByText(/^0:0[1-9], /).waitFor()
    engine.replace({
      leave: async () => {
        engine.tell(to => to.connection({ ...idle }))
        return null
      },
    })
    await button(page, texts.meeting.leave).click()
    await page.getByRole('dialog').getByText('Café du lundi.ogg').waitFor()
    await visit.close()
  })

  it('has a light that names the side, in words, and the person whose line it is', {
    timeout: 60_000,
  }, async () => {
    const visit = await stage.visit({ width: 400, height: 760, pad: false })
    const { page, engine } = visit
    await enter(visit)
    await button(page, texts.connection.well).waitFor()
    let asked = 0
    engine.replace({
      lineReport: async sessions => {
        asked += 1
        const bad = { good: 4000 + asked * 50, late: 0, lost: asked * 50, resync: 0 }
        const peers = sessions.map(session => ({
          ...peerLine(session),
          ...(session === 12 ? { up: bad } : {}),
        }))
        return succeeded({ ...lineReport, peers })
      },
    })
    await button(page, texts.connection['theirs-poor']).waitFor({ timeout: 20_000 })
    await page
      .getByRole('listitem')
      .filter({ hasText: 'José' })
      .getByText(texts.meeting['state-line'])
      .waitFor()
    expect(await page.getByText(texts.meeting['state-line']).count()).toBe(1)
    await picture(page, 'theirs')
    await button(page, texts.connection['theirs-poor']).click()
    await page.getByText(texts.connection['reason-speaker-loss'].replace('{{name}}', 'José')).waitFor()
    await picture(page, 'theirs-words')
    await visit.close()
  })

  it('can be told to somebody who helps without telling who and where', { timeout: 60_000 }, async () => {
    const canary = 'canari'
    const visit = await stage.visit({
      width: 400,
      height: 760,
      settings: {
        userName: `Camille ${canary}`,
        microphone: `Casque ${canary}`,
        speaker: `Enceinte ${canary}`,
      },
    })
    const { page, engine, complaints } = visit
    await page.getByRole('button', { name: new RegExp(`^${texts.home['audio-title']}`) }).click()
    await page.getByRole('textbox').first().fill(`Réunion ${canary}`)
    await button(page, texts.create.here).click()
    await button(page, texts.prejoin.enter).click()
    await button(page, texts.meeting['mic-open-name']).waitFor()
    engine.tell(to => {
      to.room([
        { type: 'user', session: 10, changed: { name: `Anouk-${canary}`, hash: canary } },
        { type: 'channel', id: 1, changed: { name: `Salon-${canary}`, description: canary } },
      ])
      to.pad(`${engine.padUrl}?${canary}`)
      to.notice(problem('room-entry-refused', { reason: canary, host: `${canary}.example` }))
    })
    engine.replace({
      lineReport: async sessions =>
        succeeded({
          ...lineReport,
          serverVersion: `1.5.735 ${canary}.example`,
          peers: sessions.map(peerLine),
        }),
    })
    await button(page, texts.connection.well).focus()
    await page.keyboard.press('Enter')
    await button(page, texts.diagnostics.open).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: texts.diagnostics.heading }).waitFor()
    await page.getByText(texts.diagnostics['route-udp']).waitFor()
    await picture(page, 'diagnostics')
    await button(page, texts.diagnostics.copy).focus()
    await page.keyboard.press('Enter')
    await button(page, texts.common.copied).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain(texts.diagnostics['route-udp'])
    expect(copied).toContain('38')
    expect(copied).not.toMatch(new RegExp(canary, 'i'))
    expect(copied).not.toMatch(/anouk|camille|josé|marguerite|samir|example|127\.0\.0\.1|https?:/i)
    await button(page, texts.common.back).focus()
    await page.keyboard.press('Enter')
    await button(page, texts.meeting['mic-open-name']).waitFor()
    expect(complaints).toEqual([])
    await visit.close()
  })
})
