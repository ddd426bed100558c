/** The meeting's recording: announced, then kept piece by piece as the page hands it over. One at a time. */
import { ProblemError } from '../../bridge/problems.ts'
import type { RecordedPiece, RecordingKept } from '../../bridge/recording.ts'
import { RecordingFile, type RecordingFileOptions } from './recording-file.ts'
import type { RecordingFlag } from './recording-flag.ts'
import { showInFolder } from './show-in-folder.ts'
import { WebmError, WebmReader } from './webm-reader.ts'

export interface RecordingsParts {
  readonly flag: Pick<RecordingFlag, 'isUp' | 'raise' | 'lower'>
  /** Absolute path of the folder for what a person saves. */
  readonly folder: string
  readonly openFile?: RecordingFileOptions['openFile']
  /** Default: the system's. */
  readonly show?: (file: string) => Promise<boolean>
}

export class Recordings {
  readonly #parts: RecordingsParts
  #current: { readonly file: RecordingFile; reader: WebmReader } | null = null
  #starting = false
  #lastFile: string | null = null
  /** Pieces are written one after the other. */
  #work: Promise<unknown> = Promise.resolve()

  constructor(parts: RecordingsParts) {
    this.#parts = parts
  }

  /**
   * Settles when a file is open and everybody has been told; what was recorded before ends.
   * Throws `disk-refused`, `recording-refused`, `recording-over`.
   */
  async start(title: string): Promise<{ file: string }> {
    if (this.#starting) throw new ProblemError('recording-over')
    this.#starting = true
    try {
      await this.#finish()
      const { folder, openFile, flag } = this.#parts
      const options = { folder, title, now: new Date(), ...(openFile === undefined ? {} : { openFile }) }
      const file = await RecordingFile.create(options)
      try {
        await flag.raise()
      } catch (error) {
        await file.close()
        throw error
      }
      this.#current = { file, reader: new WebmReader() }
      this.#lastFile = file.file
      return { file: file.file }
    } finally {
      this.#starting = false
    }
  }

  /** Adds a piece; while not everybody knows of the recording it is left out. Throws `recording-over`, `disk-refused`. */
  keep(piece: RecordedPiece): Promise<RecordingKept> {
    return this.#inTurn(async () => {
      const current = this.#current
      if (current === null) throw new ProblemError('recording-over')
      try {
        if (piece.first) current.reader = new WebmReader()
        const packets = current.reader.read(Buffer.from(piece.data, 'base64'))
        const { isUp } = this.#parts.flag
        if (isUp) await current.file.add(packets)
        return { ...progressOf(current.file), paused: !isUp }
      } catch (error) {
        await this.#close()
        throw error instanceof WebmError ? new ProblemError('recording-impossible', {}, error) : error
      }
    })
  }

  /** Ends the recording after what is still being written; null when there was none. */
  stop(): Promise<{ readonly file: string; readonly bytes: number; readonly durationMs: number } | null> {
    return this.#finish()
  }

  /** Shows the last recording where it lies; false when the system has no way to. */
  async show(): Promise<boolean> {
    if (this.#lastFile === null) return false
    return (this.#parts.show ?? showInFolder)(this.#lastFile)
  }

  #finish() {
    return this.#inTurn(() => this.#close())
  }

  async #close() {
    const current = this.#current
    if (current === null) return null
    this.#current = null
    this.#parts.flag.lower()
    await current.file.close()
    return { file: current.file.file, ...progressOf(current.file) }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#work.then(task)
    this.#work = result.catch(() => undefined)
    return result
  }
}

function progressOf({ bytes, durationMs }: RecordingFile) {
  return { bytes, durationMs }
}
