/** A recording on the disk: begun under a name of its own, added to second by second, whole at any moment. */
import { randomInt } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProblemError } from '../../bridge/problems.ts'
import { localDay, safeFileName } from '../places/file-names.ts'
import { OggWriter } from './ogg-writer.ts'

/** Recordings of one minute and title. */
const MOST_FILES = 1000

export interface RecordingFileOptions {
  /** Absolute path; made when missing. */
  readonly folder: string
  readonly title: string
  readonly now: Date
  /** Default: the disk's own. */
  readonly openFile?: (file: string) => Promise<Pick<FileHandle, 'appendFile' | 'close'>>
}

export class RecordingFile {
  /** Absolute path, such as `…/2020-04-06 14h30 Café du lundi.ogg`. */
  readonly file: string
  readonly #handle: Pick<FileHandle, 'appendFile' | 'close'>
  readonly #ogg = new OggWriter(randomInt(2 ** 32))
  #bytes = 0
  #title: string

  private constructor(file: string, title: string, handle: Pick<FileHandle, 'appendFile' | 'close'>) {
    this.file = file
    this.#title = title
    this.#handle = handle
  }

  /** A new file, which nothing is in yet; nothing is written over. Throws `disk-refused`. */
  static async create(options: RecordingFileOptions): Promise<RecordingFile> {
    const { folder, title, now } = options
    // Whoever reads it hears everybody.
    const openFile = options.openFile ?? (file => open(file, 'ax', 0o600))
    const two = (number: number) => String(number).padStart(2, '0')
    const time = `${two(now.getHours())}h${two(now.getMinutes())}`
    const name = `${localDay(now)} ${time} ${safeFileName(title, 'Chatiere')}`
    try {
      await mkdir(folder, { recursive: true })
      for (let number = 1; ; number++) {
        const file = join(folder, `${name}${number === 1 ? '' : ` ${number}`}.ogg`)
        const handle = await openFile(file).catch(error => {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === MOST_FILES) throw error
          return null
        })
        if (handle !== null) return new RecordingFile(file, title, handle)
      }
    } catch (error) {
      throw new ProblemError('disk-refused', {}, error)
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  get durationMs(): number {
    return this.#ogg.durationMs
  }

  /** Throws `disk-refused`: what was written before stays. */
  async add(packets: readonly Uint8Array[]): Promise<void> {
    if (packets.length === 0) return
    const head = this.#bytes === 0 ? this.#ogg.head(this.#title) : new Uint8Array()
    await this.#append(Buffer.concat([head, this.#ogg.pages(packets)]))
  }

  /** Ends the file; one in which nothing is goes. */
  async close(): Promise<void> {
    try {
      if (this.#bytes > 0) await this.#append(this.#ogg.end())
    } catch {
      // It plays without its last page.
    }
    await this.#handle.close().catch(() => undefined)
    if (this.#bytes === 0) await rm(this.file, { force: true }).catch(() => undefined)
  }

  async #append(bytes: Uint8Array): Promise<void> {
    try {
      await this.#handle.appendFile(bytes)
    } catch (error) {
      throw new ProblemError('disk-refused', {}, error)
    }
    this.#bytes += bytes.length
  }
}
