/** The capture worklet: joins {@link Capture} to the audio thread, the page and the voice port. */
import { writeMicFrame } from '../../bridge/voice-port.ts'
import { Capture } from './capture.ts'
import { rehearseCapture } from './rehearsal.ts'
import { createVoiceEncoder, type VoiceEncoder } from './voice-encoder.ts'
import { CAPTURE_PROCESSOR, type CaptureCommand, type CaptureReport } from './worklet-messages.ts'

class CaptureProcessor extends AudioWorkletProcessor {
  #capture: Capture | null = null
  #encoder: VoiceEncoder | null = null
  #engine: MessagePort | null = null
  /** Commands that came before the encoder was there. */
  #early: CaptureCommand[] = []
  #closed = false

  constructor() {
    super()
    this.port.onmessage = (event: MessageEvent<CaptureCommand>) => this.#command(event.data, event.ports[0])
    this.#prepare().catch((error: unknown) => this.#report({ type: 'broken', reason: String(error) }))
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const samples = inputs[0]?.[0] ?? null
    // Without a microphone there is no input to count by; the silent output has the quantum's length.
    this.#capture?.process(samples, samples?.length ?? outputs[0]?.[0]?.length ?? 128)
    return !this.#closed
  }

  async #prepare(): Promise<void> {
    await rehearseCapture()
    const encoder = await createVoiceEncoder()
    if (this.#closed) {
      encoder.free()
      return
    }
    this.#encoder = encoder
    this.#capture = new Capture(encoder, {
      send: frame => this.#engine?.postMessage(writeMicFrame(frame)),
      level: level => this.#report({ type: 'level', level }),
      recorded: frames => this.#report({ type: 'recorded', frames }),
    })
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
      case 'rate':
        this.#encoder.setRate(command.rate)
        break
      case 'loss':
        this.#encoder.setLoss(command.loss)
        break
      case 'record':
        this.#capture.record(command.seconds)
        break
    }
  }

  #close(): void {
    this.#closed = true
    this.#capture = null
    this.#engine?.close()
    this.#encoder?.free()
    this.#encoder = null
  }

  #report(report: CaptureReport): void {
    this.port.postMessage(report)
  }
}

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor)
