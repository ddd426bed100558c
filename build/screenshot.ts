/** `npm run screenshot`: the README's picture, taken of a real meeting with the tests' stage. */
import { join } from 'node:path'
import { enterByLink, makeMeeting, typeInPad } from '../test/e2e/plays.ts'
import { setStage } from '../test/e2e/stage.ts'
import { installPart } from '../test/world/install.ts'
import { speech } from '../test/world/speech.ts'
import { buildApp } from './app-build.ts'
import { projectFolder } from './places.ts'

await installPart('Etherpad')
await buildApp()
const stage = await setStage('1.3', ['A', 'B', 'C'])
try {
  const [anouk, jose, samir] = [await stage.person('A'), await stage.person('B'), await stage.person('C')]
  const link = await makeMeeting(anouk, { title: 'Café du lundi', name: 'Anouk' })
  await enterByLink(jose, { link, name: 'José' })
  await enterByLink(samir, { link, name: 'Samir' })
  await samir.page.getByRole('button', { name: 'Micro ouvert : le couper' }).click()
  const pad = new URL(link.replace('mumble:', 'https:')).searchParams.get('url') ?? ''
  await typeInPad(anouk, pad, 'Ordre du jour')
  await typeInPad(anouk, pad, '- Tour de météo')
  await typeInPad(jose, pad, '- Qui garde les clés du local ?')
  await typeInPad(samir, pad, '- Permanence du samedi : Samir et Anouk')
  const sentence = await speech(['Alors, qui garde les clés du local ce samedi ?'], { voice: 'fr' })
  const talking = stage.cables.play(sentence, 'micB')
  await anouk.page.getByRole('listitem').filter({ hasText: 'José' }).getByText('parle').waitFor()
  await anouk.page.waitForTimeout(400)
  await anouk.page.screenshot({ path: join(projectFolder, 'docs', 'meeting.png') })
  await talking
} finally {
  await stage.stop()
}
process.exit(0)
