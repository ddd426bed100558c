/**
 * From one person's microphone to another's ear: our app to our app, then Debian's native Mumble client to
 * itself, on the same cables and the same server, both sending all the time, all else as they come.
 */
import { buildApp } from '../build/app-build.ts'
import { enterByLink, makeMeeting } from '../test/e2e/plays.ts'
import { setStage } from '../test/e2e/stage.ts'
import { installWorld } from '../test/world/install.ts'
import { startNativeClient } from '../test/world/native-client.ts'
import {
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import { measureDelay } from './chirps.ts'

const CHIRPS = 25

export default async function mouthToEar(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages, ...nativeClientPackages]
  await ensureSystemPackages(needed, 'to measure beside the native Mumble client')
  await installWorld()
  await buildApp(say)
  const stage = await setStage('1.3', ['A', 'B', 'C', 'D'])
  try {
    const options = { settings: { transmission: 'always' } } as const
    const [anna, basile] = [await stage.person('A', options), await stage.person('B', options)]
    const link = await makeMeeting(anna, { title: 'Mesure', name: 'Anna' })
    await enterByLink(basile, { link, name: 'Basile' })
    // The echo canceller and the jitter buffer settle in the first seconds of sound.
    await measureDelay(stage.cables, 'A', 'B', 5)
    const ours = await measureDelay(stage.cables, 'A', 'B', CHIRPS)
    say(`ours:   ${JSON.stringify(ours)}`)
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
    await measureDelay(stage.cables, 'C', 'D', 5)
    const native = await measureDelay(stage.cables, 'C', 'D', CHIRPS)
    say(`native: ${JSON.stringify(native)}`)
    await Promise.all([talker.stop(), listener.stop()])
    return {
      oursMs: ours.medianMs,
      nativeMs: native.medianMs,
      ratio: Math.round((ours.medianMs / native.medianMs) * 100) / 100,
    }
  } finally {
    await stage.stop()
  }
}
