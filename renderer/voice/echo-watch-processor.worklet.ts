/** The echo watch: joins {@link EchoDetector} to the audio thread. First input the microphone, second what is played. */
import { EchoDetector } from './echo-detector.ts'
import { ECHO_WATCH_PROCESSOR, type EchoWatchCommand, type EchoWatchReport } from './worklet-messages.ts'

class EchoWatchProcessor extends AudioWorkletProcessor {
  readonly #detector = new EchoDetector()
  #listening = false
  #closed = false

  constructor() {
    super()
    this.port.onmessage = (event: MessageEvent<EchoWatchCommand>) => this.#command(event.data)
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const length = outputs[0]?.[0]?.length ?? 128
    if (this.#listening) this.#listen(inputs[0]?.[0] ?? null, inputs[1]?.[0] ?? null, length)
    return !this.#closed
  }

  #listen(heard: Float32Array | null, played: Float32Array | null, length: number): void {
    this.#detector.hear(heard, played, length)
    const { echoMs } = this.#detector
    if (echoMs === null) return
    this.#listening = false
    const report: EchoWatchReport = { type: 'echo', ms: echoMs }
    this.port.postMessage(report)
  }

  #command(command: EchoWatchCommand): void {
    switch (command.type) {
      case 'listen':
        this.#listening = command.listening
        this.#detector.reset(command.afterMs)
        break
      case 'close':
        this.#closed = true
        break
    }
  }
}

registerProcessor(ECHO_WATCH_PROCESSOR, EchoWatchProcessor)
