/** The page in the desktop shell: ports that arrive, views of the shell's own, links from the system. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { cardOf, factsOf } from './doubles/hosts.ts'
import { whyNot } from './doubles/stage.ts'
import { button, invitation, toMeeting, visits } from './doubles/visits.ts'

const name = `the page in Electron${whyNot === null ? '' : ` (${whyNot})`}`

describe.skipIf(whyNot !== null)(name, { timeout: 30_000 }, () => {
  const visit = visits()
  const asked = (page: Page, name: string) =>
    page.evaluate(wanted => window.asked.filter(([call]) => call === wanted).map(([, ...rest]) => rest), name)
  /** The first view that was asked for, once it is. */
  const firstView = async (page: Page) => {
    await expect.poll(async () => (await asked(page, 'openView')).length).toBeGreaterThan(0)
    const [request] = (await asked(page, 'openView'))[0] as [{ id: string; url: string; kind: string }]
    return request
  }

  it('lays the view of a pad where the page keeps room for it, and away under a dialog', async () => {
    const { page } = await visit({ electron: true })
    await toMeeting(page)
    const request = await firstView(page)
    expect(request.kind).toBe('pad')
    expect(request.url).toContain('userName=Camille')
    const last = async () => (await asked(page, 'placeView')).at(-1)
    const region = await page.getByRole('region', { name: /^Pad de/ }).boundingBox()
    expect(await last()).toEqual([request.id, region])
    await page.setViewportSize({ width: 1000, height: 600 })
    await expect
      .poll(async () => ((await last())?.[1] as { width: number } | null | undefined)?.width)
      .toBeLessThan(region?.width ?? 0)
    await button(page, fr.meeting.invite).click()
    await expect.poll(last).toEqual([request.id, null])
    await page.getByRole('dialog').getByRole('button', { name: fr.common.close, exact: true }).click()
    await expect.poll(async () => (await last())?.[1]).not.toBeNull()
    await button(page, fr.meeting.leave).click()
    expect(await asked(page, 'closeView')).toEqual([[request.id]])
  })

  it('goes to the view and back with F6', async () => {
    const { page } = await visit({ electron: true })
    await toMeeting(page)
    const request = await firstView(page)
    await button(page, fr.meeting.deafen).focus()
    await page.keyboard.press('F6')
    expect(await asked(page, 'focusView')).toEqual([[request.id]])
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.evaluate(id => window.happen({ view: { id, type: 'left' } }), request.id)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(fr.meeting.deafen)
  })

  it('zooms the page by the keys pressed beside it, and itself by those pressed elsewhere', async () => {
    const { page } = await visit({ electron: true })
    await toMeeting(page)
    const request = await firstView(page)
    const zooms = async () =>
      (await asked(page, 'commandView'))
        .map(([, command]) => command as { type: string; factor?: number })
        .filter(({ type }) => type === 'zoom')
        .map(({ factor }) => factor)
    // Whether the app's own menu does not get the key.
    const taken = () =>
      page.evaluate(
        () =>
          !document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key: '+', ctrlKey: true, bubbles: true, cancelable: true }),
          ),
      )
    await button(page, fr.meeting.deafen).focus()
    expect(await taken()).toBe(false)
    expect(await zooms()).toEqual([])
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.evaluate(id => window.happen({ view: { id, type: 'entered' } }), request.id)
    expect(await taken()).toBe(true)
    expect(await zooms()).toEqual([1.1])
    await page.getByRole('button', { name: fr.page['copy-link'] }).focus()
    expect(await taken()).toBe(true)
    expect(await zooms()).toEqual([1.1, 1.2])
    await button(page, fr.meeting.deafen).focus()
    expect(await taken()).toBe(false)
    expect(await zooms()).toHaveLength(2)
  })

  it('offers the browser when a view failed', async () => {
    const { page } = await visit({ electron: true })
    await toMeeting(page)
    const request = await firstView(page)
    await page.evaluate(
      id => window.happen({ view: { id, type: 'failed', reason: 'ERR_NAME_NOT_RESOLVED' } }),
      request.id,
    )
    await page.getByText('ERR_NAME_NOT_RESOLVED').waitFor()
    expect((await asked(page, 'placeView')).at(-1)).toEqual([request.id, null])
    await page.getByRole('alert').getByRole('button', { name: fr.page.reload }).click()
    expect(await asked(page, 'openView')).toHaveLength(2)
  })

  it('says in plain words when nothing proves who answers', async () => {
    const { page } = await visit({ electron: true })
    await toMeeting(page)
    const request = await firstView(page)
    await page.evaluate(
      id => window.happen({ view: { id, type: 'failed', reason: 'ERR_CERT_DATE_INVALID' } }),
      request.id,
    )
    const { host } = new URL(request.url)
    await page.getByText(fr.page.certificate.replace('{{host}}', host)).waitFor()
    await page.getByText(fr.page['certificate-next']).waitFor()
    await page.getByText('ERR_CERT_DATE_INVALID').waitFor()
  })

  it('says when the browser did not take the site on which a call is made', async () => {
    const { page, engine } = await visit({ electron: true })
    const facts = factsOf('moustaches')
    const services = facts.services.map(each => ({ ...each, creation: 'on-site' as const }))
    const host = cardOf(facts)
    engine.replace({
      chooseHost: async () =>
        succeeded({
          host,
          beside: null,
          facts: { ...facts, services },
          besideFacts: null,
          answeredInMs: 9,
          people: null,
        }),
      planService: async () =>
        succeeded({ url: 'https://visio.moustaches.example/', host, creation: 'on-site' }),
    })
    await page.getByRole('button', { name: /^Visio/ }).click()
    await button(page, fr.create['here-browser']).click()
    await page.getByText(fr.opened.refused).waitFor()
    await page.getByLabel(fr.paste.label).waitFor()
  })

  it('follows links from the system, but leaves a meeting only when told to', async () => {
    const { page } = await visit({ electron: true })
    const come = (link: string) => page.evaluate(text => window.happen({ link: text }), link)
    await come('mumble://?')
    await page.getByRole('dialog').getByText(fr.problem['link-unreadable'].what).waitFor()
    await page.keyboard.press('Escape')
    await come(invitation)
    await button(page, fr.prejoin.enter).click()
    await button(page, fr.meeting['mic-open-name']).waitFor()
    await come('mumble://autre.example/?title=Autre')
    await button(page, fr['switch-meeting'].stay).click()
    await button(page, fr.meeting['mic-open-name']).waitFor()
    await come('mumble://autre.example/?title=Autre')
    await button(page, fr['switch-meeting'].go).click()
    await page.getByRole('heading', { level: 1, name: 'Autre' }).waitFor()
  })
})
