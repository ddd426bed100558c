/**
 * A page with the voice path and, in place of the engine, a double that hands each of our frames back as
 * another person's. The test drives it through `window.voice`.
 */
import { readMicFrame, writeEarFrame } from '../../../../bridge/voice-port.ts'
import { startVoice, type VoiceOptions, type VoiceSession } from '../../../../renderer/voice/voice-session.ts'
import type { Crowd } from './crowd.worker.ts'

const options: VoiceOptions = {
  microphoneLabel: '',
  speakerLabel: '',
  echo: { mode: 'never', pairs: [] },
  bufferFrames: 128,
  transmission: 'always',
  conditioning: { suppression: 'standard', automaticGain: true },
  evensVoices: false,
  ownRate: false,
}

export interface SentFrame {
  readonly frameNumber: number
  readonly terminator: boolean
  readonly opus: readonly number[]
}

/** Joins a session to the double; what it says comes back from `back`. Gives the frames it sends. */
function loop(session: VoiceSession, back: number): SentFrame[] {
  const mic = new MessageChannel()
  const ear = new MessageChannel()
  const sent: SentFrame[] = []
  mic.port2.onmessage = event => {
    const frame = readMicFrame(event.data as Uint8Array)
    if (frame === null) throw new Error('the microphone sent no frame')
    sent.push({ ...frame, opus: [...frame.opus] })
    ear.port2.postMessage(writeEarFrame({ ...frame, session: back }))
  }
  session.connect({ mic: mic.port1, ear: ear.port1 })
  return sent
}

/**
 * Lets `speakers` people speak at once for `ms`, the packets of 10 ms over and over, each from another place in them.
 * Gives what the playback told at the end.
 */
async function crowd(session: VoiceSession, packets: readonly number[][], speakers: number, ms: number) {
  const mic = new MessageChannel()
  const ear = new MessageChannel()
  session.connect({ mic: mic.port1, ear: ear.port1 })
  const worker = new Worker(new URL('crowd.worker.ts', import.meta.url), { type: 'module' })
  const said: Crowd = { packets: packets.map(bytes => Uint8Array.from(bytes)), speakers }
  worker.postMessage(said, [ear.port2])
  await new Promise(done => setTimeout(done, ms))
  const stats = session.stats()
  worker.terminate()
  return stats
}

/** Waits until `reached` holds, at most 10 s. */
async function until(reached: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500 && !reached(); tries++) await new Promise(done => setTimeout(done, 20))
  return reached()
}

const contexts: AudioContext[] = []
const peaks: number[] = []

/** Lets a test hear what an AudioContext gives out: its last node is also joined to an analyser. */
function overhear(): void {
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 4096 })
      Reflect.apply(connect, this, [analyser])
      const samples = new Float32Array(4096)
      const timer = setInterval(() => {
        if (this.context.state === 'closed') clearInterval(timer)
        analyser.getFloatTimeDomainData(samples)
        peaks.push(samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0))
      }, 50)
      contexts.push(this.context as AudioContext)
    }
    return Reflect.apply(connect, this, args)
  } as typeof connect
}

const voice = { options, startVoice, loop, crowd, until, overhear, peaks, contexts }

declare global {
  interface Window {
    voice: typeof voice
    session: VoiceSession | undefined
    /** What a test keeps between two of its steps. */
    sent: SentFrame[]
  }
}

window.voice = voice
