/**
 * The voice as the screens see it: opened at a meeting's door, kept into the meeting, closed on leaving.
 * What is wanted of it holds whether it is open yet or not.
 */
import { type BufferFrames, bufferSteps, nextBuffer } from '../../bridge/audio-buffer.ts'
import type { Settings, SettingsChange } from '../../bridge/settings.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { VoicePorts } from '../shell/shell.ts'
import type { LevelAdvice } from '../voice/level-guide.ts'
import type { SelfTestPhase } from '../voice/self-test.ts'
import type { VoiceOptions, VoiceSession, VoiceStats } from '../voice/voice-session.ts'
import { afterMeeting } from './buffer-steps.ts'
import { LevelReminder } from './level-reminder.ts'
import { Hold } from './push-to-talk.ts'
import { createTalking } from './talking.ts'
import type { VoiceControl, VoiceDevices } from './voice-control.ts'
import { applyTo, optionsOf } from './voice-options.ts'
import { isSameStatus, meterFraction, statusOf, type VoiceStatus } from './voice-status.ts'

export interface VoiceMakings {
  readonly startVoice: (options: VoiceOptions) => Promise<VoiceSession>
  /** A fresh pair of ports to the engine; the pair before is dead. */
  readonly takePorts: () => VoicePorts
  /** Keeps what the voice learnt of this computer: its echo, and the buffer it needs. */
  readonly remember: (change: SettingsChange) => void
  /** ms that only go forward; default: the page's clock. */
  readonly now?: () => number
}

const off: VoiceStatus = { phase: 'off', problems: [], speaking: false, advice: null }
const asking: VoiceStatus = { ...off, phase: 'asking' }

const TEST_SECONDS = 3

const nobody: ReadonlyMap<number, number> = new Map()

/** ms within which sound that stops a second time is not opened anew by itself: then a person has to look. */
const RENEW_EVERY = 60_000

export function createVoice({
  startVoice,
  takePorts,
  remember,
  now = () => performance.now(),
}: VoiceMakings): VoiceControl {
  const status = createStore<VoiceStatus>(off)
  const level = createStore(0)
  const devices = createStore<VoiceDevices>({ microphones: [], speakers: [] })
  const selfTest = createStore<SelfTestPhase>('off')
  const canCompare = createStore(false)
  const testRested = createStore(false)
  const held = createStore(false)
  const reminder = createStore<LevelAdvice | null>(null)
  const talking = createTalking()
  const hold = new Hold(talks => {
    held.set(talks)
    session?.setTalking(talks)
  })
  let reminds = new LevelReminder()
  let gains = nobody
  let session: VoiceSession | null = null
  let mixListener: ((stream: MediaStream | null) => void) | null = null
  let wanted = { muted: true, deafened: false, loss: 0, maxBandwidth: null as number | null }
  let settings: Settings | null = null
  /** Since the sound was opened, whatever sessions it took. */
  let heard = { since: 0, crackles: 0, enlarged: false }
  /** This browser joins no microphone to a graph of 48 kHz. */
  let ownRate = false
  let renewedAt = Number.NEGATIVE_INFINITY
  /** The session whose successor is on its way: what is wrong with it is being mended. */
  let mended: VoiceSession | null = null
  // Counts the openings: one that was closed while it still started must not come to life.
  let round = 0

  const breakDown = (error: unknown) => {
    console.warn('The sound could not start.', error)
    status.set({ phase: 'listening', problems: ['audio-broken'], speaking: false, advice: null })
  }
  /** With each life of the engine the playback forgets whom it hears how. */
  const connect = (to: VoiceSession) => {
    to.connect(takePorts())
    for (const [person, decibels] of gains) to.setGain(person, decibels)
  }
  const begin = (started: VoiceSession) => {
    session = started
    follow(started)
    started.setMuted(wanted.muted)
    started.setDeafened(wanted.deafened)
    started.setUplinkLoss(wanted.loss)
    started.setMaxBandwidth(wanted.maxBandwidth)
    if (settings !== null) applyTo(started, settings)
    if (held.get()) started.setTalking(true)
    connect(started)
    if (mixListener !== null) mixListener(started.openMix())
  }
  const start = async (current: Settings): Promise<void> => {
    round += 1
    const own = round
    try {
      const started = await startVoice({ ...optionsOf(current), ownRate })
      if (own !== round) return void started.close()
      const before = session
      heard = { ...heard, crackles: heard.crackles + (before?.stats().crackles ?? 0) }
      mended = null
      talking.clear()
      begin(started)
      void before?.close()
    } catch (error) {
      if (own !== round || (session !== null && mended === null)) return
      mended = null
      breakDown(error)
    }
  }
  /** Opens the sound anew, once in a while and while it is wanted; the person is told only where that is not enough. */
  const renew = (ailing: VoiceSession, why: string) => {
    if (settings === null || mended !== null || now() - renewedAt < RENEW_EVERY) return
    renewedAt = now()
    mended = ailing
    console.warn(`The sound is opened anew: ${why}.`)
    void start(settings)
  }
  /** This machine crackles: the next larger buffer, now and from now on. */
  const enlargeBuffer = () => {
    const frames = settings === null ? null : nextBuffer(settings.audioBuffer)
    if (settings === null || frames === null) return
    console.warn(`The sound crackles: its buffer is made ${frames} frames long.`)
    heard = { ...heard, enlarged: true }
    changeBuffer(settings, frames)
  }
  const changeBuffer = (current: Settings, audioBuffer: BufferFrames) => {
    settings = { ...current, audioBuffer, quietMeetings: 0 }
    remember({ audioBuffer, quietMeetings: 0 })
    if (session !== null) void start(settings)
  }

  return {
    status,
    level,
    devices,
    selfTest,
    canCompare,
    testRested,
    hold,
    held,
    reminder,
    talking,
    open: current => {
      settings = current
      if (status.get().phase !== 'off') return
      status.set(asking)
      heard = { since: now(), crackles: 0, enlarged: false }
      void start(current)
    },
    engineRenewed: () => {
      talking.clear()
      if (session !== null) connect(session)
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
    setGains: next => {
      const before = gains
      gains = next
      for (const person of before.keys()) if (!next.has(person)) session?.setGain(person, 0)
      for (const [person, decibels] of next) {
        if (before.get(person) !== decibels) session?.setGain(person, decibels)
      }
    },
    tryAgain: async () => {
      if (settings === null || status.get().phase === 'off') return
      // What broke is made anew; the devices alone are looked for again.
      if (session === null || status.get().problems.includes('audio-broken')) await start(settings)
      else await session.tryAgain()
    },
    beginBufferAnew: () => {
      if (settings !== null) changeBuffer(settings, bufferSteps[0])
      else remember({ audioBuffer: bufferSteps[0], quietMeetings: 0 })
    },
    playCue: cue => {
      if (settings?.soundCues === true) session?.playCue(cue)
    },
    stats: statsOf,
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
      learn()
      mended = null
      renewedAt = Number.NEGATIVE_INFINITY
      wanted = { muted: true, deafened: false, loss: 0, maxBandwidth: null }
      const closing = session
      session = null
      mixListener?.(null)
      void closing?.close()
      hold.releaseAll()
      gains = nobody
      talking.clear()
      level.set(0)
      selfTest.set('off')
      canCompare.set(false)
      testRested.set(false)
      reminds = new LevelReminder()
      reminder.set(null)
      status.set(off)
    },
  }

  function statsOf(): VoiceStats | null {
    const stats = session?.stats() ?? null
    return stats === null ? null : { ...stats, crackles: heard.crackles + stats.crackles }
  }

  /** What a meeting taught us of this machine. */
  function learn(): void {
    const stats = statsOf()
    if (settings === null || stats === null) return
    const { since, enlarged } = heard
    const change = afterMeeting(settings, { durationMs: now() - since, crackles: stats.crackles, enlarged })
    if (change === null) return
    settings = Object.assign({ ...settings }, change)
    remember(change)
  }

  /** Carries a session's news into our own stores, as long as it is the one in use. */
  function follow(started: VoiceSession): void {
    const whileOpen = <T>(store: ReadableStore<T>, carry: (value: T) => void) => {
      const pass = () => {
        if (session === started) carry(store.get())
      }
      pass()
      store.subscribe(pass)
    }
    const tellStatus = () => {
      const next = mended === started ? asking : statusOf(started)
      if (!isSameStatus(next, status.get())) status.set(next)
    }
    let worked = false
    whileOpen(started.levels, ({ rmsDb, speaking, advice, suppression }) => {
      level.set(meterFraction(rmsDb))
      tellStatus()
      worked ||= suppression !== 'resting'
      const closed = wanted.muted || selfTest.get() !== 'off'
      const sends = !closed && (settings?.transmission !== 'push-to-talk' || held.get())
      reminder.set(reminds.read({ advice, heard: speaking && sends, closed }))
    })
    whileOpen(started.problems, problems => {
      if (problems.has('audio-broken')) renew(started, 'it stopped')
      tellStatus()
    })
    whileOpen(started.rateRefused, refused => {
      if (!refused) return
      ownRate = true
      renew(started, 'the microphone wants another rate')
      tellStatus()
    })
    whileOpen(started.hasMicrophone, tellStatus)
    whileOpen(started.devices, found => devices.set(found))
    whileOpen(started.selfTest, step => {
      if (step === 'recording') worked = started.levels.get().suppression !== 'resting'
      else if (selfTest.get() === 'recording') testRested.set(!worked)
      selfTest.set(step)
    })
    whileOpen(started.echoPairs, pairs => pairs !== null && remember({ echoPairs: [...pairs] }))
    whileOpen(started.crackles, crackles => crackles && enlargeBuffer())
    whileOpen(started.canCompare, can => canCompare.set(can))
    let talked: ReadonlySet<number> = new Set()
    whileOpen(started.talking, now => {
      for (const each of talked) if (!now.has(each)) talking.set(each, false)
      for (const each of now) talking.set(each, true)
      talked = now
    })
  }
}
