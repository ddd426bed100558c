/** What a person does in the app while its memory is measured, by the names that are on the screen. */
import type { Frame, Page } from 'playwright-core'
import type { Place } from './memory-world.ts'

/** A computer with much to do takes its time. */
export const patient = { timeout: 60_000 }

const CALL = 'Goûter'

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first()

async function home(page: Page): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Votre invitation' })
  if (!(await field.isVisible()))
    await page.getByRole('navigation').getByRole('button', { name: 'Accueil' }).click()
  await field.waitFor(patient)
}

async function follow(page: Page, link: string): Promise<void> {
  await home(page)
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(link)
  await button(page, 'Rejoindre').click()
}

export async function enterMeeting(page: Page, link: string): Promise<void> {
  await follow(page, link)
  await page.getByRole('textbox', { name: 'Votre nom' }).fill('Anna')
  await button(page, 'Entrer').click()
  await button(page, 'Quitter').waitFor(patient)
  await page.getByRole('listitem').filter({ hasText: 'Basile' }).waitFor(patient)
}

/** By the meeting's own button; it stays under the call. */
export async function callBesideMeeting(page: Page): Promise<void> {
  await button(page, 'Se voir en visio, à côté de la réunion').click()
  await page.getByRole('textbox', { name: 'Titre' }).fill(CALL)
  await button(page, 'Créer ici').click()
  await button(page, 'Entrer dans la visio').click()
  await button(page, /^Caméra allumée/).waitFor(patient)
}

/** In sight in every reading with a call: what is in sight costs more than what is not. */
export async function toCall(page: Page): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: new RegExp(CALL) })
    .click()
  await button(page, /^Caméra allumée/).waitFor(patient)
}

export async function openService(page: Page, place: Place): Promise<void> {
  await follow(page, place.url)
  await shown(page, place)
}

/** By the menu of its bar, as anybody does. */
export async function putToSleep(page: Page, place: Place): Promise<void> {
  await button(page, /^Autres actions pour/).click()
  await page.getByRole('menuitem', { name: 'Endormir maintenant' }).click()
  await button(page, 'Réveiller').waitFor(patient)
  await page.locator(`iframe[src^="${place.url}"]`).waitFor({ ...patient, state: 'detached' })
}

/** Is in sight, and all there. */
export async function shown(page: Page, place: Place): Promise<void> {
  const element = await page.waitForSelector(`iframe[src^="${place.url}"]`, patient)
  const frame = await element.contentFrame()
  if (frame === null) throw new Error(`${place.name} is not framed`)
  await frame.waitForURL(url => url.href.startsWith(place.url), patient)
  await loaded(frame, place)
}

export async function loaded(frame: Frame, { kind }: Place): Promise<void> {
  if (kind === 'sheet') {
    await frame.waitForFunction('window.SocialCalc?.hadSnapshot === true', undefined, patient)
    return
  }
  const editor = frame.frameLocator('iframe[name="ace_outer"]').frameLocator('iframe[name="ace_inner"]')
  await editor.locator('body#innerdocbody').getByText('Une ligne de notes.').first().waitFor(patient)
}
