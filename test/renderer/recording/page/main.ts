/**
 * A page with the real voice and the real recorder; in place of the engine a double that hands each piece to the
 * test, and speaks for another person when told to: with what our own microphone said a moment ago.
 */
import { idleConnection } from '../../../../bridge/engine-api.ts'
import { succeeded } from '../../../../bridge/problems.ts'
import type { RecordedPiece, RecordingEnd, RecordingKept } from '../../../../bridge/recording.ts'
import { defaultSettings } from '../../../../bridge/settings.ts'
import { readMicFrame, writeEarFrame } from '../../../../bridge/voice-port.ts'
import { createStore } from '../../../../renderer/engine-link/store.ts'
import { createVoice } from '../../../../renderer/meeting/voice.ts'
import { createRecording, type RecordingMakings } from '../../../../renderer/recording/recording.ts'
import { startVoice } from '../../../../renderer/voice/voice-session.ts'

declare global {
  interface Window {
    /** The test's: keeps a piece. */
    keepPiece: (piece: RecordedPiece) => Promise<RecordingKept>
    stopPieces: () => Promise<RecordingEnd | null>
    recorded: typeof recorded
  }
}

/** Frames that our microphone sent, for the other person to say. */
const said: Uint8Array[] = []
let ear: MessagePort | null = null
let othersTimer: ReturnType<typeof setInterval> | undefined
let otherFrame = 0

const voice = createVoice({
  startVoice,
  remember: () => {},
  takePorts: () => {
    const [mic, out] = [new MessageChannel(), new MessageChannel()]
    mic.port2.onmessage = event => {
      const frame = readMicFrame(event.data as Uint8Array)
      if (frame !== null) said.push(frame.opus)
    }
    ear = out.port2
    return { mic: mic.port1, ear: out.port1 }
  },
})

const connection = createStore({ ...idleConnection, phase: 'joined' as const })
const engine = {
  startRecording: async () => succeeded({ file: 'test.ogg' }),
  keepRecording: async (piece: RecordedPiece) => succeeded(await window.keepPiece(piece)),
  stopRecording: async () => succeeded(await window.stopPieces()),
}
const recording = createRecording({
  link: { connection, engine } as unknown as RecordingMakings['link'],
  voice,
})

/** Another person says over and over what we said, or falls silent. */
function others(speak: boolean): void {
  clearInterval(othersTimer)
  if (!speak) return
  const begin = performance.now()
  let sent = 0
  othersTimer = setInterval(() => {
    for (; sent * 10 < performance.now() - begin; sent++) {
      const opus = said[sent % said.length]
      if (opus === undefined) return
      ear?.postMessage(writeEarFrame({ session: 7, frameNumber: otherFrame++, terminator: false, opus }))
    }
  }, 10)
}

/** The loudest sample of each tenth of a second of a file, and its length in ms. */
async function decode(base64: string): Promise<{ peaks: number[]; ms: number }> {
  const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))
  const context = new OfflineAudioContext(1, 48_000, 48_000)
  const sound = await context.decodeAudioData(bytes.buffer)
  const samples = sound.getChannelData(0)
  const peaks: number[] = []
  for (let at = 0; at < samples.length; at += 4800) {
    peaks.push(samples.subarray(at, at + 4800).reduce((most, value) => Math.max(most, Math.abs(value)), 0))
  }
  return { peaks, ms: sound.duration * 1000 }
}

async function until(reached: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 700 && !reached(); tries++) await new Promise(done => setTimeout(done, 20))
  return reached()
}

const open = () => voice.open({ ...defaultSettings, transmission: 'always', echoCancellation: 'never' })

const recorded = { voice, recording, others, decode, until, open }
window.recorded = recorded
