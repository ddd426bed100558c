/** What people do with the app, step by step, by the names that are on the screen. */
import type { Frame, FrameLocator, Locator } from 'playwright-core'
import type { Person } from './person.ts'

/** Makes a meeting and enters it; gives the link to hand out. */
export async function makeMeeting(
  person: Person,
  { title, name }: { title: string; name: string },
): Promise<string> {
  const { page } = person
  await page.getByRole('button', { name: /Nouvelle réunion/ }).click()
  await page.getByRole('textbox', { name: 'Titre' }).fill(title)
  await page.getByRole('button', { name: 'Créer ici' }).click()
  await enter(person, name)
  await page.getByRole('button', { name: 'Inviter' }).click()
  const link = await page.getByRole('textbox', { name: 'Lien d’invitation' }).inputValue()
  await page.keyboard.press('Escape')
  return link
}

/** Pastes a link at home and enters. */
export async function enterByLink(
  person: Person,
  { link, name }: { link: string; name: string },
): Promise<void> {
  const { page } = person
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(link)
  await page.getByRole('button', { name: 'Rejoindre' }).click()
  await enter(person, name)
}

/** From the pre-join screen into the meeting. */
async function enter({ page }: Person, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Votre nom' }).fill(name)
  await page.getByRole('button', { name: 'Entrer', exact: true }).click()
  await page.getByRole('button', { name: 'Quitter' }).waitFor({ timeout: 20_000 })
}

/** The text of the pad that a person sees beside the meeting. Etherpad nests its editor in two frames. */
export async function padEditor(person: Person, address: string): Promise<Locator> {
  const outer: Frame = await person.service(address)
  const inner: FrameLocator = outer
    .frameLocator('iframe[name="ace_outer"]')
    .frameLocator('iframe[name="ace_inner"]')
  const body = inner.locator('body#innerdocbody')
  await body.waitFor({ timeout: 30_000 })
  return body
}

export async function typeInPad(person: Person, address: string, text: string): Promise<void> {
  const body = await padEditor(person, address)
  await body.click()
  await body.press('ControlOrMeta+End')
  await body.press('Enter')
  await body.pressSequentially(text)
}
