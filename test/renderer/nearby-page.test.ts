/** A page in the person's own network: it is not even asked for before they say that they know it. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { succeeded } from '../../bridge/problems.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { whyNot } from './doubles/stage.ts'
import { button, toMeeting, visits } from './doubles/visits.ts'

const name = `a page nearby${whyNot === null ? '' : ` (${whyNot})`}`

describe.skipIf(whyNot !== null)(name, { timeout: 30_000 }, () => {
  const visit = visits()
  const replaced = { whereLeads: async () => succeeded('private' as const) }
  const views = (page: Page) => page.evaluate(() => window.asked.filter(([what]) => what === 'openView'))

  it.each([false, true])('as the pad of a meeting stays closed, in the desktop shell: %s', async electron => {
    const { page, engine, complaints } = await visit({ replaced, electron })
    await toMeeting(page)
    const host = new URL(engine.padUrl).host
    const note = page.getByRole('alert').filter({ hasText: fr.page.nearby.replace('{{host}}', host) })
    await note.getByText(fr.page['nearby-meeting']).waitFor()
    expect(await note.getByRole('button').count()).toBe(0)
    expect(await page.locator('iframe').count()).toBe(0)
    if (electron) expect(await views(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('is opened once the person says that they know it', async () => {
    const { page, engine } = await visit({ replaced })
    await page.getByLabel(fr.home['join-label']).fill(engine.padUrl)
    await page.keyboard.press('Enter')
    await page.getByText(fr.page['nearby-next']).waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    await button(page, fr.page['nearby-open']).click()
    await page.frameLocator('iframe').getByRole('heading', { name: 'Café du lundi, 23 mars' }).waitFor()
    expect(await page.getByText(fr.page['nearby-next']).count()).toBe(0)
  })
})
