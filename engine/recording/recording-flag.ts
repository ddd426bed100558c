/** The sign that we record, as the server shows it to everybody: put up before a sound is kept, and again after a reconnection. */
import { ProblemError } from '../../bridge/problems.ts'
import type { MumbleClient } from '../mumble/client.ts'
import { DeniedError, NoAnswerError } from '../mumble/errors.ts'

export class RecordingFlag {
  #client: MumbleClient | null = null
  #wanted = false

  /** Another connection to the same meeting; null = it broke off. */
  follow(client: MumbleClient | null): void {
    this.#client = client
    if (client === null || !this.#wanted || client.recordingAllowed === false) return
    // While it is not up, nothing is kept, and that is told with every piece.
    client.setRecording(true).catch(() => undefined)
  }

  /** Everybody has been told: what is heard now may be kept. */
  get isUp(): boolean {
    return this.#wanted && this.#client?.ownUser?.recording === true
  }

  /** Settles when everybody has been told. Throws `recording-refused`, `recording-over`, `server-silent`. */
  async raise(): Promise<void> {
    const client = this.#client
    if (client === null) throw new ProblemError('recording-over')
    // A server that forbids it puts out whoever starts all the same.
    if (client.recordingAllowed === false) throw new ProblemError('recording-refused')
    this.#wanted = true
    try {
      await client.setRecording(true)
    } catch (error) {
      this.lower()
      if (error instanceof DeniedError) throw new ProblemError('recording-refused', {}, error)
      throw new ProblemError(error instanceof NoAnswerError ? 'server-silent' : 'recording-over', {}, error)
    }
    if (this.#client !== client) throw new ProblemError('recording-over')
  }

  lower(): void {
    if (!this.#wanted) return
    this.#wanted = false
    // Nothing is kept any more; who is told late is told of less than there was.
    this.#client?.setRecording(false).catch(() => undefined)
  }
}
