/** People find what else there is, keep what would be lost, bring a list along, and take back what they agreed to. */
/// <reference types="node" />
import { describe, expect, it, vi } from 'vitest'
import type { EngineApi } from '../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { factsOf, hosts, listingOf } from './doubles/hosts.ts'
import { whyNot } from './doubles/stage.ts'
import { button, visits } from './doubles/visits.ts'

const name = `the launcher in use${whyNot === null ? '' : ` (${whyNot})`}`
const nobody = { own: [], countries: [], software: [] }

describe.skipIf(whyNot !== null)(name, { timeout: 30_000 }, () => {
  const visit = visits()

  it('finds a service of the collective by keyboard, opens it inside, and comes back to the same search', async () => {
    const { page, engine } = await visit()
    const url = `${engine.padUrl}?nuage`
    const listMore = vi.fn<EngineApi['listMore']>(async ({ text }) => {
      const facts = { hostId: 'x', hostName: 'La Pelote', country: 'BE', chatons: true }
      const services = [{ ...facts, name: 'Nuage commun', software: 'Nextcloud', url }]
      return succeeded({ services: text === 'rien' ? [] : services, software: ['Nextcloud', 'PeerTube'] })
    })
    engine.replace({ listMore })
    await page.getByRole('button', { name: new RegExp(`^${fr.home['more-title']}`) }).click()
    const search = page.getByRole('textbox', { name: fr.more.search })
    await search.fill('rien')
    await page.getByText(fr.more['no-match']).waitFor()
    await search.fill('nuage')
    await page.getByRole('button', { name: fr.more.software }).click()
    await page.getByRole('option', { name: 'Nextcloud', exact: true }).click()
    await expect.poll(() => listMore.mock.lastCall?.[0]).toEqual({ software: 'Nextcloud', text: 'nuage' })
    const row = page.getByRole('listbox', { name: fr.more.list }).getByRole('option')
    expect(await row.textContent()).toContain(`Nextcloud · chez La Pelote · Belgique`)
    expect(await row.textContent()).toContain(fr.create['chatons-yes'])
    const [width = 0, whole = 0] = await row.evaluate(element => [
      element.clientWidth,
      element.closest('[role=listbox]')?.clientWidth ?? 0,
    ])
    expect(width).toBeGreaterThan(whole * 0.95)
    expect(width).toBeLessThanOrEqual(whole)
    await page.getByRole('listbox', { name: fr.more.list }).focus()
    await page.keyboard.press('Enter')
    await page.frameLocator('iframe').getByRole('heading').waitFor()
    expect(await page.locator('iframe').getAttribute('src')).toContain('?nuage')
    await button(page, fr.common.back).click()
    expect(await search.inputValue()).toBe('nuage')
  })

  it('says so when the directory knows of nothing more, and asks again after a failure', async () => {
    let answer: Awaited<ReturnType<EngineApi['listMore']>> = failed(problem('directory-unreadable'))
    const { page } = await visit({ replaced: { listMore: async () => answer } })
    await page.getByRole('button', { name: new RegExp(`^${fr.home['more-title']}`) }).click()
    await page.getByText(fr.problem['directory-unreadable'].what).waitFor()
    answer = succeeded({ services: [], software: [] })
    await button(page, fr.common['try-again']).click()
    await page.getByText(fr.more.none).waitFor()
  })

  it('opens what else a host offers inside, and comes back to this very host', async () => {
    const drawn = [factsOf('moustaches'), hosts[1]]
    const others = (url: string) => [{ name: 'Nuage', software: 'Nextcloud', url }]
    const { page, engine } = await visit()
    const choiceOf = (facts: (typeof drawn)[0]) => {
      const { id, name, website, country, chatons, asOf } = facts
      const host = { id, name, website, country, chatons, asOf, services: [] }
      const shown = { ...facts, others: others(engine.padUrl) }
      return succeeded({ host, facts: shown, beside: null, besideFacts: null, answeredInMs: 5, people: null })
    }
    engine.replace({
      chooseHost: async () => choiceOf(drawn.shift() ?? hosts[1]),
      chooseThis: async hostId => choiceOf(factsOf(hostId)),
    })
    await page.getByRole('button', { name: new RegExp(`^${fr.home['pad-title']}`) }).click()
    await button(page, 'Nuage (Nextcloud)').click()
    await page.frameLocator('iframe').getByRole('heading').waitFor()
    await button(page, fr.common.back).click()
    await page.getByRole('heading', { name: 'Les Moustaches' }).waitFor()
  })

  it('warns at home of what will be deleted, and no more once it was opened', async () => {
    const { page } = await visit()
    const warning = page.getByText(
      /^«.Compte rendu AG.» sera effacé par son hébergeur, Gouttière libre, le \d/,
    )
    await warning.waitFor()
    await button(page, fr.places['back-up-name'].replace('{{title}}', 'Compte rendu AG')).click()
    await page.getByText(/1 fichier sauvegardé/).waitFor()
    await button(page, fr.places['open-name'].replace('{{title}}', 'Compte rendu AG')).click()
    await page.frameLocator('iframe').getByRole('heading').waitFor()
    await button(page, fr.common.back).click()
    await page.getByRole('heading', { name: fr.home.recents }).waitFor()
    expect(await warning.count()).toBe(0)
    const first = page.getByRole('region', { name: fr.home.recents }).getByRole('listitem').first()
    expect(await first.textContent()).toContain('Compte rendu AG')
  })

  it('leaves a name alone when the renaming is left with Escape, and gives the focus back', async () => {
    const renamePlace = vi.fn<EngineApi['renamePlace']>(async () => succeeded(null))
    const { page } = await visit({ replaced: { renamePlace } })
    await button(page, fr.nav.places).click()
    const menu = button(page, fr.places.menu.replace('{{title}}', 'Café du lundi'))
    for (const leave of ['Escape', 'Tab Escape']) {
      await menu.click()
      await page.getByRole('menuitem', { name: fr.places.rename }).click()
      const field = page.getByRole('textbox', { name: fr.places['new-title'] })
      await expect.poll(() => field.evaluate(element => element === document.activeElement)).toBe(true)
      await page.keyboard.type('Autre')
      for (const key of leave.split(' ')) await page.keyboard.press(key)
      await button(page, 'Café du lundi').waitFor()
      expect(await menu.evaluate(element => element === document.activeElement)).toBe(true)
    }
    expect(renamePlace).not.toHaveBeenCalled()
  })

  it('tells what a list would bring before it takes it over', async () => {
    const { page, engine } = await visit()
    await button(page, fr.nav.places).click()
    await button(page, 'Café du lundi').waitFor()
    const placeOf = (title: string, url: string) => ({
      title,
      addresses: [{ kind: 'pad', url, hostName: 'La Pelote', exports: [], lifetimeDays: null }],
    })
    const places = [
      placeOf('Noces', 'https://pad.pelote.example/p/noces'),
      placeOf('Vide-grenier', 'https://pad.pelote.example/p/vg'),
      placeOf('Compte rendu', engine.padUrl),
      null,
    ]
    const choose = async () => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        button(page, fr.places['import-choose']).click(),
      ])
      const buffer = Buffer.from(JSON.stringify({ places }))
      await chooser.setFiles({ name: 'lieux.json', mimeType: 'application/json', buffer })
    }
    await choose()
    await page.getByText('2 lieux s’ajouteraient aux vôtres.').waitFor()
    await page.getByText('Vous avez déjà 1 lieu : il reste tel quel.').waitFor()
    await page.getByText('1 entrée ne peut pas être reprise.').waitFor()
    expect(await button(page, 'Noces').count()).toBe(0)
    await button(page, fr.common.cancel).click()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(fr.places['import-choose'])
    await choose()
    await button(page, 'Reprendre ces 2 lieux').click()
    await page.getByText('2 lieux repris : ils sont dans la liste.').waitFor()
    await button(page, 'Noces').waitFor()
    await choose()
    await page.getByText(fr.places['import-nothing']).waitFor()
  })

  it('says why a file is no list', async () => {
    const importPlaces: EngineApi['importPlaces'] = async () => failed(problem('import-unreadable'))
    const { page } = await visit({ replaced: { importPlaces } })
    await button(page, fr.nav.places).click()
    const choose = (buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer })
    await choose(Buffer.from('<html>'))
    await page.getByText(fr.problem['import-unreadable'].what).waitFor()
    await choose(Buffer.alloc(2_000_001, 32))
    await page.getByText(fr.places['import-unfit']).waitFor()
  })

  it('lets a host go that one added, from the card and from a list that does not show it', async () => {
    const own = listingOf(hosts[1], { own: true })
    const removeHost = vi.fn<EngineApi['removeHost']>(async () => succeeded(null))
    const listHosts: EngineApi['listHosts'] = async () => succeeded({ ...nobody, hosts: [], own: [own] })
    const { page } = await visit({ replaced: { removeHost, listHosts } })
    await page.getByRole('button', { name: new RegExp(`^${fr.home['sheet-title']}`) }).click()
    await button(page, fr.wish.menu.replace('{{host}}', 'Gouttière libre')).click()
    await page.getByRole('menuitem', { name: fr.own['remove-it'] }).click()
    await expect.poll(() => removeHost.mock.calls).toEqual([['own-gouttiere']])
    await button(page, fr.create.choose).click()
    await button(page, fr.own.remove.replace('{{host}}', 'Gouttière libre')).click()
    await page.getByText(fr.own.removed.replace('{{host}}', 'Gouttière libre')).waitFor()
    expect(removeHost).toHaveBeenCalledTimes(2)
  })

  it('shows what was agreed to, and takes it back', async () => {
    const { page } = await visit()
    await button(page, fr.nav.settings).click()
    const section = page.getByRole('region', { name: fr.settings.hosts })
    await section.getByText('Peut utiliser : le micro et la caméra').waitFor()
    expect(await section.getByText('pad.moustaches.example').count()).toBe(0)
    await button(page, fr.settings['hosts-back-name'].replace('{{host}}', 'visio.moustaches.example')).click()
    await section.getByText(/visio.moustaches.example devra vous le redemander/).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(fr.settings.hosts)
    await button(page, fr.settings['hosts-ask-name'].replace('{{host}}', 'meet.pelote.example')).click()
    await section.getByText(fr.settings['hosts-none']).waitFor()
  })

  it('asks an engine that came back again', async () => {
    const { page, engine } = await visit()
    engine.replace({ listPlaces: async () => failed(problem('engine-stopped')) })
    await button(page, fr.nav.places).click()
    await page.getByText(fr.problem['engine-stopped'].what).waitFor()
    engine.replace({})
    engine.dropLines()
    await button(page, 'Café du lundi').waitFor()
    expect(await page.getByText(fr.problem['engine-stopped'].what).count()).toBe(0)
  })
})
