/**
 * The recording of a meeting as the screens see it: the browser's recorder over everybody's voices, piece by piece
 * to the engine, which keeps them. Ends by itself with the meeting.
 */

import { type Problem, problem } from '../../bridge/problems.ts'
import type { RecordingEnd } from '../../bridge/recording.ts'
import type { EngineLink } from '../engine-link/engine-link.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { VoiceControl } from '../meeting/voice-control.ts'

/** ms of sound in a piece: what a crash costs at most. */
const PIECE = 1000
/** ms to wait for what a recorder still holds once it was told to stop, or broke. */
const LAST_PIECE = 2000
/** bit/s: speech of several people in one channel, with nothing left to wish for. */
const BITRATE = 48_000
/** Chromium and Firefox both record this; MP4 and WAV could not be cut anywhere. */
const RECORDED_TYPE = 'audio/webm;codecs=opus'

export interface RecordingState {
  /** `starting`: everybody is being told; nothing is kept yet. */
  readonly phase: 'off' | 'starting' | 'on' | 'ending'
  /** Absolute path; null = none yet. */
  readonly file: string | null
  readonly bytes: number
  readonly durationMs: number
  /** The connection is down: nothing is kept until everybody can be told again. */
  readonly paused: boolean
  /** The last recording, until somebody has taken note of it. */
  readonly ended: RecordingEnd | null
  /** Why it did not begin, or broke off. */
  readonly problem: Problem | null
}

export interface RecordingControl {
  readonly state: ReadableStore<RecordingState>
  /** Settles when it records, or cannot; `state` tells which. @param title of the meeting */
  start(title: string): Promise<void>
  /** Settles when the last sound is in the file, at once while nothing is recorded. */
  stop(): Promise<void>
  /** Shows the last file where it lies; a problem when the system cannot. */
  show(): Promise<Problem | null>
  /** Somebody has taken note of how it ended. */
  dismiss(): void
}

/** What we use of a browser's MediaRecorder. */
export interface Recorder {
  ondataavailable: ((event: { readonly data: Blob }) => void) | null
  onstop: (() => void) | null
  onerror: (() => void) | null
  readonly state: 'inactive' | 'recording' | 'paused'
  start(sliceMs: number): void
  stop(): void
}

export interface RecordingMakings {
  readonly link: Pick<EngineLink, 'engine' | 'connection'>
  readonly voice: Pick<VoiceControl, 'mix' | 'stats'>
  /** Null: this browser cannot record. Default: its own recorder. */
  readonly makeRecorder?: (stream: MediaStream) => Recorder | null
}

const off: RecordingState = {
  phase: 'off',
  file: null,
  bytes: 0,
  durationMs: 0,
  paused: false,
  ended: null,
  problem: null,
}

export function createRecording({
  link,
  voice,
  makeRecorder = browserRecorder,
}: RecordingMakings): RecordingControl {
  const state = createStore(off)
  const change = (changed: Partial<RecordingState>) => state.set({ ...state.get(), ...changed })
  let recorder: Recorder | null = null
  /** Settles when the recorder has given all it holds. */
  let allGiven: Promise<void> = Promise.resolve()
  let ending: Promise<void> | null = null
  let endMix: (() => void) | null = null
  /** Pieces go over the bridge in their order. */
  let sending: Promise<unknown> = Promise.resolve()
  let lastSender: Recorder | null = null

  const goesOn = () => state.get().phase === 'on' || state.get().phase === 'ending'

  const send = async (from: Recorder, data: Blob) => {
    if (data.size === 0) return
    const text = await base64Of(data)
    if (!goesOn()) return
    const first = from !== lastSender
    lastSender = from
    const kept = await link.engine.keepRecording({ data: text, first })
    if (!goesOn()) return
    if (kept.ok) change(kept.value)
    else finish(endSoFar(), kept.problem)
  }

  /** Another sound graph, or none: what the recorder before still holds is sent first. */
  const record = (stream: MediaStream | null) => {
    if (recorder !== null && recorder.state !== 'inactive') recorder.stop()
    recorder = null
    if (stream === null || !goesOn()) return
    try {
      recorder = makeRecorder(stream)
      if (recorder === null) return
      follow(recorder)
      recorder.start(PIECE)
    } catch (error) {
      console.warn('The recorder did not start.', error)
      recorder = null
      allGiven = Promise.resolve()
      void end(problem('recording-impossible'))
    }
  }

  const follow = (own: Recorder) => {
    own.ondataavailable = ({ data }) => {
      sending = sending.then(() => send(own, data))
    }
    allGiven = new Promise(resolve => {
      own.onstop = () => resolve()
    })
    // A browser that breaks off still gives what it holds, and then tells that it stopped.
    own.onerror = () => {
      if (own === recorder) void end(problem('recording-broke'))
    }
  }

  const endSoFar = (): RecordingEnd | null => {
    const { file, bytes, durationMs } = state.get()
    return file === null ? null : { file, bytes, durationMs }
  }

  const finish = (ended: RecordingEnd | null, reason: Problem | null) => {
    const last = recorder
    recorder = null
    if (last !== null && last.state !== 'inactive') last.stop()
    endMix?.()
    endMix = null
    lastSender = null
    state.set({ ...off, ended, problem: reason })
  }

  /** Ends it once: the last sound is kept, the engine closes the file and tells everybody. */
  const end = (reason: Problem | null): Promise<void> => {
    if (state.get().phase !== 'on') return ending ?? Promise.resolve()
    change({ phase: 'ending' })
    ending = endNow(reason)
    return ending
  }

  const endNow = async (reason: Problem | null) => {
    if (recorder !== null && recorder.state !== 'inactive') recorder.stop()
    await atMost(LAST_PIECE, allGiven)
    await sending
    if (state.get().phase !== 'ending') return
    const ended = await link.engine.stopRecording()
    finish(ended.ok ? ended.value : endSoFar(), ended.ok ? reason : ended.problem)
  }

  // The engine ends the file with the meeting; we must not go on listening.
  link.connection.subscribe(() => {
    const { phase } = link.connection.get()
    if (phase === 'idle' || phase === 'ended') {
      if (goesOn()) finish(endSoFar(), null)
    }
  })

  return {
    state,
    start: async title => {
      if (state.get().phase !== 'off') return
      if (voice.stats() === null || !canRecord(makeRecorder)) {
        state.set({ ...off, problem: problem('recording-impossible') })
        return
      }
      state.set({ ...off, phase: 'starting' })
      const started = await link.engine.startRecording(title)
      if (!started.ok) {
        state.set({ ...off, problem: started.problem })
        return
      }
      if (link.connection.get().phase === 'idle') {
        state.set(off)
        return
      }
      ending = null
      change({ phase: 'on', file: started.value.file })
      try {
        endMix = voice.mix(record)
      } catch (error) {
        console.warn('The sound could not be joined to the recorder.', error)
        void end(problem('recording-impossible'))
      }
      // It may have ended right there: who asked is told with the answer.
      await ending
    },
    stop: () => end(null),
    show: async () => {
      const shown = await link.engine.showRecording()
      return shown.ok ? null : shown.problem
    },
    dismiss: () => change({ ended: null, problem: null }),
  }
}

/** Settles with `done`, or after `ms`. */
function atMost(ms: number, done: Promise<void>): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    void done.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function browserRecorder(stream: MediaStream): Recorder | null {
  return new MediaRecorder(stream, { mimeType: RECORDED_TYPE, audioBitsPerSecond: BITRATE }) as Recorder
}

function canRecord(makeRecorder: (stream: MediaStream) => Recorder | null): boolean {
  if (makeRecorder !== browserRecorder) return true
  return typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(RECORDED_TYPE)
}

async function base64Of(data: Blob): Promise<string> {
  const bytes = new Uint8Array(await data.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
