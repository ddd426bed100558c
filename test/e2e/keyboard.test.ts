/** A meeting made, entered, muted and left with the keyboard alone, in French, in the dark, 400 pixels wide. */
import axeCore from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import type { Person } from './person.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
let zoe: Person

beforeAll(async () => {
  await buildApp()
  stage = await setStage('1.3', ['A'])
  zoe = await stage.person('A', { size: { width: 400, height: 800 }, settings: { theme: 'dark' } })
})
afterAll(() => stage?.stop())

/** Tab by Tab to what carries this name; fails when it cannot be reached. */
async function tabTo(name: RegExp): Promise<void> {
  for (let presses = 0; presses < 25; presses++) {
    const reached = await zoe.page.evaluate(() => {
      const element = document.activeElement
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
      return [
        element?.getAttribute('aria-label'),
        ...labels.map(label => label.textContent),
        element?.textContent,
      ]
        .filter(text => text !== null && text !== undefined)
        .join(' ')
    })
    if (name.test(reached)) return
    await zoe.page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

/** What axe-core finds on the screen as it is now. */
async function findings(): Promise<string[]> {
  await zoe.page.evaluate(axeCore.source)
  return zoe.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof axeCore }
    const { violations } = await axe.run(document, { iframes: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(', ')}`)
  })
}

test('everything is reached and done without a mouse', async () => {
  const { page } = zoe
  const press = (key: string) => page.keyboard.press(key)
  await page.getByRole('heading', { name: /On fait quoi/ }).waitFor()
  expect(await findings()).toEqual([])
  await tabTo(/Nouvelle réunion/)
  await press('Enter')
  await page.getByRole('heading', { name: /Cet ordinateur/ }).waitFor()
  expect(await findings()).toEqual([])
  await tabTo(/Créer ici/)
  await press('Enter')
  await page.getByRole('textbox', { name: 'Votre nom' }).waitFor()
  expect(await findings()).toEqual([])
  await tabTo(/Votre nom/)
  await page.keyboard.type('Zoé')
  await press('Enter')
  await page.getByRole('button', { name: 'Quitter' }).waitFor()
  // The pad beside puts its cursor in its text when it has loaded: the focus must stay where it was.
  await page.waitForTimeout(3000)
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME')
  expect(await findings()).toEqual([])
  await press('m')
  await page.getByRole('button', { name: 'Micro coupé : l’ouvrir' }).waitFor()
  await tabTo(/Quitter/)
  await press('Enter')
  await page.getByRole('heading', { name: /On fait quoi/ }).waitFor()
  expect(zoe.complaints).toEqual([])
})
