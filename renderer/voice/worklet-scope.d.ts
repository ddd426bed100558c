/** The few names of AudioWorkletGlobalScope that the two processors use; TypeScript's DOM types lack them. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
  /** One render quantum: inputs and outputs by connection, then by channel. True keeps the processor. */
  abstract process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean
}

/** Samples a second of the graph. */
declare const sampleRate: number

declare function registerProcessor(
  name: string,
  // Each processor knows what it is born with.
  processor: new (options: never) => AudioWorkletProcessor,
): void
