/** What the engine keeps on disk: settings and pinned certificates, in one small JSON file. */
import { existsSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import Conf from 'conf'
import * as v from 'valibot'
import { firstBuffer } from '../bridge/audio-buffer.ts'
import {
  defaultSettings,
  type Settings,
  type SettingsChange,
  settingsChangeSchema,
} from '../bridge/settings.ts'
import { modernSettings } from './older-settings.ts'
import { setAside } from './set-aside.ts'

const pinSchema = v.object({
  /** SHA-256 of the certificate's DER, lower-case hex. */
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** A public authority vouched for it. */
  vouchedFor: v.boolean(),
})

export type Pin = v.InferOutput<typeof pinSchema>

/** Hosts that a person wants always (by kind) or never. */
const wishesSchema = v.object({
  never: v.array(v.pipe(v.string(), v.maxLength(100))),
  always: v.record(v.string(), v.pipe(v.string(), v.maxLength(100))),
})

export type HostWishes = v.InferOutput<typeof wishesSchema>

/** When the directory at an address may be asked for again. */
const directoryTurnSchema = v.object({
  address: v.pipe(v.string(), v.maxLength(2000)),
  /** ms since 1970 */
  at: v.pipe(v.number(), v.minValue(0)),
})

export type DirectoryTurn = v.InferOutput<typeof directoryTurnSchema>

interface Kept {
  settings: SettingsChange
  pins: Record<string, Pin>
  wishes: HostWishes
  /** Who failed lately, as engine/directory/failures.ts keeps it. */
  failures: unknown
  directoryTurn: DirectoryTurn | null
}

const firstSettings: Settings = { ...defaultSettings, audioBuffer: firstBuffer(availableParallelism()) }

export class Storage {
  readonly #file: Conf<Kept>
  /** Where a file went that could not be read, as an absolute path; null = all was read. */
  readonly setAside: string | null

  /** @param folder absolute path; made when missing. Throws when the disk refuses. */
  constructor(folder: string) {
    const { file, movedTo } = openFile(folder)
    this.#file = file
    this.setAside = movedTo
  }

  /** A field that no longer fits falls back to its default; the others stay. */
  get settings(): Settings {
    const fields = Object.entries(modernSettings(this.#file.get('settings'))).filter(
      ([key, value]) => Object.hasOwn(defaultSettings, key) && v.is(settingsChangeSchema, { [key]: value }),
    )
    return { ...firstSettings, ...Object.fromEntries(fields) }
  }

  changeSettings(change: SettingsChange): Settings {
    this.#file.set('settings', { ...this.#file.get('settings'), ...change })
    return this.settings
  }

  /** @param server "host:port" */
  pinOf(server: string): Pin | null {
    const pin = v.safeParse(pinSchema, this.#file.get('pins')[server])
    return pin.success ? pin.output : null
  }

  pin(server: string, pin: Pin): void {
    this.#file.set('pins', { ...this.#file.get('pins'), [server]: pin })
  }

  get wishes(): HostWishes {
    const kept = v.safeParse(wishesSchema, this.#file.get('wishes'))
    return kept.success ? kept.output : { never: [], always: {} }
  }

  set wishes(wishes: HostWishes) {
    this.#file.set('wishes', wishes)
  }

  get failures(): unknown {
    return this.#file.get('failures')
  }

  set failures(failures: unknown) {
    this.#file.set('failures', failures)
  }

  /** Null when it was never asked for. */
  get directoryTurn(): DirectoryTurn | null {
    const kept = v.safeParse(directoryTurnSchema, this.#file.get('directoryTurn'))
    return kept.success ? kept.output : null
  }

  set directoryTurn(turn: DirectoryTurn | null) {
    this.#file.set('directoryTurn', turn)
  }
}

function openFile(folder: string): { file: Conf<Kept>; movedTo: string | null } {
  const open = () =>
    new Conf<Kept>({
      cwd: folder,
      configName: 'engine',
      defaults: {
        settings: {},
        pins: {},
        wishes: { never: [], always: {} },
        failures: {},
        directoryTurn: null,
      },
      accessPropertiesByDotNotation: false,
    })
  try {
    return { file: open(), movedTo: null }
  } catch (error) {
    const file = join(folder, 'engine.json')
    if (!(error instanceof SyntaxError) || !existsSync(file)) throw error
    // A file cut short by a power failure must not keep the app from starting, nor be lost.
    const movedTo = setAside(file)
    rmSync(file)
    return { file: open(), movedTo }
  }
}
