/**
 * The voice path as the page sees it: one AudioContext, the two worklets, the devices. Steers, and is told
 * ten times a second how it goes; no sound passes here.
 */
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import { type AudioDevices, listDevices, noDevices } from './audio-devices.ts'
import { SAMPLE_RATE } from './audio-format.ts'
import { bitrateFor } from './bitrate.ts'
import type { MicrophoneLevel } from './capture.ts'
import { Loudspeaker } from './loudspeaker.ts'
import { Microphone, type Processing } from './microphone.ts'
import { MicrophoneSource } from './microphone-source.ts'
import type { PlaybackStats } from './playback.ts'
import type { Transmission } from './transmission.ts'
import { createVoiceNodes, loadWorklets, type VoiceNodes } from './voice-nodes.ts'
import type { VoiceProblem } from './voice-problems.ts'
import type { CaptureReport, PlaybackReport } from './worklet-messages.ts'

export interface VoiceOptions {
  /** Label of the wanted device; '' = the computer's choice. */
  readonly microphoneLabel: string
  readonly speakerLabel: string
  readonly processing: Processing
  readonly transmission: Transmission
}

/** How the microphone test goes. */
export type SelfTest = 'off' | 'recording' | 'playing'

export interface VoiceStats extends PlaybackStats {
  /** ms that the system's output adds: as the browser knows it, 0 where it does not. */
  readonly outputMs: number
}

/** Bounds of {@link VoiceSession.setGain} in dB, as in Mumble's own clients. */
const MOST_GAIN = 30

const quiet: MicrophoneLevel = { rmsDb: -120, peakDb: -120, speaking: false, silent: false }
const nobody: ReadonlySet<number> = new Set()
const noStats: PlaybackStats = { speakers: [], malformed: 0, refused: 0 }

/**
 * Starts the voice path, with or without a microphone: what is missing is told by `problems` and taken
 * when it appears. Muted until {@link VoiceSession.setMuted} says otherwise.
 * Rejects when the browser can't run the worklets at all.
 */
export async function startVoice(options: VoiceOptions): Promise<VoiceSession> {
  const context = new AudioContext({ latencyHint: 'interactive', sampleRate: SAMPLE_RATE })
  try {
    await loadWorklets(context)
    return new VoiceSession(context, options)
  } catch (error) {
    await context.close()
    throw error
  }
}

export class VoiceSession {
  readonly #levels = createStore(quiet)
  readonly #talking = createStore(nobody)
  readonly #devices = createStore(noDevices)
  readonly #problems = createStore<ReadonlySet<VoiceProblem>>(new Set())
  readonly #hasMicrophone = createStore(false)
  readonly #selfTest = createStore<SelfTest>('off')

  /** The microphone's level, ten times a second; `speaking` also while muted. */
  readonly levels: ReadableStore<MicrophoneLevel> = this.#levels
  /** Sessions heard right now. */
  readonly talking: ReadableStore<ReadonlySet<number>> = this.#talking
  readonly devices: ReadableStore<AudioDevices> = this.#devices
  /** What is wrong right now; empty when all is well. */
  readonly problems: ReadableStore<ReadonlySet<VoiceProblem>> = this.#problems
  /** False while there is no microphone: then we are muted, whatever was asked. */
  readonly hasMicrophone: ReadableStore<boolean> = this.#hasMicrophone
  readonly selfTest: ReadableStore<SelfTest> = this.#selfTest

  readonly #context: AudioContext
  readonly #nodes: VoiceNodes
  readonly #source: MicrophoneSource
  readonly #microphone: Microphone
  readonly #loudspeaker: Loudspeaker
  #muted = true
  /** A sample other than zero came from the microphone since it was opened. */
  #heardAnything = false
  #stats: PlaybackStats = noStats
  #partProblems: Record<'microphone' | 'level' | 'speaker' | 'audio', readonly VoiceProblem[]> = {
    microphone: [],
    level: [],
    speaker: [],
    audio: [],
  }
  #endTest: ((heard: boolean) => void) | null = null

  constructor(context: AudioContext, options: VoiceOptions) {
    this.#context = context
    this.#nodes = createVoiceNodes(context, {
      captured: report => this.#onCapture(report),
      played: report => this.#onPlayback(report),
      broken: () => this.#setProblems('audio', ['audio-broken']),
    })
    this.#source = new MicrophoneSource(context, this.#nodes.input, () => this.#levels.get().speaking)
    this.#microphone = new Microphone(options.microphoneLabel, options.processing, this.#listDevices, {
      stream: stream => this.#setStream(stream),
      problems: problems => this.#setProblems('microphone', problems),
      permitted: () => this.#loudspeaker.settle(),
    })
    this.#loudspeaker = new Loudspeaker(context, options.speakerLabel, this.#listDevices, problems =>
      this.#setProblems('speaker', problems),
    )
    navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange)
    this.setTransmission(options.transmission)
    this.#onDeviceChange()
  }

  /** Joins the engine. The ports go to the worklets for good; new ones later replace them. */
  connect(ports: { readonly mic: MessagePort; readonly ear: MessagePort }): void {
    this.#nodes.tellCapture({ type: 'connect' }, ports.mic)
    this.#nodes.tellPlayback({ type: 'connect' }, ports.ear)
  }

  /** Ends the voice under way properly (terminator). */
  setMuted(muted: boolean): void {
    this.#muted = muted
    this.#applyMute()
  }

  setDeafened(deafened: boolean): void {
    this.#nodes.tellPlayback({ type: 'deafened', deafened })
  }

  setTransmission(transmission: Transmission): void {
    this.#nodes.tellCapture({ type: 'transmission', transmission })
  }

  setMicrophone(label: string): void {
    this.#microphone.setLabel(label)
  }

  setSpeaker(label: string): void {
    this.#loudspeaker.setLabel(label)
  }

  setProcessing(processing: Processing): void {
    this.#microphone.setProcessing(processing)
  }

  /** `loss`: share of our packets that the server missed, 0..1. */
  setUplinkLoss(loss: number): void {
    this.#nodes.tellCapture({ type: 'loss', loss })
  }

  /** The server's limit in bit/s; null = none said. */
  setMaxBandwidth(bitsPerSecond: number | null): void {
    this.#nodes.tellCapture({ type: 'rate', rate: bitrateFor(bitsPerSecond) })
  }

  /** Loudness of one person in dB, -30..30; -Infinity = not heard at all. Forgotten with the engine's life. */
  setGain(session: number, decibels: number): void {
    const bounded = Math.min(MOST_GAIN, decibels)
    const gain = decibels === Number.NEGATIVE_INFINITY ? 0 : 10 ** (Math.max(-MOST_GAIN, bounded) / 20)
    this.#nodes.tellPlayback({ type: 'gain', session, gain })
  }

  /**
   * Records the microphone through Opus, then plays it back. Meanwhile nothing is sent to the others.
   * Resolves with true when it was heard to its end, with false when there is no microphone, or a newer
   * test or {@link close} ended it.
   */
  listenToMyself(seconds: number): Promise<boolean> {
    this.#finishTest(false)
    if (!this.#hasMicrophone.get()) return Promise.resolve(false)
    this.#selfTest.set('recording')
    this.#nodes.tellCapture({ type: 'record', seconds })
    return new Promise(resolve => {
      this.#endTest = resolve
    })
  }

  stats(): VoiceStats {
    return {
      ...this.#stats,
      outputMs: ((this.#context.outputLatency || this.#context.baseLatency) ?? 0) * 1000,
    }
  }

  async close(): Promise<void> {
    navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange)
    this.#finishTest(false)
    this.#microphone.close()
    this.#source.close()
    this.#loudspeaker.close()
    this.#nodes.tellCapture({ type: 'close' })
    this.#nodes.tellPlayback({ type: 'close' })
    if (this.#context.state !== 'closed') await this.#context.close()
  }

  #listDevices = async (): Promise<readonly MediaDeviceInfo[]> => {
    const infos = await navigator.mediaDevices.enumerateDevices()
    const devices = listDevices(infos)
    if (JSON.stringify(devices) !== JSON.stringify(this.#devices.get())) this.#devices.set(devices)
    return infos
  }

  #onDeviceChange = (): void => {
    this.#microphone.settle()
    this.#loudspeaker.settle()
  }

  #setStream(stream: MediaStream | null): void {
    this.#source.open(stream)
    this.#heardAnything = false
    this.#hasMicrophone.set(stream !== null)
    this.#applyMute()
  }

  #applyMute(): void {
    this.#nodes.tellCapture({ type: 'muted', muted: this.#muted || !this.#hasMicrophone.get() })
  }

  #onCapture(report: CaptureReport): void {
    switch (report.type) {
      case 'level': {
        const { level } = report
        this.#heardAnything ||= level.peakDb > -120
        // Zeros after sound may be a noise gate; zeros from the start are a switched-off microphone.
        const silent = level.silent && !this.#heardAnything && this.#hasMicrophone.get()
        this.#setProblems('level', silent ? ['microphone-silent'] : [])
        this.#levels.set(level)
        return
      }
      case 'recorded':
        if (this.#selfTest.get() !== 'recording') return
        this.#selfTest.set('playing')
        this.#nodes.tellPlayback({ type: 'replay', frames: report.frames })
        return
      case 'broken':
        this.#setProblems('audio', ['audio-broken'])
        return
    }
  }

  #onPlayback(report: PlaybackReport): void {
    switch (report.type) {
      case 'talking':
        this.#talking.set(new Set(report.sessions))
        return
      case 'stats':
        this.#stats = report.stats
        return
      case 'replayed':
        if (this.#selfTest.get() === 'playing') this.#finishTest(true)
        return
      case 'broken':
        this.#setProblems('audio', ['audio-broken'])
        return
    }
  }

  #finishTest(heard: boolean): void {
    this.#selfTest.set('off')
    this.#endTest?.(heard)
    this.#endTest = null
  }

  #setProblems(part: 'microphone' | 'level' | 'speaker' | 'audio', problems: readonly VoiceProblem[]): void {
    this.#partProblems[part] = problems
    const all = new Set(Object.values(this.#partProblems).flat())
    const known = this.#problems.get()
    if (all.size !== known.size || [...all].some(problem => !known.has(problem))) this.#problems.set(all)
  }
}
