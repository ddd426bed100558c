/**
 * RNNoise: takes noise out of speech, 10 ms at a time, and says how likely the 10 ms are speech. Its sound comes
 * 10 ms late (windows of 20 ms that overlap by half); its likelihood is that of the frame just given.
 */
import { UNIT } from './audio-format.ts'

/** `standard` leaves a rest of the noise, so that the voice keeps its natural sound; `strong` leaves none. */
export type Suppression = 'off' | 'standard' | 'strong'

/** Share of the noise that `standard` leaves: -15 dB. What RNNoise mistakes for noise is not lost for good then. */
const LEFT_BY_STANDARD = 0.18

/** RNNoise reckons in 16-bit steps. */
const SCALE = 32_768

/** What RNNoise's WebAssembly gives: its C functions by name, over one memory. */
interface RnnoiseExports {
  readonly memory: WebAssembly.Memory
  __wasm_call_ctors(): void
  malloc(bytes: number): number
  rnnoise_create(model: 0): number
  rnnoise_process_frame(state: number, out: number, input: number): number
}

export class NoiseSuppressor {
  /** Likelihood that the last frame was speech, 0..1. */
  probability = 0
  readonly #rnnoise: RnnoiseExports
  readonly #state: number
  readonly #at: number
  /** Never grows, so that this view stays valid: memory is taken once, in the constructor. */
  readonly #samples: Float32Array
  /** The frame before, as it came: what RNNoise gives now is made of it. */
  readonly #before = new Float32Array(UNIT)

  /** Throws when the module is not RNNoise. */
  constructor(module: WebAssembly.Module) {
    this.#rnnoise = instantiate(module)
    this.#state = this.#rnnoise.rnnoise_create(0)
    this.#at = this.#rnnoise.malloc(UNIT * Float32Array.BYTES_PER_ELEMENT)
    this.#samples = new Float32Array(this.#rnnoise.memory.buffer, this.#at, UNIT)
  }

  /** Takes the next 10 ms; {@link take} then gives those before them without their noise. */
  hear(frame: Float32Array): void {
    for (let i = 0; i < UNIT; i++) this.#samples[i] = (frame[i] ?? 0) * SCALE
    const { rnnoise_process_frame: process } = this.#rnnoise
    const probability = process(this.#state, this.#at, this.#at)
    this.probability = probability >= 0 && probability <= 1 ? probability : 0
  }

  /** Writes the 10 ms before `frame`, the last one heard, into `out`: cleaned as wanted. `out` stays when off. */
  take(frame: Float32Array, suppression: Suppression, out: Float32Array): void {
    const left = suppression === 'strong' ? 0 : LEFT_BY_STANDARD
    for (let i = 0; suppression !== 'off' && i < UNIT; i++) {
      const clean = (this.#samples[i] ?? 0) / SCALE
      const value = clean + ((this.#before[i] ?? 0) - clean) * left
      out[i] = value >= -2 && value <= 2 ? value : 0
    }
    this.#before.set(frame)
  }
}

function instantiate(module: WebAssembly.Module): RnnoiseExports {
  let memory: Uint8Array | null = null
  const instance = new WebAssembly.Instance(module, {
    env: {
      emscripten_memcpy_big: (to: number, from: number, length: number) => {
        memory?.copyWithin(to, from, from + length)
      },
      // Its 16 MB are a hundred times what one voice takes.
      emscripten_resize_heap: () => 0,
      __assert_fail: () => {
        throw new Error('RNNoise stopped')
      },
    },
  })
  const exports = instance.exports as unknown as RnnoiseExports
  // It never grows (above), and rnnoise copies many times in each frame.
  memory = new Uint8Array(exports.memory.buffer)
  exports.__wasm_call_ctors()
  return exports
}
