/** The app's own RNNoise in Node, and real speech to try it on, both without a browser. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { NoiseSuppressor } from '../../../renderer/voice/noise-suppressor.ts'
import { speech } from '../../world/speech.ts'
import { readWav } from '../../world/wav.ts'

let module: Promise<WebAssembly.Module> | undefined

async function compile(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve('@sapphi-red/web-noise-suppressor/rnnoise.wasm')
  return WebAssembly.compile(await readFile(file))
}

export async function createSuppressor(): Promise<NoiseSuppressor> {
  module ??= compile()
  return new NoiseSuppressor(await module)
}

/** A sentence, spoken by espeak-ng; 48 kHz, -3 dBFS at its loudest. */
export async function voiced(sentence: string, voice: 'fr' | 'en' = 'fr'): Promise<Float32Array> {
  const { samples } = readWav(await speech([sentence], { voice }))
  return Float32Array.from(samples, value => value / 32_768)
}
