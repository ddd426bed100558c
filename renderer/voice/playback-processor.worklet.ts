/** The playback worklet: joins {@link Playback} to the audio thread, the page and the voice port. */
import { SAMPLE_RATE } from './audio-format.ts'
import { createDecoderPool, type DecoderPool } from './decoder-pool.ts'
import { Playback } from './playback.ts'
import { rehearsePlayback } from './rehearsal.ts'
import { Resampler } from './resampler.ts'
import { PLAYBACK_PROCESSOR, type PlaybackCommand, type PlaybackReport } from './worklet-messages.ts'

/** Samples between two reports of statistics: 100 ms while somebody is heard. */
const STATS_EVERY = SAMPLE_RATE / 10

class PlaybackProcessor extends AudioWorkletProcessor {
  #decoders: DecoderPool | null = null
  #engine: MessagePort | null = null
  #sinceStats = 0
  #closed = false
  /** From our rate to the graph's, where they differ. */
  readonly #resampler = sampleRate === SAMPLE_RATE ? null : new Resampler(SAMPLE_RATE, sampleRate)
  readonly #playback = new Playback(() => this.#decoders?.take() ?? null, {
    talking: sessions => this.#report({ type: 'talking', sessions }),
    replayed: () => this.#report({ type: 'replayed' }),
  })

  constructor() {
    super()
    this.port.onmessage = (event: MessageEvent<PlaybackCommand>) => this.#command(event.data, event.ports[0])
    this.#prepare().catch((error: unknown) => this.#report({ type: 'broken', reason: String(error) }))
  }

  override process(_inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const channels = outputs[0] ?? []
    const first = channels[0]
    if (first === undefined || this.#closed) return !this.#closed
    if (this.#resampler === null) this.#playback.render(first)
    else this.#resampler.fill(first, this.#render)
    for (let channel = 1; channel < channels.length; channel++) channels[channel]?.set(first)
    this.#sinceStats += first.length
    if (this.#sinceStats >= STATS_EVERY) {
      this.#sinceStats = 0
      this.#report({ type: 'stats', stats: this.#playback.stats() })
    }
    return true
  }

  readonly #render = (sound: Float32Array): void => this.#playback.render(sound)

  async #prepare(): Promise<void> {
    const decoders = await createDecoderPool()
    await rehearsePlayback(decoders)
    if (this.#closed) {
      decoders.close()
      return
    }
    this.#decoders = decoders
  }

  #command(command: PlaybackCommand, port: MessagePort | undefined): void {
    switch (command.type) {
      case 'connect':
        this.#connect(port)
        break
      case 'deafened':
        this.#playback.setDeafened(command.deafened)
        break
      case 'gain':
        this.#playback.setGain(command.session, command.gain)
        break
      case 'evens-voices':
        this.#playback.setEvensVoices(command.evens)
        break
      case 'replay':
        this.#playback.replay(command.frames)
        break
      case 'close':
        this.#close()
        break
    }
  }

  #connect(port: MessagePort | undefined): void {
    this.#engine?.close()
    this.#engine = port ?? null
    this.#playback.clear()
    if (port !== undefined) port.onmessage = event => this.#playback.receive(event.data)
  }

  #close(): void {
    this.#closed = true
    this.#engine?.close()
    this.#playback.clear()
    this.#decoders?.close()
  }

  #report(report: PlaybackReport): void {
    this.port.postMessage(report)
  }
}

registerProcessor(PLAYBACK_PROCESSOR, PlaybackProcessor)
