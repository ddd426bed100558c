/** What the engine keeps on disk: settings and pinned certificates, in one small JSON file. */
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Conf from 'conf'
import * as v from 'valibot'
import {
  defaultSettings,
  type Settings,
  type SettingsChange,
  settingsChangeSchema,
} from '../bridge/settings.ts'

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

interface Kept {
  settings: SettingsChange
  pins: Record<string, Pin>
  wishes: HostWishes
  /** Who failed lately, as engine/directory/failures.ts keeps it. */
  failures: unknown
}

export class Storage {
  readonly #file: Conf<Kept>

  /** @param folder absolute path; made when missing. Throws when the disk refuses. */
  constructor(folder: string) {
    this.#file = openFile(folder)
  }

  /** A field that no longer fits falls back to its default; the others stay. */
  get settings(): Settings {
    const fields = Object.entries(this.#file.get('settings')).filter(
      ([key, value]) => Object.hasOwn(defaultSettings, key) && v.is(settingsChangeSchema, { [key]: value }),
    )
    return { ...defaultSettings, ...Object.fromEntries(fields) }
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
}

function openFile(folder: string): Conf<Kept> {
  const open = () =>
    new Conf<Kept>({
      cwd: folder,
      configName: 'engine',
      defaults: { settings: {}, pins: {}, wishes: { never: [], always: {} }, failures: {} },
      accessPropertiesByDotNotation: false,
    })
  try {
    return open()
  } catch (error) {
    const file = join(folder, 'engine.json')
    if (!(error instanceof SyntaxError) || !existsSync(file)) throw error
    // A file cut short by a power failure must not keep the app from starting, nor be lost.
    renameSync(file, `${file}.unreadable`)
    return open()
  }
}
