import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { cableRate, startCables } from './cables.ts'
import { startMumbleServer } from './mumble-server.ts'
import { startNativeClient } from './native-client.ts'
import { askServerInfo } from './server-info.ts'
import { chirp, findPeaks, join, silence } from './signal.ts'
import {
  ensureSystemPackages,
  nativeClientPackages,
  serverPackages,
  soundPackages,
} from './system-packages.ts'
import { whyNot } from './why-not.ts'

const packages = [...serverPackages, ...soundPackages, ...nativeClientPackages]
const reason = await whyNot(() => ensureSystemPackages(packages, 'to test beside the native Mumble client'))

it.skipIf(reason !== undefined)(
  `two native clients come in by themselves and hear each other${reason ? ` (skipped: ${reason})` : ''}`,
  async () => {
    const rate = cableRate
    const cables = await startCables(['A', 'B'])
    const server = await startMumbleServer()
    const talker = await startNativeClient({ name: 'Talker', port: server.port, sound: cables.env('A') })
    const listener = await startNativeClient({ name: 'Listener', port: server.port, sound: cables.env('B') })
    expect((await askServerInfo(server.port))?.users).toBe(2)

    const call = chirp({ fromHz: 300, toHz: 3000, seconds: 0.25, rate })
    const recording = await cables.recordAll()
    await cables.play(join(...Array.from({ length: 6 }, () => join(call, silence(0.6, rate)))), 'micA')
    await sleep(500)
    const heard = (await recording.stop()).get('outB') ?? new Int16Array()
    // The first call may fall into the client's own start, so not all six are asked for.
    expect(findPeaks(heard, call, { rate, threshold: 0.35, minGapMs: 300 }).length).toBeGreaterThanOrEqual(3)

    await talker.stop()
    await listener.stop()
    await server.stop()
    await cables.stop()
  },
)
