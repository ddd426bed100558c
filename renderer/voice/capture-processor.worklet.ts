/**
 * The capture worklet: joins {@link Capture} to the audio thread, the page and the voice port. First input the
 * microphone, second what is played.
 */
import { writeMicFrame } from '../../bridge/voice-port.ts'
import { SAMPLE_RATE, UNIT } from './audio-format.ts'
import { Capture } from './capture.ts'
import { ChannelChoice } from './channel-choice.ts'
import { NoiseSuppressor } from './noise-suppressor.ts'
import { rehearseCapture } from './rehearsal.ts'
import { Resampler } from './resampler.ts'
import { SampleQueue } from './sample-queue.ts'
import { createVoiceEncoder, type EncoderState, type VoiceEncoder } from './voice-encoder.ts'
import {
  CAPTURE_PROCESSOR,
  type CaptureCommand,
  type CaptureProcessorOptions,
  type CaptureReport,
} from './worklet-messages.ts'

/** Between the graph's rate and ours, where they differ. */
class Rates {
  readonly heard = new Resampler(sampleRate, SAMPLE_RATE)
  readonly played = new Resampler(sampleRate, SAMPLE_RATE)
  readonly tapped = new Resampler(SAMPLE_RATE, sampleRate)
}

class CaptureProcessor extends AudioWorkletProcessor {
  #capture: Capture | null = null
  #encoder: VoiceEncoder | null = null
  #plainEncoder: VoiceEncoder | null = null
  /** As the page was told last. */
  #told: EncoderState | null = null
  #engine: MessagePort | null = null
  /** Commands that came before the encoder was there. */
  #early: CaptureCommand[] = []
  /** What goes to the others, for a recording; null = nobody records. */
  #tap: SampleQueue | null = null
  readonly #channels = new ChannelChoice()
  readonly #rates = sampleRate === SAMPLE_RATE ? null : new Rates()
  #closed = false

  constructor({ processorOptions }: { readonly processorOptions: CaptureProcessorOptions }) {
    super()
    this.port.onmessage = (event: MessageEvent<CaptureCommand>) => this.#command(event.data, event.ports[0])
    this.#prepare(processorOptions.rnnoise).catch((error: unknown) =>
      this.#report({ type: 'broken', reason: String(error) }),
    )
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const samples = this.#channels.take(inputs[0] ?? [])
    // Without a microphone there is no input to count by; the silent output has the quantum's length.
    const count = samples?.length ?? outputs[0]?.[0]?.length ?? 128
    const played = inputs[1]?.[0] ?? null
    if (this.#rates === null) this.#capture?.process(samples, count, played)
    else {
      const heard = this.#rates.heard.convert(samples, count)
      this.#capture?.process(heard, heard.length, this.#rates.played.convert(played, count))
    }
    const tapped = outputs[1]?.[0]
    if (tapped !== undefined && this.#tap !== null) this.#giveTap(tapped)
    return !this.#closed
  }

  #giveTap(out: Float32Array): void {
    if (this.#rates === null) this.#drainTap(out)
    else this.#rates.tapped.fill(out, this.#drainTap)
  }

  readonly #drainTap = (out: Float32Array): void => {
    out.fill(0)
    this.#tap?.mixInto(out, 1, 1)
  }

  async #prepare(rnnoise: WebAssembly.Module | null): Promise<void> {
    const suppressor = rnnoise === null ? null : createSuppressor(rnnoise)
    await rehearseCapture(suppressor)
    const [encoder, plainEncoder] = await Promise.all([createVoiceEncoder(), createVoiceEncoder()])
    if (this.#closed) {
      encoder.free()
      plainEncoder.free()
      return
    }
    this.#encoder = encoder
    this.#plainEncoder = plainEncoder
    this.#capture = new Capture(
      { encoder, plainEncoder, suppressor },
      {
        send: frame => this.#engine?.postMessage(writeMicFrame(frame)),
        level: level => {
          this.#report({ type: 'level', level })
          this.#tellEncoder(encoder.state)
        },
        recorded: recording => this.#report({ type: 'recorded', recording }),
        sent: samples => {
          if (samples === null) this.#tap?.pushSilence(UNIT)
          else this.#tap?.push(samples)
        },
      },
    )
    for (const command of this.#early) this.#command(command, undefined)
    this.#early = []
  }

  #command(command: CaptureCommand, port: MessagePort | undefined): void {
    if (command.type === 'connect') {
      this.#engine?.close()
      this.#engine = port ?? null
      return
    }
    if (command.type === 'close') {
      this.#close()
      return
    }
    if (this.#capture === null || this.#encoder === null) {
      this.#early.push(command)
      return
    }
    switch (command.type) {
      case 'muted':
        this.#capture.setMuted(command.muted)
        break
      case 'transmission':
        this.#capture.setTransmission(command.transmission)
        break
      case 'talking':
        this.#capture.setTalking(command.talking)
        break
      case 'conditioning':
        this.#capture.setConditioning(command.options)
        break
      case 'echo-gating':
        this.#capture.setEchoGating(command.gating)
        break
      case 'microphone':
        this.#capture.microphoneChanged()
        this.#channels.forget()
        break
      case 'rate':
        this.#encoder.setRate(command.rate)
        break
      case 'loss':
        this.#encoder.setLoss(command.loss)
        break
      case 'record':
        this.#capture.record(command.seconds)
        break
      case 'tap':
        this.#setTap(command.on)
        break
    }
  }

  #tellEncoder(state: EncoderState): void {
    if (state === this.#told) return
    this.#told = state
    this.#report({ type: 'encoder', state })
  }

  #setTap(on: boolean): void {
    this.#tap = on ? new SampleQueue(4 * UNIT) : null
    // It is filled by tens of milliseconds and emptied by quanta: one unit ahead, it never runs dry.
    this.#tap?.pushSilence(UNIT)
  }

  #close(): void {
    this.#closed = true
    this.#capture = null
    this.#engine?.close()
    this.#encoder?.free()
    this.#encoder = null
    this.#plainEncoder?.free()
    this.#plainEncoder = null
  }

  #report(report: CaptureReport): void {
    this.port.postMessage(report)
  }
}

/** Null when the module is not what it should be: one is heard all the same, noise and all. */
function createSuppressor(rnnoise: WebAssembly.Module): NoiseSuppressor | null {
  try {
    return new NoiseSuppressor(rnnoise)
  } catch {
    return null
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor)
