/**
 * From one person's microphone to another's ear: our app to our app, then Debian's native Mumble client to
 * itself, on the same cables and the same server, both sending all the time, all else as they come. Then a minute of
 * speech through each, in which every 10 ms that was dropped or repeated counts as a glitch; but not a pause that became
 * shorter or longer. Of ours every 10 ms that was made up counts too; the native client tells nobody, and what it makes
 * up well is not seen. Around both, what no app in a browser can better: how steadily the idle machine runs (`idle`), and
 * a plain Chromium between microphone and ear (`floorMs`, `floorGlitches`: it knows no pauses, so every jump counts).
 */
import { availableParallelism } from 'node:os'
import { firstBuffer } from '../bridge/audio-buffer.ts'
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
import { withPlainChromium } from './chromium-floor.ts'
import { findJumps, type Jumps, overhearStats, readStats } from './glitches.ts'
import { watchIdleStalls } from './idle-stalls.ts'
import { talk } from './voices.ts'

const CHIRPS = 25
const SPEECH_SECONDS = 60
const IDLE_SECONDS = 20
/** Longer than any delay worth measuring. */
const LONGEST_MS = 400

export default async function mouthToEar(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages, ...nativeClientPackages]
  await ensureSystemPackages(needed, 'to measure beside the native Mumble client')
  await installWorld()
  await buildApp(say)
  const idle = watchIdleStalls(IDLE_SECONDS)
  say(`idle:   ${JSON.stringify(idle)}`)
  const stage = await setStage('1.3', ['A', 'B'], { relayed: false })
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
    const glitches = await countGlitches(stage.cables, [anna, basile], say)
    await Promise.all([anna.close(), basile.close()])

    const talker = await startNativeClient({
      name: 'A',
      port: stage.server.port,
      sound: stage.cables.env('A'),
    })
    const listener = await startNativeClient({
      name: 'B',
      port: stage.server.port,
      sound: stage.cables.env('B'),
    })
    await settleDelay(stage.cables, 'A', 'B')
    const native = await measureDelay(stage.cables, 'A', 'B', CHIRPS)
    say(`native: ${JSON.stringify(native)}`)
    const nativeHeard = await speakAMinute(stage.cables, 'B')
    say(`native speech: ${JSON.stringify(nativeHeard)}`)
    await Promise.all([talker.stop(), listener.stop()])

    const screen = { ...stage.cables.env('A'), DISPLAY: stage.display }
    const [floor, floorHeard] = await withPlainChromium(
      screen,
      firstBuffer(availableParallelism()),
      async () => {
        await settleDelay(stage.cables, 'A', 'A')
        const delay = await measureDelay(stage.cables, 'A', 'A', CHIRPS)
        return [delay, await speakAMinute(stage.cables, 'A')] as const
      },
    )
    say(`Chromium alone: ${JSON.stringify(floor)}, speech: ${JSON.stringify(floorHeard)}`)
    return {
      oursMs: ours.medianMs,
      nativeMs: native.medianMs,
      ratio: Math.round((ours.medianMs / native.medianMs) * 100) / 100,
      glitches,
      nativeGlitches: nativeHeard.jumps + nativeHeard.holes,
      floorMs: floor.medianMs,
      floorGlitches: floorHeard.jumps + floorHeard.holes + floorHeard.pausesMoved,
      idle,
    }
  } finally {
    await stage.stop()
  }
}

/** A says a minute of speech, somebody listens. */
async function speakAMinute(cables: Cables, listener: string): Promise<Jumps> {
  const said = await talk('fr', SPEECH_SECONDS)
  const recording = await cables.recordAll()
  await cables.play(said, 'micA')
  await new Promise(resolve => setTimeout(resolve, LONGEST_MS))
  const sound = await recording.stop()
  return findJumps(
    sound.get('micA') ?? new Int16Array(),
    sound.get(`out${listener}`) ?? new Int16Array(),
    LONGEST_MS,
  )
}

/** The same through ours, with what the listener's own part tells of it. */
async function countGlitches(
  cables: Cables,
  people: readonly [Person, Person],
  say: (line: string) => void,
): Promise<number> {
  const [, listener] = people
  const before = await readStats(listener.page)
  const heard = await leftAlone(people, () => speakAMinute(cables, 'B'))
  const after = await readStats(listener.page)
  const madeUp = after.concealed - before.concealed + after.dropped - before.dropped
  const crackles = after.crackles - before.crackles
  say(`speech: ${JSON.stringify({ ...heard, madeUp, crackles, after })}`)
  return heard.jumps + heard.holes + madeUp + crackles
}
