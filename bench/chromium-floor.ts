/**
 * What Chromium alone makes of sound on this machine: one's microphone straight to one's ear through an AudioContext
 * with the app's own switches, nothing of the app in between. No app in a browser is quicker or steadier.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BufferFrames } from '../bridge/audio-buffer.ts'
import { openOnCable } from './cabled-browser.ts'

/** In the page. The worklet hands the sound on, as the app's do: they cost a render quantum or two of their own. */
const joinMicrophoneToEar = `(async () => {
  const processor = \`registerProcessor('through', class extends AudioWorkletProcessor {
    process([[heard]], [[out]]) { if (heard) out.set(heard); return true }
  })\`
  const context = new AudioContext({ latencyHint: 0, sampleRate: 48000 })
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([processor], { type: 'text/javascript' })))
  const through = new AudioWorkletNode(context, 'through')
  through.connect(context.destination)
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  window.stream = await navigator.mediaDevices.getUserMedia({ audio: plain })
  context.createMediaStreamSource(window.stream).connect(through)
})()`

/**
 * Does `work` while a plain Chromium joins the two.
 * @param env the cable, and DISPLAY
 */
export async function withPlainChromium<T>(
  env: Record<string, string>,
  buffer: BufferFrames,
  work: () => Promise<T>,
): Promise<T> {
  // Only a page of this computer's own may have the microphone.
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Floor</title>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await openOnCable(env, buffer)
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.evaluate(joinMicrophoneToEar)
    return await work()
  } finally {
    await browser.close()
    server.close()
  }
}
