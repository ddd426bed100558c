/** Our own sound in a meeting, in the real page on every screen: what is heard, told and shown of it. */
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import type { EngineApi } from '../../bridge/engine-api.ts'
import { succeeded } from '../../bridge/problems.ts'
import { defaultSettings } from '../../bridge/settings.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { type Cue, renderCue } from '../../renderer/voice/cues.ts'
import { startCallHostDouble } from '../world/call-host-double.ts'
import { cardOf, factsOf } from './doubles/hosts.ts'
import { findingsOf } from './doubles/looks.ts'
import { CUE_SAMPLE } from './doubles/sound-double.ts'
import { whyNot } from './doubles/stage.ts'
import { button, toMeeting, visits } from './doubles/visits.ts'

const name = `one’s own sound in a meeting${whyNot === null ? '' : ` (${whyNot})`}`

const calm = { rmsDb: -60, peakDb: -50, speaking: false, silent: false, advice: null, suppression: 'resting' }

/** So many level reports, as the capture worklet makes them ten times a second. */
const tellLevels = (page: Page, level: Partial<Record<keyof typeof calm, unknown>>, count = 1) =>
  page.evaluate(
    ([data, times]) => {
      for (let i = 0; i < times; i++) window.report('chatiere-capture', { type: 'level', level: { ...data } })
    },
    [{ ...calm, ...level }, count] as const,
  )

const cuesOf = (page: Page) => page.evaluate(() => window.cuesPlayed)
const sampleOf = (cue: Cue) => renderCue(cue)[CUE_SAMPLE] ?? 0

const gainsOf = (page: Page) =>
  page.evaluate(() =>
    window.toWorklets.flatMap(([, { type, session, gain }]) => (type === 'gain' ? [[session, gain]] : [])),
  )

/** From the meeting to the home screen over it. */
async function goHome(page: Page) {
  await button(page, fr.meeting.more).click()
  await page.getByRole('menuitem', { name: fr.meeting['open-else'] }).click()
  await button(page, fr.strip.back).waitFor()
}

const strip = (page: Page) => page.getByRole('region', { name: fr.strip.label })

describe.skipIf(whyNot !== null)(name, { timeout: 60_000 }, () => {
  const visit = visits()
  const enter = async (options: Parameters<typeof visit>[0] = {}) => {
    const opened = await visit({ pad: false, soundDouble: true, ...options })
    await toMeeting(opened.page)
    await vi.waitFor(() => tellLevels(opened.page, {}))
    return opened
  }

  it('plays its short sounds on every screen, each once', async () => {
    const { page, engine } = await enter()
    const heard = async (...cues: Cue[]) => {
      await expect.poll(() => cuesOf(page)).toHaveLength(cues.length)
      const samples = await cuesOf(page)
      cues.forEach((cue, index) => {
        expect(samples[index]).toBeCloseTo(sampleOf(cue), 4)
      })
    }
    await button(page, fr.meeting['mic-open-name']).click()
    await heard('mute')
    await goHome(page)
    await button(page, fr.meeting['mic-muted-name']).click()
    await heard('mute', 'unmute')
    engine.tell(to => to.room([{ type: 'user', session: 50, changed: { name: 'Nina', channelId: 1 } }]))
    await heard('mute', 'unmute', 'join')
    await page.getByRole('log').getByText('Nina arrive.').waitFor()
    engine.tell(to => to.room([{ type: 'user-removed', session: 50 }]))
    await heard('mute', 'unmute', 'join', 'leave')
  })

  it('says on every screen that one talks while muted', async () => {
    const { page } = await enter()
    const words = page.getByRole('status').getByText(fr.meeting['talking-while-muted'])
    await tellLevels(page, { speaking: true })
    await button(page, fr.meeting['mic-open-name']).click()
    await words.waitFor()
    await tellLevels(page, {})
    await words.waitFor({ state: 'detached' })
    await goHome(page)
    await tellLevels(page, { speaking: true })
    await strip(page).getByText(fr.meeting['talking-while-muted']).waitFor()
    expect(await words.count()).toBe(1)
  })

  it('does not say so in a call, where one is heard', async () => {
    const host = await startCallHostDouble()
    host.behave({})
    const planService: EngineApi['planService'] = async () =>
      succeeded({ url: `${host.origin}/Gouter`, host: cardOf(factsOf('moustaches')), creation: 'named' })
    const { page } = await enter({ replaced: { planService } })
    await button(page, fr.meeting.video).click()
    await button(page, fr.create.here).click()
    await button(page, fr.call.enter).click()
    await strip(page).getByRole('button', { name: fr.meeting['mic-muted-name'] }).waitFor()
    await tellLevels(page, { speaking: true })
    await page.waitForTimeout(1500)
    expect(await strip(page).getByText(fr.meeting['talking-while-muted']).count()).toBe(0)
    await host.stop()
  })

  it('gives advice on one’s level while one speaks, and none to who is muted', async () => {
    const { page } = await enter()
    const words = page.getByRole('status').getByText(fr['level-advice'].clipping)
    await tellLevels(page, { speaking: true, advice: 'clipping' }, 5)
    expect(await words.count()).toBe(0)
    await tellLevels(page, { speaking: true, advice: 'clipping' }, 40)
    await words.waitFor()
    expect(await findingsOf(page)).toEqual([])
    await goHome(page)
    await words.waitFor()
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.meeting['mic-open-name']).click()
    await tellLevels(page, { speaking: true, advice: 'clipping' }, 40)
    await words.waitFor({ state: 'detached' })
  })

  it('says once, on every screen, that the microphone still hears the others', async () => {
    const { page } = await enter({ settings: { echoCancellation: 'always' } })
    await page.evaluate(() => window.report('chatiere-capture', { type: 'echo', ms: 40 }))
    const what = fr['voice-problem']['echo-remains'].what
    await page.getByRole('log').getByText(what).waitFor()
    await page.getByRole('main').getByText(what).waitFor()
    await goHome(page)
    await strip(page).getByText(what).waitFor()
    expect(await strip(page).getByRole('alert').count()).toBe(0)
    expect(await strip(page).getByRole('button', { name: fr.common['try-again'] }).count()).toBe(0)
  })

  it('shows on every screen who records', async () => {
    const { page, engine } = await enter({ width: 400, height: 760 })
    await button(page, fr.meeting.more).click()
    await page.getByRole('menuitem', { name: fr.recording.menu }).click()
    await button(page, fr.recording.start).click()
    await page.getByRole('status').getByText(fr.recording.mine).waitFor()
    await goHome(page)
    await strip(page).getByText(fr.recording.mine).waitFor()
    engine.tell(to => to.room([{ type: 'user', session: 10, changed: { recording: true } }]))
    await strip(page).getByText(fr.recording.others_one.replace('{{names}}', 'Anouk')).waitFor()
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.recording.stop).click()
    await page.getByRole('dialog').getByText('Café du lundi.ogg').waitFor()
  })

  it('talks by key and by button on every screen', async () => {
    const { page } = await enter({ settings: { transmission: 'push-to-talk', pushToTalkKey: 'KeyV' } })
    await goHome(page)
    const talk = strip(page).getByRole('button', { name: new RegExp(fr.meeting['talk-hold']) })
    const held = () => talk.getAttribute('aria-pressed')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.down('KeyV')
    await expect.poll(held).toBe('true')
    await page.keyboard.up('KeyV')
    await expect.poll(held).toBe('false')
    await button(page, fr.nav.settings).click()
    await button(page, fr.settings['ptt-change']).click()
    await page.keyboard.down('KeyV')
    expect(await held()).toBe('false')
    await page.keyboard.up('KeyV')
  })

  it('hears each person as loudly as one likes, and remembers it by who they are', async () => {
    const changeSettings = vi.fn<EngineApi['changeSettings']>(async () => succeeded(defaultSettings))
    const { page, engine } = await enter({ width: 400, height: 760, replaced: { changeSettings } })
    const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
    engine.tell(to => to.room([{ type: 'user', session: 10, changed: { hash } }]))
    const row = page.getByRole('listitem').filter({ hasText: 'Anouk' })
    const opener = button(page, fr.meeting['hear-menu'].replace('{{name}}', 'Anouk'))
    await opener.focus()
    await page.keyboard.press('Enter')
    const slider = page.getByRole('slider', { name: fr.meeting.volume })
    await slider.focus()
    for (let presses = 0; presses < 10; presses++) await page.keyboard.press('ArrowRight')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^200/)
    await page.getByText(fr.meeting['volume-help']).waitFor()
    expect(await findingsOf(page)).toEqual([])
    await expect
      .poll(() => changeSettings.mock.lastCall?.[0].volumes)
      .toEqual([{ person: hash, loudness: 2, muted: false }])
    const last = async () => (await gainsOf(page)).at(-1)
    await expect.poll(async () => (await last())?.[0]).toBe(10)
    expect((await last())?.[1]).toBeCloseTo(10 ** 0.5, 3)
    await page.getByRole('switch', { name: fr.meeting.unhear }).focus()
    await page.keyboard.press('Space')
    await expect.poll(last).toEqual([10, 0])
    await page.keyboard.press('Escape')
    await row.getByText(fr.meeting['state-unheard']).waitFor()
    await expect.poll(() => opener.evaluate(element => element === document.activeElement)).toBe(true)
    expect(await findingsOf(page)).toEqual([])
    // Back under another session and another name.
    engine.tell(to =>
      to.room([
        { type: 'user-removed', session: 10 },
        { type: 'user', session: 60, changed: { name: 'Nouk', hash, channelId: 1 } },
      ]),
    )
    await expect.poll(last).toEqual([60, 0])
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Nouk' })
      .getByText(fr.meeting['state-unheard'])
      .waitFor()
    await button(page, fr.meeting['hear-menu'].replace('{{name}}', 'Nouk')).click()
    await button(page, fr.meeting['volume-reset']).click()
    await expect.poll(last).toEqual([60, 1])
    await expect.poll(() => changeSettings.mock.lastCall?.[0].volumes).toEqual([])
  })

  it('lets a refused microphone be tried again, in the meeting and over it', async () => {
    const { page } = await enter()
    const refuse = (on: boolean) =>
      page.evaluate(refused => {
        const devices = navigator.mediaDevices
        if (refused) devices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
        else Reflect.deleteProperty(devices, 'getUserMedia')
      }, on)
    await refuse(true)
    // The track ends, as it does when the permission is taken back.
    await page.evaluate(() => window.report('chatiere-capture', { type: 'echo', ms: 40 }))
    const what = fr['voice-problem']['microphone-denied'].what
    await page.getByRole('main').getByText(what).waitFor()
    await button(page, fr.common['try-again']).click()
    await page.getByText(fr['voice-problem-try'].failed).waitFor()
    expect(await findingsOf(page)).toEqual([])
    await goHome(page)
    await refuse(false)
    await strip(page).getByRole('button', { name: fr.common['try-again'] }).focus()
    await page.keyboard.press('Enter')
    await strip(page).getByText(what).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  })

  it('plays oneself back in two ways, in a meeting, and says when they sound alike', async () => {
    const { page } = await enter()
    await button(page, fr.meeting['sound-settings']).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(fr.mic['listen-alone']).waitFor()
    expect(await dialog.getByRole('group', { name: fr.mic.compare }).count()).toBe(0)
    await dialog.getByRole('button', { name: fr.mic.listen }).click()
    await dialog.getByRole('button', { name: fr.mic['listen-recording'] }).waitFor()
    await tellLevels(page, { speaking: true })
    const both = dialog.getByRole('group', { name: fr.mic.compare })
    await both.getByText(fr.mic['compare-rested']).waitFor({ timeout: 10_000 })
    expect(await findingsOf(page)).toEqual([])
    const replays = () =>
      page.evaluate(() => window.toWorklets.filter(([, { type }]) => type === 'replay').length)
    const before = await replays()
    await both.getByRole('button', { name: fr.mic['play-plain'] }).click()
    await both.getByRole('button', { name: fr.mic['play-conditioned'] }).click()
    expect(await replays()).toBe(before + 2)
    await dialog.getByRole('button', { name: fr.mic.listen }).waitFor({ timeout: 10_000 })
    await dialog.getByRole('button', { name: fr.mic.listen }).click()
    await dialog.getByRole('button', { name: fr.mic['listen-recording'] }).waitFor()
    await tellLevels(page, { speaking: true, suppression: 'working' })
    await both.getByText(fr.mic['compare-help']).waitFor({ timeout: 10_000 })
  })

  it('plays oneself back in the settings, outside of any meeting', async () => {
    const { page } = await visit({ soundDouble: true })
    await button(page, fr.nav.settings).click()
    await page.getByText(fr.settings['noise-help'].replace('{{button}}', fr.mic.listen)).waitFor()
    await button(page, fr.mic.listen).click()
    await button(page, fr.mic['listen-recording']).waitFor()
    await page.getByRole('group', { name: fr.mic.compare }).waitFor({ timeout: 10_000 })
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.nav.home).click()
    const closed = () => page.evaluate(() => window.toWorklets.some(([, { type }]) => type === 'close'))
    await expect.poll(closed).toBe(true)
  })

  it('says why the buffer is large, and begins anew when asked', async () => {
    const { page } = await enter({ settings: { audioBuffer: 512 } })
    await button(page, fr.meeting.more).click()
    await page.getByRole('menuitem', { name: fr.diagnostics.open }).click()
    const { from, to } = { from: '128', to: '512' }
    const raised = fr.diagnostics['buffer-raised'].replace('{{from}}', from).replace('{{to}}', to)
    await page.getByText(raised).waitFor()
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.diagnostics['buffer-anew']).focus()
    await page.keyboard.press('Enter')
    await page.getByText(fr.diagnostics['buffer-anew-done']).waitFor()
    await page.getByText(fr.diagnostics['buffer-smallest'].replace('{{frames}}', '128')).waitFor()
    expect(await findingsOf(page)).toEqual([])
  })
})
