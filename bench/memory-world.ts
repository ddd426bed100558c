/** What the app is measured among: real servers of every page, one who speaks in the meeting, screen and cables. */
import { startCables } from '../test/world/cables.ts'
import { type CallHostDouble, startCallHostDouble } from '../test/world/call-host-double.ts'
import { startDisplay } from '../test/world/display.ts'
import { startEtherCalc } from '../test/world/ethercalc.ts'
import { startEtherpad } from '../test/world/etherpad.ts'
import { startMumbleServer } from '../test/world/mumble-server.ts'
import { startNativeClient } from '../test/world/native-client.ts'
import { startTlsFront, type TlsFront } from '../test/world/tls-front.ts'

/** Processes are shared by all pages of a site, and the port is no part of a site: each service has a name. */
const NAMES = '--host-resolver-rules=MAP *.test 127.0.0.1'

/** A page of a real server, by which it is known that it is all there. */
export interface Place {
  readonly name: string
  readonly kind: 'pad' | 'sheet'
  readonly url: string
}

export interface World {
  readonly places: readonly Place[]
  readonly meetingPad: Place
  readonly call: CallHostDouble
  readonly mumblePort: number
  /** Of every certificate above, for Chromium. */
  readonly keyHashes: string
  /** For programs that show and sound: screen, cable, language. */
  readonly env: NodeJS.ProcessEnv
  stop(): Promise<void>
}

export async function makeWorld(): Promise<World> {
  const [server, etherpad, ethercalc, call, display, cables] = await Promise.all([
    startMumbleServer({ series: '1.3' }),
    startEtherpad(),
    startEtherCalc(),
    startCallHostDouble(),
    startDisplay({ width: 1300, height: 900 }),
    startCables(['A', 'B']),
  ])
  const fronts: TlsFront[] = []
  const place = async (name: string, kind: Place['kind']): Promise<Place> => {
    const front = await startTlsFront(kind === 'pad' ? etherpad.port : ethercalc.port)
    fronts.push(front)
    const origin = `https://${name}.test:${new URL(front.origin).port}`
    return { name, kind, url: kind === 'pad' ? `${origin}/p/${name}` : `${origin}/${name}` }
  }
  const meetingPad = await place('notes', 'pad')
  const places = [
    await place('budget', 'sheet'),
    await place('idees', 'pad'),
    await place('courses', 'pad'),
    await place('planning', 'sheet'),
    await place('recettes', 'pad'),
  ]
  for (const { kind, name } of [meetingPad, ...places]) {
    if (kind === 'pad') await etherpad.setPadText(name, `${'Une ligne de notes.\n'.repeat(60)}`)
    else await ethercalc.setSheetCsv(name, 'Café,12.5\n'.repeat(60))
  }
  const speaker = await startNativeClient({ name: 'Basile', port: server.port, sound: cables.env('B') })
  return {
    places,
    meetingPad,
    call,
    mumblePort: server.port,
    keyHashes: [call, ...fronts].map(({ keyHash }) => keyHash).join(),
    env: {
      ...process.env,
      ...cables.env('A'),
      DISPLAY: display.display,
      WAYLAND_DISPLAY: '',
      LANGUAGE: 'fr',
      LANG: 'fr_FR.UTF-8',
    },
    stop: async () => {
      await speaker.stop()
      await Promise.all([
        ...fronts.map(front => front.stop()),
        server.stop(),
        etherpad.stop(),
        ethercalc.stop(),
        call.stop(),
        display.stop(),
        cables.stop(),
      ])
    },
  }
}

/** For both browsers: they find the names, take the certificates as good, and say yes to microphone and camera. */
export function switchesFor(world: World): string[] {
  return [
    NAMES,
    `--ignore-certificate-errors-spki-list=${world.keyHashes}`,
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
  ]
}
