/**
 * From one person's microphone to another's ear: our app to our app, then Debian's native Mumble client to
 * itself, on the same cables and the same server, both sending all the time, all else as they come. Then a minute of
 * speech through ours, in which every 10 ms that was dropped, repeated or made up counts as a glitch; but not a pause
 * that became shorter or longer.
 */
import { buildApp } from '../build/app-build.ts'
import { leftAlone, type Person } from '../test/e2e/person.ts'
import { enterByLink, makeMeeting } from '../test/e2e/plays.ts'
import { setStage } from '../test/e2e/stage.ts'
import type { Cables } from '../test/world/cables.ts'
import { installWorld } from '../test/world/install.ts'
import { startNativeClient } from '../test/world/native-client.ts'
import {
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import { measureDelay, settleDelay } from './chirps.ts'
import { findJumps, overhearStats, readStats } from './glitches.ts'
import { talk } from './voices.ts'

const CHIRPS = 25
const SPEECH_SECONDS = 60
/** Longer than any delay worth measuring. */
const LONGEST_MS = 400

export default async function mouthToEar(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages, ...nativeClientPackages]
  await ensureSystemPackages(needed, 'to measure beside the native Mumble client')
  await installWorld()
  await buildApp(say)
  const stage = await setStage('1.3', ['A', 'B', 'C', 'D'], { relayed: false })
  try {
    const options = { settings: { transmission: 'always' }, canBeLeftAlone: true } as const
    const [anna, basile] = [await stage.person('A', options), await stage.person('B', options)]
    await overhearStats(basile.page)
    const link = await makeMeeting(anna, { title: 'Mesure', name: 'Anna' })
    await enterByLink(basile, { link, name: 'Basile' })
    const ours = await leftAlone([anna, basile], async () => {
      // The echo canceller and the jitter buffer settle in the first seconds of sound.
      await settleDelay(stage.cables, 'A', 'B')
      return measureDelay(stage.cables, 'A', 'B', CHIRPS)
    })
    say(`ours:   ${JSON.stringify(ours)}`)
    const minute = await countGlitches(stage.cables, [anna, basile], say)
    await Promise.all([anna.close(), basile.close()])

    const talker = await startNativeClient({
      name: 'C',
      port: stage.server.port,
      sound: stage.cables.env('C'),
    })
    const listener = await startNativeClient({
      name: 'D',
      port: stage.server.port,
      sound: stage.cables.env('D'),
    })
    await settleDelay(stage.cables, 'C', 'D')
    const native = await measureDelay(stage.cables, 'C', 'D', CHIRPS)
    say(`native: ${JSON.stringify(native)}`)
    await Promise.all([talker.stop(), listener.stop()])
    return {
      oursMs: ours.medianMs,
      nativeMs: native.medianMs,
      ratio: Math.round((ours.medianMs / native.medianMs) * 100) / 100,
      glitches: minute,
    }
  } finally {
    await stage.stop()
  }
}

/** A says a minute of speech, B listens. */
async function countGlitches(
  cables: Cables,
  people: readonly [Person, Person],
  say: (line: string) => void,
): Promise<number> {
  const said = await talk('fr', SPEECH_SECONDS)
  const [, listener] = people
  const before = await readStats(listener.page)
  const sound = await leftAlone(people, async () => {
    const recording = await cables.recordAll()
    await cables.play(said, 'micA')
    await new Promise(resolve => setTimeout(resolve, LONGEST_MS))
    return recording.stop()
  })
  const after = await readStats(listener.page)
  const heard = findJumps(
    sound.get('micA') ?? new Int16Array(),
    sound.get('outB') ?? new Int16Array(),
    LONGEST_MS,
  )
  const madeUp = after.concealed - before.concealed + after.dropped - before.dropped
  const crackles = after.crackles - before.crackles
  say(`speech: ${JSON.stringify({ ...heard, madeUp, crackles, after })}`)
  return heard.jumps + heard.holes + madeUp + crackles
}
