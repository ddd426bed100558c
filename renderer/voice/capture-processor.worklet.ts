/**
 * The capture worklet: joins {@link Capture} to the audio thread, the page and the voice port. First input the
 * microphone, second what is played.
 */
import { writeMicFrame } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import { Capture } from './capture.ts'
import { NoiseSuppressor } from './noise-suppressor.ts'
import { rehearseCapture } from './rehearsal.ts'
import { SampleQueue } from './sample-queue.ts'
import { createVoiceEncoder, type VoiceEncoder } from './voice-encoder.ts'
import {
  CAPTURE_PROCESSOR,
  type CaptureCommand,
  type CaptureProcessorOptions,
  type CaptureReport,
} from './worklet-messages.ts'

class CaptureProcessor extends AudioWorkletProcessor {
  #capture: Capture | null = null
  #encoder: VoiceEncoder | null = null
  #plainEncoder: VoiceEncoder | null = null
  #engine: MessagePort | null = null
  /** Commands that came before the encoder was there. */
  #early: CaptureCommand[] = []
  /** What goes to the others, for a recording; null = nobody records. */
  #tap: SampleQueue | null = null
  #closed = false

  constructor({ processorOptions }: { readonly processorOptions: CaptureProcessorOptions }) {
    super()
    this.port.onmessage = (event: MessageEvent<CaptureCommand>) => this.#command(event.data, event.ports[0])
    this.#prepare(processorOptions.rnnoise).catch((error: unknown) =>
      this.#report({ type: 'broken', reason: String(error) }),
    )
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0] ?? null
    // Without a microphone there is no input to count by; the silent output has the quantum's length.
    const count = samples?.length ?? outputs[0]?.[0]?.length ?? 128
    this.#capture?.process(samples, count, inputs[1]?.[0] ?? null)
    const tapped = outputs[1]?.[0]
    if (tapped !== undefined) this.#tap?.mixInto(tapped, 1, 1)
    return !this.#closed
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
        level: level => this.#report({ type: 'level', level }),
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
