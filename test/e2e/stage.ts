/** The stage of a meeting: real servers, cables, a screen, and a directory that lists them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoDirectory } from '../../build/demo-directory.ts'
import { type Cables, startCables } from '../world/cables.ts'
import { temporaryFolder } from '../world/children.ts'
import { startDisplay } from '../world/display.ts'
import { type Etherpad, startEtherpad } from '../world/etherpad.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import type { Series } from '../world/mumble-server-program.ts'
import { type Relay, startRelay } from '../world/relay.ts'
import { startTlsFront } from '../world/tls-front.ts'
import { type Person, type PersonOptions, startPerson } from './person.ts'

export interface Stage {
  readonly directoryFile: string
  readonly display: string
  readonly cables: Cables
  readonly server: MumbleServer
  /** Between everybody and the server. */
  readonly relay: Relay
  readonly etherpad: Etherpad
  /** A person on the cable of this name. */
  person(cable: string, options?: StagedOptions): Promise<Person>
  stop(): Promise<void>
}

export interface StagedOptions extends Pick<PersonOptions, 'size' | 'settings' | 'canBeLeftAlone'> {
  /** The cable is not the computer's own choice: the settings name devices, and others can take their place. */
  readonly choosesDevices?: boolean
}

/** @param relayed whether the directory's server is behind the relay; without, voices take the shorter way */
export async function setStage(
  series: Series,
  cableNames: string[],
  { relayed = true }: { readonly relayed?: boolean } = {},
): Promise<Stage> {
  const [server, etherpad, cables, display] = await Promise.all([
    startMumbleServer({ series }),
    startEtherpad(),
    startCables(cableNames),
    startDisplay({ width: 1400, height: 900 }),
  ])
  const [relay, front] = await Promise.all([
    startRelay({ targetPort: server.port }),
    startTlsFront(etherpad.port),
  ])
  const folder = temporaryFolder('stage')
  const directoryFile = join(folder.path, 'directory.json')
  writeFileSync(
    directoryFile,
    JSON.stringify(
      demoDirectory({ mumblePort: (relayed ? relay : server).port, padUrl: `${front.origin}/p/` }),
    ),
  )
  const people: Person[] = []
  return {
    directoryFile,
    display: display.display,
    cables,
    server,
    relay,
    etherpad,
    person: async (cable, { choosesDevices = false, ...options } = {}) => {
      const { PULSE_SERVER = '', ...devices } = cables.env(cable)
      const sound = { PULSE_SERVER, ...(choosesDevices ? {} : devices) }
      const person = await startPerson({
        ...options,
        directoryFile,
        display: display.display,
        sound,
        trusted: front,
      })
      people.push(person)
      return person
    },
    stop: async () => {
      await Promise.all(people.map(person => person.close()))
      await Promise.all([
        front.stop(),
        relay.stop(),
        server.stop(),
        etherpad.stop(),
        cables.stop(),
        display.stop(),
      ])
      folder.remove()
    },
  }
}
