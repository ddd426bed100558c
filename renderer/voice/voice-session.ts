/**
 * The voice path as the page sees it: one AudioContext, the two worklets, the devices. Steers, and is told
 * ten times a second how it goes; no sound passes here.
 */
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import { type AudioDevices, listDevices, noDevices } from './audio-devices.ts'
import { SAMPLE_RATE } from './audio-format.ts'
import { bitrateFor } from './bitrate.ts'
import type { MicrophoneLevel } from './capture.ts'
import captureUrl from './capture-processor.worklet.ts?worker&url'
import { Loudspeaker } from './loudspeaker.ts'
import { Microphone, type Processing } from './microphone.ts'
import type { PlaybackStats } from './playback.ts'
import playbackUrl from './playback-processor.worklet.ts?worker&url'
import type { Transmission } from './transmission.ts'
import type { VoiceProblem } from './voice-problems.ts'
import {
  CAPTURE_PROCESSOR,
  type CaptureCommand,
  type CaptureReport,
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackReport,
} from './worklet-messages.ts'

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
    await Promise.all([captureUrl, playbackUrl].map(url => context.audioWorklet.addModule(url)))
    return new VoiceSession(context, options)
  } catch (error) {
    await context.close()
    throw error
  }
}

export class VoiceSession {
  /** The microphone's level, ten times a second; `speaking` also while muted. */
  readonly levels: ReadableStore<MicrophoneLevel>
  /** Sessions heard right now. */
  readonly talking: ReadableStore<ReadonlySet<number>>
  readonly devices: ReadableStore<AudioDevices>
  /** What is wrong right now; empty when all is well. */
  readonly problems: ReadableStore<ReadonlySet<VoiceProblem>>
  /** False while there is no microphone: then we are muted, whatever was asked. */
  readonly hasMicrophone: ReadableStore<boolean>
  readonly selfTest: ReadableStore<SelfTest>

  readonly #levels = createStore(quiet)
  readonly #talking = createStore(nobody)
  readonly #devices = createStore(noDevices)
  readonly #problems = createStore<ReadonlySet<VoiceProblem>>(new Set())
  readonly #hasMicrophone = createStore(false)
  readonly #selfTest = createStore<SelfTest>('off')
  readonly #context: AudioContext
  readonly #capture: AudioWorkletNode
  readonly #playback: AudioWorkletNode
  readonly #microphone: Microphone
  readonly #loudspeaker: Loudspeaker
  #source: MediaStreamAudioSourceNode | null = null
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
    this.levels = this.#levels
    this.talking = this.#talking
    this.devices = this.#devices
    this.problems = this.#problems
    this.hasMicrophone = this.#hasMicrophone
    this.selfTest = this.#selfTest
    this.#context = context
    this.#capture = this.#addNode(CAPTURE_PROCESSOR, 1)
    this.#playback = this.#addNode(PLAYBACK_PROCESSOR, 0)
    this.#capture.port.onmessage = event => this.#onCapture(event.data as CaptureReport)
    this.#playback.port.onmessage = event => this.#onPlayback(event.data as PlaybackReport)

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
    this.#command({ type: 'connect' }, ports.mic)
    this.#order({ type: 'connect' }, ports.ear)
  }

  /** Ends the voice under way properly (terminator). */
  setMuted(muted: boolean): void {
    this.#muted = muted
    this.#applyMute()
  }

  setDeafened(deafened: boolean): void {
    this.#order({ type: 'deafened', deafened })
  }

  setTransmission(transmission: Transmission): void {
    this.#command({ type: 'transmission', transmission })
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
    this.#command({ type: 'loss', loss })
  }

  /** The server's limit in bit/s; null = none said. */
  setMaxBandwidth(bitsPerSecond: number | null): void {
    this.#command({ type: 'rate', rate: bitrateFor(bitsPerSecond) })
  }

  /** Loudness of one person in dB, -30..30; -Infinity = not heard at all. Forgotten with the engine's life. */
  setGain(session: number, decibels: number): void {
    const bounded = Math.min(MOST_GAIN, decibels)
    const gain = decibels === Number.NEGATIVE_INFINITY ? 0 : 10 ** (Math.max(-MOST_GAIN, bounded) / 20)
    this.#order({ type: 'gain', session, gain })
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
    this.#command({ type: 'record', seconds })
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
    this.#loudspeaker.close()
    this.#command({ type: 'close' })
    this.#order({ type: 'close' })
    if (this.#context.state !== 'closed') await this.#context.close()
  }

  #addNode(name: string, numberOfInputs: 0 | 1): AudioWorkletNode {
    const node = new AudioWorkletNode(this.#context, name, {
      numberOfInputs,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    node.onprocessorerror = () => this.#setProblems('audio', ['audio-broken'])
    // The capture node's output is silent; being connected keeps it running.
    node.connect(this.#context.destination)
    return node
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
    this.#source?.disconnect()
    this.#source = stream === null ? null : this.#context.createMediaStreamSource(stream)
    this.#source?.connect(this.#capture)
    this.#heardAnything = false
    this.#hasMicrophone.set(stream !== null)
    this.#applyMute()
  }

  #applyMute(): void {
    this.#command({ type: 'muted', muted: this.#muted || !this.#hasMicrophone.get() })
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
        this.#order({ type: 'replay', frames: report.frames })
        return
      case 'broken':
        this.#setProblems('audio', ['audio-broken'])
        return
      case 'ready':
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
      case 'ready':
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

  #command(command: CaptureCommand, port?: MessagePort): void {
    this.#capture.port.postMessage(command, port === undefined ? [] : [port])
  }

  #order(command: PlaybackCommand, port?: MessagePort): void {
    this.#playback.port.postMessage(command, port === undefined ? [] : [port])
  }
}
