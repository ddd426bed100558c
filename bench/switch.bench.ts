/**
 * A's microphone is pulled out in mid-speech, plugged in again, and the same with B's ear: how long nothing is heard
 * until the next device has taken over (`gapMs`, the longest of the four), and what each of the four took.
 */
import { buildApp } from '../build/app-build.ts'
import { leftAlone } from '../test/e2e/person.ts'
import { enterByLink, makeMeeting } from '../test/e2e/plays.ts'
import { setStage } from '../test/e2e/stage.ts'
import type { Cables } from '../test/world/cables.ts'
import { installWorld } from '../test/world/install.ts'
import { type Pcm, rmsDbfs } from '../test/world/signal.ts'
import {
  browserPackages,
  ensureSystemPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import { breathlessTalk } from './voices.ts'

const FRAME = 480
/** Softer frames are silence; the speech has none. */
const SILENT_DBFS = -55
const SECONDS = 12
/** ms of speech before the plug is pulled. */
const BEFORE = 3000

export default async function switchDevices(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages]
  await ensureSystemPackages(needed, 'to measure how devices are changed')
  await installWorld()
  await buildApp(say)
  // S has what is taken instead.
  const stage = await setStage('1.3', ['A', 'B', 'S'])
  try {
    const { cables } = stage
    await cables.makeDefault('S')
    const own = (name: string) =>
      stage.person(name, {
        settings: { transmission: 'always', microphone: `vmic${name}`, speaker: `out${name}` },
        choosesDevices: true,
        canBeLeftAlone: true,
      })
    const [anna, basile] = [await own('A'), await own('B')]
    const link = await makeMeeting(anna, { title: 'Prises', name: 'Anna' })
    await enterByLink(basile, { link, name: 'Basile' })
    const said = await breathlessTalk('fr', SECONDS)
    const gaps = await leftAlone([anna, basile], async () => {
      await gapOf(cables, said, async () => {})
      return {
        microphoneGoneMs: await gapOf(cables, said, () => cables.removeSource('A')),
        microphoneBackMs: await gapOf(cables, said, () => cables.restore('A')),
        earGoneMs: await gapOf(cables, said, () => cables.removeSink('B')),
        earBackMs: await gapOf(cables, said, () => cables.restore('B')),
      }
    })
    say(JSON.stringify(gaps))
    return { gapMs: Math.max(...Object.values(gaps)), ...gaps }
  } finally {
    await stage.stop()
  }
}

/** Longest silence in ms in what B's ears give, whichever of them, while A speaks into every microphone and `happens`. */
async function gapOf(cables: Cables, said: Pcm, happens: () => Promise<void>): Promise<number> {
  const recording = await cables.recordAll()
  const talking = Promise.all(['micA', 'micS'].map(sink => cables.play(said, sink)))
  await new Promise(resolve => setTimeout(resolve, BEFORE))
  await happens()
  await talking
  const sound = await recording.stop()
  const [mouth, ...ears] = ['micS', 'outB', 'outS'].map(name => sound.get(name) ?? new Int16Array())
  if (mouth === undefined) throw new Error('no cable')
  const heard = Array.from({ length: Math.floor(mouth.length / FRAME) }, (_, i) =>
    ears.some(ear => rmsDbfs(ear.subarray(i * FRAME, (i + 1) * FRAME)) > SILENT_DBFS),
  )
  const from = heard.indexOf(true)
  // Who is not heard again at all is silent to the end of what was said.
  const to = Math.max(heard.lastIndexOf(true), Math.floor(lastSound(mouth) / FRAME) - 50)
  if (from < 0) throw new Error('nothing was heard at all')
  let longest = 0
  let run = 0
  for (const sounds of heard.slice(from, to)) {
    run = sounds ? 0 : run + 1
    longest = Math.max(longest, run)
  }
  return longest * 10
}

function lastSound(sound: Pcm): number {
  return sound.findLastIndex(sample => Math.abs(sample) > 300)
}
