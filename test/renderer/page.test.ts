/** People use the page, in a real browser: by keyboard, through breakdowns, with all they typed. */
import { describe, expect, it, vi } from 'vitest'
import { type EngineApi, idleConnection } from '../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import type { RoomEvent } from '../../bridge/room.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { filterHosts, hosts, listingOf } from './doubles/hosts.ts'
import { whyNot } from './doubles/stage.ts'
import { button, invitation, toDoor, toMeeting, visits } from './doubles/visits.ts'

const name = `the page in use${whyNot === null ? '' : ` (${whyNot})`}`

describe.skipIf(whyNot !== null)(name, { timeout: 30_000 }, () => {
  const visit = visits()

  it('makes a meeting and enters it by keyboard alone, and M mutes', async () => {
    const { page } = await visit()
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab')
        if (
          await page
            .locator(':focus')
            .evaluate((element, source) => new RegExp(source).test(element.textContent ?? ''), name.source)
        )
          return
      }
      throw new Error(`Tab does not lead to ${name}`)
    }
    await tabTo(/^Nouvelle réunion/)
    await page.keyboard.press('Enter')
    await button(page, fr.create.here).waitFor()
    await tabTo(/^Créer ici$/)
    await page.keyboard.press('Enter')
    await button(page, fr.prejoin.enter).waitFor()
    await page.keyboard.press('m')
    await tabTo(/^Entrer$/)
    await page.keyboard.press('Space')
    await button(page, fr.meeting['mic-open-name']).waitFor()
    await page.keyboard.press('m')
    await button(page, fr.meeting['mic-muted-name']).waitFor()
    await page.keyboard.press('m')
    await button(page, fr.meeting['mic-open-name']).waitFor()
    await page.keyboard.press('F6')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
  })

  it('leaves M alone once it is switched off', async () => {
    const { page } = await visit()
    await toMeeting(page)
    await button(page, fr.meeting.help).click()
    await page.keyboard.press('m')
    await page.getByText(fr.help.letters, { exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: fr.common.close, exact: true }).click()
    await page.keyboard.press('m')
    await button(page, fr.meeting.deafen).click()
    await button(page, fr.meeting.undeafen).click()
    await button(page, fr.meeting['mic-open-name']).waitFor()
  })

  it('moves the reader to each screen, and names the window after it', async () => {
    const { page } = await visit()
    const heading = () => page.evaluate(() => [document.title, document.activeElement?.tagName])
    expect(await heading()).toEqual(['Accueil – Chatière', 'H1'])
    await toDoor(page)
    expect(await heading()).toEqual(['Café – Chatière', 'H1'])
    await button(page, fr.common.back).click()
    expect(await heading()).toEqual(['Accueil – Chatière', 'H1'])
  })

  it('reads out who comes and who goes, a crowd as one', async () => {
    const { page, engine } = await visit()
    await toMeeting(page)
    const log = page.getByRole('log')
    const come = (...names: string[]): RoomEvent[] =>
      names.map((name, index) => ({ type: 'user', session: 50 + index, changed: { name, channelId: 1 } }))
    engine.tell(to => to.room(come('Nina', 'Ali')))
    await log.getByText('Nina et Ali arrivent.').waitFor()
    engine.tell(to => to.room([{ type: 'user-removed', session: 50 }]))
    await log.getByText('Nina s’en va.').waitFor()
    engine.tell(to => to.room(come('A', 'B', 'C', 'D', 'E')))
    await log.getByText('4 personnes arrivent.').waitFor()
  })

  it('loses nothing that was typed', async () => {
    const replaced = { join: async () => failed(problem('password-wrong')) }
    const { page } = await visit({ replaced })
    const link = page.getByRole('textbox', { name: fr.home['join-label'] })
    await link.fill('Salut,\nle lien arrive')
    await button(page, fr.home['join-button']).click()
    await page.getByText(fr.problem['link-unreadable'].what).waitFor()
    expect(await link.evaluate(element => element === document.activeElement)).toBe(true)
    await button(page, fr.nav.settings).click()
    await button(page, fr.nav.home).click()
    expect(await link.inputValue()).toBe('Salut,\nle lien arrive')

    await toDoor(page)
    const [name, password] = [fr.prejoin['name-label'], fr.prejoin['password-label']].map(label =>
      page.getByLabel(label, { exact: true }),
    )
    await name?.fill('Cam')
    await name?.press('Enter')
    await page.getByText(fr.problem['password-wrong'].what).waitFor()
    await password?.fill('moustache')
    await password?.press('Enter')
    await page.getByText(fr.problem['password-wrong'].what).waitFor()
    expect([await name?.inputValue(), await password?.inputValue()]).toEqual(['Cam', 'moustache'])
    await button(page, fr.common.back).click()
    expect(await link.inputValue()).toBe(invitation)
  })

  it('sends a password to no other server than the one it was typed for', async () => {
    const join = vi.fn<EngineApi['join']>(async () => failed(problem('password-needed')))
    const { page } = await visit({ replaced: { join } })
    const tryPassword = async (link: string, password: string | null) => {
      await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(link)
      await page.keyboard.press('Enter')
      await button(page, fr.prejoin.enter).click()
      await page.getByText(fr.problem['password-needed'].what).waitFor()
      if (password !== null) {
        await page.getByLabel(fr.prejoin['password-label'], { exact: true }).fill(password)
        await page.keyboard.press('Enter')
        await expect.poll(() => join.mock.lastCall?.[0].password).toBe(password)
      }
      await button(page, fr.common.back).click()
    }
    await tryPassword('mumble://voix.example', 'moustache')
    await tryPassword('mumble://autre.example', null)
    expect(join.mock.lastCall?.[0].password).toBeNull()
    await tryPassword('mumble://voix.example', null)
    expect(join.mock.lastCall?.[0].password).toBe('moustache')
  })

  it('takes the address that a site gave, and keeps it typed until it is kept', async () => {
    const keepPasted = vi.fn<EngineApi['keepPasted']>(async () => failed(problem('disk-refused')))
    const { page } = await visit({ replaced: { keepPasted } })
    const toSite = async () => {
      await page
        .getByRole('main')
        .getByRole('button', { name: new RegExp(`^${fr.home['files-title']}`) })
        .click()
      await button(page, fr.create['here-site']).click()
    }
    await toSite()
    const field = page.getByRole('textbox', { name: fr.paste.label })
    await field.fill('https://fichiers.example/r/abc#clé')
    await field.press('Enter')
    await page.getByText(fr.problem['disk-refused'].what).waitFor()
    await button(page, fr.common.back).click()
    await toSite()
    expect(await field.inputValue()).toBe('https://fichiers.example/r/abc#clé')
    expect(keepPasted.mock.lastCall?.[0]).toMatchObject({
      kind: 'files',
      hostId: 'moustaches',
      url: 'https://fichiers.example/r/abc#clé',
    })
  })

  it('lets a person choose the host by keyboard, among two thousand', async () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      listingOf(hosts[1], { id: `host-${index}`, name: `Hébergeur ${index}` }),
    )
    const chooseThis = vi.fn<EngineApi['chooseThis']>(async () => failed(problem('no-host-answers')))
    const listHosts: EngineApi['listHosts'] = async filters =>
      succeeded({ hosts: filterHosts(many, filters), own: [], countries: [], software: [] })
    const { page } = await visit({ replaced: { listHosts, chooseThis } })
    await page.getByRole('button', { name: new RegExp(`^${fr.home['pad-title']}`) }).click()
    await page.getByRole('textbox', { name: fr.create['title-label'] }).fill('Courses')
    await button(page, fr.create.choose).click()
    await page.getByText('2000 hébergeurs').waitFor()
    await page.getByRole('textbox', { name: fr.pick.search }).fill('Hébergeur 199')
    await page.getByText('11 hébergeurs').waitFor()
    await page.getByRole('listbox').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText(fr.problem['no-host-answers'].what).waitFor()
    expect(chooseThis.mock.lastCall).toEqual(['host-1990', ['pad']])
    expect(await page.getByRole('textbox', { name: fr.create['title-label'] }).inputValue()).toBe('Courses')
    await button(page, fr.create.choose).click()
    await button(page, fr.pick.surprise).click()
    await page.getByRole('heading', { name: 'Les Moustaches' }).waitFor()
  })

  it('finds a place again: renames it, forgets it, takes that back, opens its door', async () => {
    const placeOpened = vi.fn<EngineApi['placeOpened']>(async () => succeeded(null))
    const { page } = await visit({ replaced: { placeOpened } })
    await button(page, fr.nav.places).click()
    const menuOf = (title: string) => button(page, fr.places.menu.replace('{{title}}', title))
    await menuOf('Compte rendu AG').click()
    await page.getByRole('menuitem', { name: fr.places.rename }).click()
    const field = page.getByRole('textbox', { name: fr.places['new-title'] })
    await expect.poll(() => field.evaluate(element => element === document.activeElement)).toBe(true)
    await page.keyboard.type('Compte rendu de mars')
    await page.keyboard.press('Enter')
    await button(page, 'Compte rendu de mars').waitFor()
    await menuOf('Café du lundi').click()
    await page.getByRole('menuitem', { name: fr.places.forget }).click()
    await button(page, fr.places.undo).click()
    await page.getByRole('textbox', { name: fr.places.search }).fill('café')
    await page.getByText('1 lieu', { exact: true }).waitFor()
    await button(page, 'Café du lundi').click()
    await button(page, fr.prejoin.enter).waitFor()
    expect(placeOpened).toHaveBeenCalledExactlyOnceWith('cafe')
  })

  it('calls off an entry that takes long', async () => {
    const leave = vi.fn(async () => null)
    let answer: () => void = () => {}
    const join: EngineApi['join'] = () =>
      new Promise(resolve => {
        answer = () => resolve(failed(problem('connection-lost')))
      })
    const { page } = await visit({ replaced: { join, leave } })
    await toDoor(page)
    await button(page, fr.prejoin.enter).click()
    await button(page, fr.common.cancel).click()
    await button(page, fr.prejoin.enter).waitFor()
    expect(leave).toHaveBeenCalledTimes(1)
    answer()
    await page.waitForTimeout(100)
    expect(await page.getByText(fr.problem['connection-lost'].what).count()).toBe(0)
  })

  it('takes a new certificate only in two steps, and then enters as wanted', async () => {
    const facts = { host: 'voix.example', port: 64738, fingerprint: 'abcd', known: 'ef01' }
    const accept = vi.fn(async () => succeeded(null))
    const join = vi.fn(async () => failed(problem('certificate-changed', facts)))
    const { page } = await visit({ replaced: { join, acceptCertificate: accept } })
    await toDoor(page)
    await button(page, fr.prejoin['enter-muted']).click()
    await page.getByRole('heading', { name: fr.prejoin['certificate-heading'] }).waitFor()
    await page.keyboard.press('Enter')
    expect(accept).not.toHaveBeenCalled()
    await button(page, fr.prejoin['certificate-understand']).click()
    expect(accept).not.toHaveBeenCalled()
    await button(page, fr.prejoin['certificate-accept']).click()
    await vi.waitFor(() => expect(join).toHaveBeenCalledTimes(2))
    expect(accept).toHaveBeenCalledExactlyOnceWith({
      host: 'voix.example',
      port: 64738,
      fingerprint: 'abcd',
    })
    expect(join.mock.calls.map(([request]: unknown[]) => (request as { muted: boolean }).muted)).toEqual([
      true,
      true,
    ])
  })

  it('comes back into the meeting, muted as it was, when the engine broke down', async () => {
    const { page, engine } = await visit()
    await toMeeting(page)
    await button(page, fr.meeting['mic-open-name']).click()
    await button(page, fr.meeting['mic-muted-name']).waitFor()
    const join = vi.fn<EngineApi['join']>(async () => failed(problem('server-silent')))
    engine.replace({ join })
    engine.dropLines()
    await button(page, fr.ended.rejoin).waitFor()
    expect(join.mock.calls[0]?.[0]).toMatchObject({ muted: true, userName: 'Camille', password: null })
    engine.replace({})
    await button(page, fr.ended.rejoin).click()
    await button(page, fr.prejoin.enter).click()
    await button(page, fr.meeting['mic-open-name']).waitFor()
    engine.dropLines()
    await page.getByText(fr.connection['engine-lost']).waitFor()
    await page.getByText('5 personnes').waitFor()
    await button(page, fr.meeting['mic-open-name']).waitFor()
  })

  it('stays quiet when another window has the engine', async () => {
    const { page, engine } = await visit()
    engine.tell(to => to.notice(problem('opened-elsewhere')))
    await button(page, fr.taken['take-back']).waitFor()
    await page.waitForTimeout(500)
    expect(engine.lines()).toBe(0)
    await button(page, fr.taken['take-back']).click()
    await page.getByRole('heading', { name: /^Bonjour/ }).waitFor()
  })

  it('hands out the link', async () => {
    const { page } = await visit({ pad: false })
    await toMeeting(page)
    await button(page, fr.meeting.invite).click()
    await button(page, fr.invite.copy).click()
    await button(page, fr.common.copied).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(invitation)
  })

  it('shows another pad only when asked', async () => {
    const { page, engine } = await visit()
    await toMeeting(page)
    const source = () => page.locator('iframe').getAttribute('src')
    expect(new URL((await source()) ?? '').searchParams.get('userName')).toBe('Camille')
    engine.tell(to => to.pad(`${engine.padUrl}-bis`))
    await page.getByText(fr.meeting['pad-changed']).first().waitFor()
    expect(await source()).not.toContain('-bis')
    await button(page, fr.meeting['pad-show-new']).click()
    expect(await source()).toContain('-bis?')
  })

  it('keeps a pad alive while a narrow window shows the people', async () => {
    const { page } = await visit({ width: 400 })
    await toMeeting(page)
    await page.getByRole('radio', { name: fr.kind.pad }).click()
    const text = page.frameLocator('iframe').getByLabel('Texte')
    await text.fill('Écrit avant')
    await page.getByRole('radio', { name: fr.meeting.people }).click()
    await page.setViewportSize({ width: 1200, height: 750 })
    expect(await text.inputValue()).toBe('Écrit avant')
  })

  it('says when a page may not be framed', async () => {
    const { page, complaints } = await visit()
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill('https://elsewhere.example/p/x')
    await page.keyboard.press('Enter')
    await page.getByText(fr.page.failed).waitFor()
    expect(complaints.splice(0)).toEqual([expect.stringContaining('frame-src')])
  })

  it('goes where the engine says that the meeting ended', async () => {
    const { page, engine } = await visit()
    await toMeeting(page)
    engine.tell(to => to.connection({ ...idleConnection, phase: 'ended', problem: null }))
    await page.getByRole('heading', { name: /^Bonjour/ }).waitFor()
  })
})
