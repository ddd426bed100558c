/** What the tests that use the page have in common: a stage, visits that end with each test, usual ways. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import fr from '../../../renderer/i18n/fr.json' with { type: 'json' }
import { openStage, type Stage, type Visit, type VisitOptions } from './stage.ts'

export const invitation = 'mumble://voix.example/Caf%C3%A9?title=Caf%C3%A9'

/** Call it in a `describe`: gives a function that opens the page anew. No visit may leave a complaint. */
export function visits(): (options?: VisitOptions) => Promise<Visit> {
  let stage: Stage | null = null
  const open: Visit[] = []
  beforeAll(async () => {
    stage = await openStage()
  }, 60_000)
  afterEach(async () => {
    for (const each of open.splice(0)) {
      await each.close()
      // A line that breaks is no fault of the page.
      expect(each.complaints.filter(text => !/WebSocket connection/.test(text))).toEqual([])
    }
  })
  afterAll(() => stage?.close())
  return async options => {
    if (stage === null) throw new Error('a visit before the stage is open')
    const opened = await stage.visit(options)
    open.push(opened)
    return opened
  }
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true })
}

/** Pastes a link at home and waits for the meeting's door. */
export async function toDoor(page: Page, link = invitation): Promise<void> {
  await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(link)
  await page.keyboard.press('Enter')
  await button(page, fr.prejoin.enter).waitFor()
}

export async function toMeeting(page: Page): Promise<void> {
  await toDoor(page)
  await button(page, fr.prejoin.enter).click()
  await button(page, fr.meeting['mic-open-name']).waitFor()
}
