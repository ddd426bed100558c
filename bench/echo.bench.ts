/**
 * A loudspeaker in B's room, which B's microphone hears: how much softer A's own voice comes back to A than it left
 * B's loudspeaker (`erleDb`, from 5 s after the first sound), and how much softer than alone B is heard while both
 * talk (`doubleTalkDb`; 0 = not at all softer). As the app comes, but sending all the time: nothing hides in pauses.
 */
import { buildApp } from '../build/app-build.ts'
import { leftAlone } from '../test/e2e/person.ts'
import { enterByLink, makeMeeting } from '../test/e2e/plays.ts'
import { setStage } from '../test/e2e/stage.ts'
import type { Cables } from '../test/world/cables.ts'
import { installWorld } from '../test/world/install.ts'
import { bestLag, type Pcm, rmsDbfs, voiceBand } from '../test/world/signal.ts'
import {
  browserPackages,
  ensureSystemPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import { type Part, partOf } from './part-of.ts'
import { talk } from './voices.ts'

const RATE = 48_000
/** A laptop's microphone hears its loudspeaker about this much softer. */
const ECHO_DB = -10
/** Seconds that the canceller has. */
const TO_CONVERGE = 5
const ALONE_SECONDS = 15
const BOTH_SECONDS = 15
/** Softer than this, dBFS, nothing is left that could be measured. */
const FLOOR_DBFS = -96
const LONGEST_MS = 600

export default async function echo(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages]
  await ensureSystemPackages(needed, 'to measure the echo')
  await installWorld()
  await buildApp(say)
  const stage = await setStage('1.3', ['A', 'B'])
  try {
    const options = {
      settings: { transmission: 'always', evenVoices: false },
      canBeLeftAlone: true,
    } as const
    const [anna, basile] = [await stage.person('A', options), await stage.person('B', options)]
    const link = await makeMeeting(anna, { title: 'Écho', name: 'Anna' })
    await enterByLink(basile, { link, name: 'Basile' })
    const [french, english] = [await talk('fr', ALONE_SECONDS + BOTH_SECONDS), await talk('en', BOTH_SECONDS)]

    const { quiet, alone, both } = await leftAlone([anna, basile], async () => {
      const quiet = await hear(stage.cables, () => stage.cables.play(english, 'micB'))
      await stage.cables.addEcho('B', ECHO_DB)
      const alone = await hear(stage.cables, () =>
        stage.cables.play(french.subarray(0, ALONE_SECONDS * RATE), 'micA'),
      )
      const both = await hear(stage.cables, () =>
        Promise.all([
          stage.cables.play(french.subarray(ALONE_SECONDS * RATE), 'micA'),
          stage.cables.play(english, 'micB'),
        ]),
      )
      return { quiet, alone, both }
    })
    for (let second = 0; second < ALONE_SECONDS; second++) {
      const [room, back] = [alone.micB, alone.outA].map(sound => rmsDbfs(cut(sound, second, second + 1)))
      say(`second ${second}: in the room ${room?.toFixed(1)} dBFS, back at A ${back?.toFixed(1)} dBFS`)
    }
    const [room, back] = [alone.micB, alone.outA].map(sound =>
      rmsDbfs(cut(sound, TO_CONVERGE, ALONE_SECONDS)),
    )
    const [single, double] = [heardOf(english, quiet), heardOf(english, both)]
    say(`B alone: ${JSON.stringify(single)}, while A talks: ${JSON.stringify(double)}`)
    return {
      erleDb: round((room ?? 0) - Math.max(FLOOR_DBFS, back ?? 0)),
      doubleTalkDb: round(single.db - double.db),
    }
  } finally {
    await stage.stop()
  }
}

interface Heard {
  readonly micB: Pcm
  readonly outA: Pcm
}

async function hear(cables: Cables, talking: () => Promise<unknown>): Promise<Heard> {
  const recording = await cables.recordAll()
  await talking()
  await new Promise(resolve => setTimeout(resolve, LONGEST_MS))
  const sound = await recording.stop()
  return { micB: sound.get('micB') ?? new Int16Array(), outA: sound.get('outA') ?? new Int16Array() }
}

/** How loudly what B said is heard at A, against how B said it. */
function heardOf(said: Pcm, { micB, outA }: Heard): Part {
  const search = { rate: RATE, maxLagMs: 3000, band: voiceBand }
  const begin = Math.round((bestLag(said.subarray(0, 4 * RATE), micB, search).lagMs * RATE) / 1000)
  return partOf(said, outA.subarray(begin), { rate: RATE, mostMs: LONGEST_MS })
}

function cut(sound: Pcm, fromSecond: number, toSecond: number): Pcm {
  return sound.subarray(fromSecond * RATE, toSecond * RATE)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
