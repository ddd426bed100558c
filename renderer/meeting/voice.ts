/**
 * The voice as the screens see it: opened at a meeting's door, kept into the meeting, closed on leaving.
 * What is wanted of it holds whether it is open yet or not.
 */
import { nextBuffer } from '../../bridge/audio-buffer.ts'
import type { Settings, SettingsChange } from '../../bridge/settings.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { VoicePorts } from '../shell/shell.ts'
import type { Recording } from '../voice/capture.ts'
import type { Cue } from '../voice/cues.ts'
import type { LevelAdvice } from '../voice/level-guide.ts'
import { type VoiceProblem, voiceProblemCodes } from '../voice/voice-problems.ts'
import type { SelfTest, VoiceOptions, VoiceSession, VoiceStats } from '../voice/voice-session.ts'
import { createTalking, type TalkingStore } from './talking.ts'

export interface VoiceStatus {
  /** `asking`: the microphone is being opened. `listening`: open, but without a microphone. */
  readonly phase: 'off' | 'asking' | 'listening' | 'on'
  /** In the order of voice-problems.ts; empty when all is well. */
  readonly problems: readonly VoiceProblem[]
  /** Somebody speaks into our microphone, muted or not. */
  readonly speaking: boolean
  /** What the person could do about how they sound; null = all is well. */
  readonly advice: LevelAdvice | null
}

/** Labels of what is plugged in; empty until the person once allowed the microphone. */
export interface VoiceDevices {
  readonly microphones: readonly string[]
  readonly speakers: readonly string[]
}

export interface VoiceControl {
  readonly status: ReadableStore<VoiceStatus>
  /** The microphone's level, 0..1 over {@link meterFraction}'s range. */
  readonly level: ReadableStore<number>
  /** Who speaks, by session. */
  readonly talking: TalkingStore
  readonly devices: ReadableStore<VoiceDevices>
  readonly selfTest: ReadableStore<SelfTest>
  /** A test was recorded that {@link replay} can play in both ways. */
  readonly canCompare: ReadableStore<boolean>
  /** Push-to-talk's key or button is held. */
  readonly held: ReadableStore<boolean>
  /** Opens microphone and loudspeaker; does nothing when they are open. */
  open(settings: Settings): void
  /** Another life of the engine: what was heard in the one before is forgotten. */
  engineRenewed(): void
  /** Takes changed settings over at once. */
  apply(settings: Settings): void
  /** Nothing leaves while muted; the level still moves. Muted until told otherwise. */
  setMuted(muted: boolean): void
  setDeafened(deafened: boolean): void
  /** `uplinkLoss`: 0..1; `maxBandwidth`: bit/s, null = not said. */
  setNetwork(uplinkLoss: number, maxBandwidth: number | null): void
  /** Plays back the next three seconds of our own voice; `selfTest` tells how far it is. */
  listenToMyself(): void
  /** Plays the last test again: as the others hear us, or as the microphone gave it. */
  replay(way: keyof Recording): void
  /** Push-to-talk's key or button is held, or was let go. */
  setTalking(talking: boolean): void
  /** A short sound for the person alone; none while the sound is closed or the settings say so. */
  playCue(cue: Cue): void
  /** How the sound does right now; null while it is closed. */
  stats(): VoiceStats | null
  /**
   * Everybody's voices, and ours as it goes to them, as a stream: told at once where the sound is open, and again
   * each time that it is opened anew; null = it is closed. The answer ends it. One at a time.
   */
  mix(listener: (stream: MediaStream | null) => void): () => void
  close(): void
}

export interface VoiceMakings {
  readonly startVoice: (options: VoiceOptions) => Promise<VoiceSession>
  /** A fresh pair of ports to the engine; the pair before is dead. */
  readonly takePorts: () => VoicePorts
  /** Keeps what the voice learnt of this computer: its echo, and the buffer it needs. */
  readonly remember: (change: SettingsChange) => void
}

const off: VoiceStatus = { phase: 'off', problems: [], speaking: false, advice: null }

const TEST_SECONDS = 3

/** Without one of these the microphone is still on its way. */
const withoutMicrophone: readonly VoiceProblem[] = [
  'microphone-missing',
  'microphone-denied',
  'microphone-busy',
  'audio-broken',
]

/** Speech at a desk lies between -45 and -15 dBFS: the bar spends its length on -60..-10. */
export function meterFraction(decibels: number): number {
  return Math.max(0, Math.min(1, (decibels + 60) / 50))
}

export function createVoice({ startVoice, takePorts, remember }: VoiceMakings): VoiceControl {
  const status = createStore<VoiceStatus>(off)
  const level = createStore(0)
  const devices = createStore<VoiceDevices>({ microphones: [], speakers: [] })
  const selfTest = createStore<SelfTest>('off')
  const canCompare = createStore(false)
  const held = createStore(false)
  const talking = createTalking()
  let session: VoiceSession | null = null
  let mixListener: ((stream: MediaStream | null) => void) | null = null
  let wanted = { muted: true, deafened: false, loss: 0, maxBandwidth: null as number | null }
  let settings: Settings | null = null
  // Counts the openings: one that was closed while it still started must not come to life.
  let round = 0

  const breakDown = (error: unknown) => {
    console.warn('The sound could not start.', error)
    status.set({ phase: 'listening', problems: ['audio-broken'], speaking: false, advice: null })
  }
  const begin = (started: VoiceSession) => {
    session = started
    follow(started, { status, level, devices, selfTest, canCompare, talking })
    started.setMuted(wanted.muted)
    started.setDeafened(wanted.deafened)
    started.setUplinkLoss(wanted.loss)
    started.setMaxBandwidth(wanted.maxBandwidth)
    if (settings !== null) applyTo(started, settings)
    if (held.get()) started.setTalking(true)
    started.connect(takePorts())
    if (mixListener !== null) mixListener(started.openMix())
  }
  const start = (current: Settings) => {
    round += 1
    const own = round
    void startVoice(optionsOf(current)).then(
      started => {
        if (own !== round) return void started.close()
        const before = session
        talking.clear()
        begin(started)
        void before?.close()
      },
      error => (own === round && session === null ? breakDown(error) : undefined),
    )
  }
  /** This machine crackles: the next larger buffer, now and from now on. */
  const enlargeBuffer = () => {
    const frames = settings === null ? null : nextBuffer(settings.audioBuffer)
    if (settings === null || frames === null) return
    console.warn(`The sound crackles: its buffer is made ${frames} frames long.`)
    settings = { ...settings, audioBuffer: frames }
    remember({ audioBuffer: frames })
    start(settings)
  }

  return {
    status,
    level,
    devices,
    selfTest,
    canCompare,
    held,
    talking,
    open: current => {
      settings = current
      if (status.get().phase !== 'off') return
      status.set({ phase: 'asking', problems: [], speaking: false, advice: null })
      start(current)
    },
    engineRenewed: () => {
      talking.clear()
      session?.connect(takePorts())
    },
    apply: current => {
      settings = current
      if (session !== null) applyTo(session, current)
    },
    setMuted: muted => {
      wanted = { ...wanted, muted }
      session?.setMuted(muted)
    },
    setDeafened: deafened => {
      wanted = { ...wanted, deafened }
      session?.setDeafened(deafened)
    },
    setNetwork: (loss, maxBandwidth) => {
      const before = wanted
      wanted = { ...wanted, loss, maxBandwidth }
      if (loss !== before.loss) session?.setUplinkLoss(loss)
      if (maxBandwidth !== before.maxBandwidth) session?.setMaxBandwidth(maxBandwidth)
    },
    listenToMyself: () => void session?.listenToMyself(TEST_SECONDS),
    replay: way => void session?.replay(way),
    setTalking: talks => {
      held.set(talks)
      session?.setTalking(talks)
    },
    playCue: cue => {
      if (settings?.soundCues === true) session?.playCue(cue)
    },
    stats: () => session?.stats() ?? null,
    mix: listener => {
      mixListener = listener
      if (session !== null) listener(session.openMix())
      return () => {
        if (mixListener !== listener) return
        mixListener = null
        session?.closeMix()
      }
    },
    close: () => {
      round += 1
      wanted = { muted: true, deafened: false, loss: 0, maxBandwidth: null }
      const closing = session
      session = null
      mixListener?.(null)
      void closing?.close()
      talking.clear()
      level.set(0)
      selfTest.set('off')
      canCompare.set(false)
      held.set(false)
      status.set(off)
    },
  }

  /** Carries a session's news into our own stores, as long as it is the one in use. */
  function follow(started: VoiceSession, into: Stores): void {
    const whileOpen = <T>(store: ReadableStore<T>, carry: (value: T) => void) => {
      const pass = () => {
        if (session === started) carry(store.get())
      }
      pass()
      store.subscribe(pass)
    }
    const tellStatus = () => {
      const next = statusOf(started)
      const last = into.status.get()
      const same =
        next.phase === last.phase &&
        next.speaking === last.speaking &&
        next.advice === last.advice &&
        `${next.problems}` === `${last.problems}`
      if (!same) into.status.set(next)
    }
    whileOpen(started.levels, ({ rmsDb }) => {
      into.level.set(meterFraction(rmsDb))
      tellStatus()
    })
    whileOpen(started.problems, tellStatus)
    whileOpen(started.hasMicrophone, tellStatus)
    whileOpen(started.devices, found => into.devices.set(found))
    whileOpen(started.selfTest, step => into.selfTest.set(step))
    whileOpen(started.echoPairs, pairs => pairs !== null && remember({ echoPairs: [...pairs] }))
    whileOpen(started.crackles, crackles => crackles && enlargeBuffer())
    whileOpen(started.canCompare, can => into.canCompare.set(can))
    let talked: ReadonlySet<number> = new Set()
    whileOpen(started.talking, now => {
      for (const each of talked) if (!now.has(each)) into.talking.set(each, false)
      for (const each of now) into.talking.set(each, true)
      talked = now
    })
  }
}

interface Stores {
  readonly status: ReturnType<typeof createStore<VoiceStatus>>
  readonly level: ReturnType<typeof createStore<number>>
  readonly devices: ReturnType<typeof createStore<VoiceDevices>>
  readonly selfTest: ReturnType<typeof createStore<SelfTest>>
  readonly canCompare: ReturnType<typeof createStore<boolean>>
  readonly talking: TalkingStore
}

function statusOf(session: VoiceSession): VoiceStatus {
  const found = session.problems.get()
  const problems = voiceProblemCodes.filter(code => found.has(code))
  const phase = session.hasMicrophone.get()
    ? 'on'
    : problems.some(code => withoutMicrophone.includes(code))
      ? 'listening'
      : 'asking'
  const { speaking, advice } = session.levels.get()
  return { phase, problems, speaking, advice }
}

function optionsOf(settings: Settings): VoiceOptions {
  const { microphone, speaker, transmission } = settings
  return {
    microphoneLabel: microphone,
    speakerLabel: speaker,
    transmission,
    echo: echoOf(settings),
    bufferFrames: settings.audioBuffer,
    conditioning: conditioningOf(settings),
  }
}

function echoOf({ echoCancellation, echoPairs }: Settings) {
  return { mode: echoCancellation, pairs: echoPairs }
}

function conditioningOf({ noiseSuppression, automaticGain }: Settings) {
  return { suppression: noiseSuppression, automaticGain }
}

function applyTo(session: VoiceSession, settings: Settings): void {
  session.setMicrophone(settings.microphone)
  session.setSpeaker(settings.speaker)
  session.setTransmission(settings.transmission)
  session.setEcho(echoOf(settings))
  session.setConditioning(conditioningOf(settings))
}
