/** One records a meeting on a real Mumble server: the other sees it, and what the other said is in the file. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import { temporaryFolder } from '../world/children.ts'
import { speech } from '../world/speech.ts'
import { readWav } from '../world/wav.ts'
import { type Person, shellName } from './person.ts'
import { enterByLink, makeMeeting } from './plays.ts'
import { type Stage, setStage } from './stage.ts'

describe(`a recording in the ${shellName}`, () => {
  const home = temporaryFolder('recording')
  const configuration = process.env.XDG_CONFIG_HOME
  let stage: Stage
  let anna: Person
  let basile: Person

  beforeAll(async () => {
    await buildApp()
    // Where the desktop says that downloads go: what is recorded here must not lie among a person's own.
    process.env.XDG_CONFIG_HOME = home.path
    writeFileSync(join(home.path, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${home.path}/downloads"\n`)
    stage = await setStage('1.3', ['A', 'B'])
    const settings = {
      noiseSuppression: 'off',
      automaticGain: false,
      evenVoices: false,
      echoCancellation: 'never',
    } as const
    ;[anna, basile] = await Promise.all([stage.person('A', { settings }), stage.person('B', { settings })])
    const link = await makeMeeting(anna, { title: 'Café du lundi', name: 'Anna' })
    await enterByLink(basile, { link, name: 'Basile' })
  })
  afterAll(async () => {
    await stage?.stop()
    if (configuration === undefined) delete process.env.XDG_CONFIG_HOME
    else process.env.XDG_CONFIG_HOME = configuration
    home.remove()
  })

  /** Root mean square of a file's loudest second, as the page of a person decodes it. */
  const loudestSecond = (person: Person, bytes: Uint8Array) =>
    person.page.evaluate(async base64 => {
      const file = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
      const sound = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(file.buffer)
      const samples = sound.getChannelData(0)
      let loudest = 0
      for (let at = 0; at + 48_000 <= samples.length; at += 12_000) {
        const second = samples.subarray(at, at + 48_000)
        loudest = Math.max(loudest, Math.sqrt(second.reduce((sum, value) => sum + value * value, 0) / 48_000))
      }
      return loudest
    }, Buffer.from(bytes).toString('base64'))

  const recorded = () => {
    const folder = join(home.path, 'downloads', 'Chatière')
    const [name = ''] = readdirSync(folder).sort().slice(-1)
    return readFileSync(join(folder, name))
  }

  test('the other sees it while it lasts, and is heard in the file', async () => {
    const said = readWav(
      await speech(['Bonjour à toutes et à tous.', 'Vous m’entendez ?'], { voice: 'fr' }),
    ).samples
    await anna.page.getByRole('button', { name: 'Micro ouvert : le couper' }).click()
    await anna.page.getByRole('button', { name: 'Autres actions de la réunion' }).click()
    await anna.page.getByRole('menuitem', { name: 'Enregistrer la réunion…' }).click()
    await anna.page.getByRole('button', { name: 'Commencer à enregistrer' }).click()
    await basile.page.getByText('Anna enregistre cette réunion.').waitFor()
    await stage.cables.play(said, 'micB')
    await anna.page.waitForTimeout(1500)
    // So far it is on the disk already, whatever happens to the app.
    expect(await loudestSecond(anna, recorded())).toBeGreaterThan(0.01)
    await anna.page.getByRole('button', { name: 'Arrêter l’enregistrement' }).click()
    await anna.page.getByRole('dialog').getByText('Café du lundi.ogg').waitFor()
    await basile.page.getByText('Anna enregistre cette réunion.').waitFor({ state: 'detached' })
    expect(await loudestSecond(anna, recorded())).toBeGreaterThan(0.01)
    expect(anna.complaints).toEqual([])
    expect(basile.complaints).toEqual([])
  })
})
