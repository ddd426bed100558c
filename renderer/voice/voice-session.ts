/**
 * The voice path as the page sees it: the capture's thread, one AudioContext with its worklets, the devices. Steers, and
 * is told ten times a second how it goes; no sound passes here.
 */
import { type BufferFrames, bufferSteps } from '../../bridge/audio-buffer.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import { type AudioDevices, listDevices, noDevices } from './audio-devices.ts'
import { SAMPLE_RATE } from './audio-format.ts'
import { bitrateFor } from './bitrate.ts'
import { BufferWatch } from './buffer-watch.ts'
import type { MicrophoneLevel, Recording } from './capture.ts'
import { ClockWatch } from './clock-watch.ts'
import type { ConditioningOptions, SuppressionState } from './conditioning.ts'
import { CuePlayer } from './cue-player.ts'
import type { Cue } from './cues.ts'
import { type DeviceKind, deviceKind } from './device-kind.ts'
import type { EchoGating } from './echo-gate.ts'
import type { EchoOptions } from './echo-guard.ts'
import { EchoWatch } from './echo-watch.ts'
import { Loudspeaker } from './loudspeaker.ts'
import { MeetingMix } from './meeting-mix.ts'
import { Microphone } from './microphone.ts'
import { MicrophoneSource } from './microphone-source.ts'
import type { PlaybackStats } from './playback.ts'
import { SelfTest, type SelfTestPhase } from './self-test.ts'
import type { Transmission } from './transmission.ts'
import type { EncoderState } from './voice-encoder.ts'
import { createVoiceNodes, loadRnnoise, loadWorklets, type VoiceNodes } from './voice-nodes.ts'
import type { VoiceProblem } from './voice-problems.ts'
import type { CaptureReport, PlaybackReport } from './worklet-messages.ts'

export interface VoiceOptions {
  /** Label of the wanted device; '' = the computer's choice. */
  readonly microphoneLabel: string
  readonly speakerLabel: string
  readonly echo: EchoOptions
  /** Frames that the loudspeaker's buffer has at least. */
  readonly bufferFrames: BufferFrames
  readonly transmission: Transmission
  readonly conditioning: ConditioningOptions
  /** Everybody's voice is brought to about the same loudness. */
  readonly evensVoices: boolean
  /** The graph runs at the computer's own rate, for browsers that join no microphone to another; else at 48 kHz. */
  readonly ownRate: boolean
}

export interface VoiceStats extends PlaybackStats {
  /** ms that the system's output adds: as the browser knows it, 0 where it does not. */
  readonly outputMs: number
  /** ms of one buffer of the loudspeaker. */
  readonly bufferMs: number
  /** Times that the loudspeaker ran dry because this machine was too busy; 0 where the browser does not tell. */
  readonly crackles: number
  /** Chromium's echo canceller is at work. */
  readonly cancelsEcho: boolean
  /** How what the canceller leaves is turned down. */
  readonly echoGating: EchoGating
  /** What RNNoise does right now. */
  readonly suppression: SuppressionState
  /** How our voice is encoded; null until the first tenth of a second. */
  readonly encoder: EncoderState | null
  /** Samples a second that the sound graph runs at. */
  readonly sampleRate: number
  readonly microphone: DeviceKind
  readonly speaker: DeviceKind
}

/** What Chromium's contexts tell of themselves, and TypeScript's DOM types lack. */
type PlayingContext = AudioContext & { readonly playbackStats?: { readonly underrunEvents: number } }

/** Bounds of {@link VoiceSession.setGain} in dB, as in Mumble's own clients. */
const MOST_GAIN = 30

const quiet: MicrophoneLevel = {
  rmsDb: -120,
  peakDb: -120,
  speaking: false,
  silent: false,
  advice: null,
  suppression: 'off',
}
type ProblemPart = 'microphone' | 'echo' | 'level' | 'speaker' | 'audio'

const nobody: ReadonlySet<number> = new Set()
const noStats: PlaybackStats = { speakers: [], malformed: 0, refused: 0 }

/**
 * Starts the voice path, with or without a microphone: what is missing is told by `problems` and taken
 * when it appears. Muted until {@link VoiceSession.setMuted} says otherwise.
 * Rejects when the browser can't run the worklets at all.
 */
export async function startVoice(options: VoiceOptions): Promise<VoiceSession> {
  const context = await createContext(options)
  try {
    const [rnnoise] = await Promise.all([loadRnnoise(), loadWorklets(context)])
    return new VoiceSession(context, options, rnnoise)
  } catch (error) {
    await context.close()
    throw error
  }
}

/** As quick as the shell let the browser be, unless this machine crackles there. */
async function createContext({ bufferFrames, ownRate }: VoiceOptions): Promise<AudioContext> {
  const rate = ownRate ? {} : { sampleRate: SAMPLE_RATE }
  const quickest = new AudioContext({ latencyHint: 'interactive', ...rate })
  const wanted = bufferFrames / SAMPLE_RATE
  if (bufferFrames === bufferSteps[0] || quickest.baseLatency >= wanted) return quickest
  await quickest.close()
  return new AudioContext({ latencyHint: wanted, ...rate })
}

export class VoiceSession {
  readonly #levels = createStore(quiet)
  readonly #talking = createStore(nobody)
  readonly #devices = createStore(noDevices)
  readonly #problems = createStore<ReadonlySet<VoiceProblem>>(new Set())
  readonly #hasMicrophone = createStore(false)
  readonly #selfTest = new SelfTest({
    record: seconds => this.#nodes.tellCapture({ type: 'record', seconds }),
    play: frames => this.#nodes.tellPlayback({ type: 'replay', frames }),
  })
  readonly #crackles = createStore(false)
  readonly #echoPairs = createStore<readonly string[] | null>(null)
  readonly #rateRefused = createStore(false)

  /** The microphone's level, ten times a second; `speaking` also while muted. */
  readonly levels: ReadableStore<MicrophoneLevel> = this.#levels
  /** Sessions heard right now. */
  readonly talking: ReadableStore<ReadonlySet<number>> = this.#talking
  readonly devices: ReadableStore<AudioDevices> = this.#devices
  /** What is wrong right now; empty when all is well. */
  readonly problems: ReadableStore<ReadonlySet<VoiceProblem>> = this.#problems
  /** False while there is no microphone: then we are muted, whatever was asked. */
  readonly hasMicrophone: ReadableStore<boolean> = this.#hasMicrophone
  readonly selfTest: ReadableStore<SelfTestPhase> = this.#selfTest.phase
  /** True when a test was recorded that {@link replay} can play in both ways. */
  readonly canCompare: ReadableStore<boolean> = this.#selfTest.canCompare

  /** True once this machine could not keep up with the buffer: a session with a larger one should take over. */
  readonly crackles: ReadableStore<boolean> = this.#crackles
  /** The pairs of devices to remember since an echo was heard; null = nothing new. */
  readonly echoPairs: ReadableStore<readonly string[] | null> = this.#echoPairs

  /** True once the browser joined no microphone to a graph of this rate: a session with another should take over. */
  readonly rateRefused: ReadableStore<boolean> = this.#rateRefused

  readonly #context: PlayingContext
  readonly #nodes: VoiceNodes
  readonly #source: MicrophoneSource
  readonly #microphone: Microphone
  readonly #loudspeaker: Loudspeaker
  readonly #echo: EchoWatch
  readonly #bufferWatch = new BufferWatch()
  readonly #clockWatch = new ClockWatch()
  readonly #watchTimer: ReturnType<typeof setInterval>
  #muted = true
  #microphoneKind: DeviceKind = 'none'
  #speakerKind: DeviceKind = 'none'
  /** A sample other than zero came from the microphone since it was opened. */
  #heardAnything = false
  #stats: PlaybackStats = noStats
  #encoder: EncoderState | null = null
  readonly #cues: CuePlayer
  readonly #mix: MeetingMix
  #partProblems: Record<ProblemPart, readonly VoiceProblem[]> = {
    microphone: [],
    echo: [],
    level: [],
    speaker: [],
    audio: [],
  }

  /** @param rnnoise null where it could not be had */
  constructor(context: AudioContext, options: VoiceOptions, rnnoise: WebAssembly.Module | null) {
    this.#context = context
    this.#nodes = createVoiceNodes(context, rnnoise, {
      captured: report => this.#onCapture(report),
      played: report => this.#onPlayback(report),
      broken: () => this.#setProblems('audio', ['audio-broken']),
    })
    this.#cues = new CuePlayer(context, this.#nodes.output)
    this.#mix = new MeetingMix(context, this.#nodes)
    this.#echo = new EchoWatch(options.echo, {
      listen: (listening, afterMs) => this.#nodes.tellCapture({ type: 'echo-watch', listening, afterMs }),
      cancels: cancels => this.#microphone.setCancelsEcho(cancels),
      gating: (gating, remains) => {
        this.#nodes.tellCapture({ type: 'echo-gating', gating })
        this.#setProblems('echo', remains ? ['echo-remains'] : [])
      },
      remember: pairs => this.#echoPairs.set(pairs),
    })
    this.#source = new MicrophoneSource(context, this.#nodes)
    this.#microphone = new Microphone(options.microphoneLabel, this.#echo.cancels, this.#listDevices, {
      stream: stream => this.#setStream(stream),
      label: label => {
        this.#microphoneKind = deviceKind(label)
        this.#echo.setMicrophone(label)
      },
      problems: problems => this.#setProblems('microphone', problems),
      permitted: () => this.#loudspeaker.settle(),
    })
    this.#loudspeaker = new Loudspeaker(context, options.speakerLabel, this.#listDevices, {
      label: label => {
        this.#speakerKind = deviceKind(label)
        this.#echo.setSpeaker(label)
      },
      problems: problems => this.#setProblems('speaker', problems),
    })
    this.#watchTimer = setInterval(this.#look, 1000)
    navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange)
    this.setTransmission(options.transmission)
    this.setConditioning(options.conditioning)
    this.setEvensVoices(options.evensVoices)
    this.#nodes.tellCapture({ type: 'echo-gating', gating: this.#echo.gating })
    this.#onDeviceChange()
  }

  /** Joins the engine. The ports go to capture and playback for good; new ones later replace them. */
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

  /** Push-to-talk's key or button is held, or was let go. */
  setTalking(talking: boolean): void {
    this.#nodes.tellCapture({ type: 'talking', talking })
  }

  /** What we do to the microphone's sound ourselves, at once and without opening it anew. */
  setConditioning(options: ConditioningOptions): void {
    this.#nodes.tellCapture({ type: 'conditioning', options })
  }

  /** Whether everybody's voice is brought to about the same loudness; what {@link setGain} says comes on top. */
  setEvensVoices(evens: boolean): void {
    this.#nodes.tellPlayback({ type: 'evens-voices', evens })
  }

  /** A short sound for the person alone, through the loudspeaker in use. */
  playCue(cue: Cue): void {
    this.#cues.play(cue)
  }

  setMicrophone(label: string): void {
    this.#microphone.setLabel(label)
  }

  setSpeaker(label: string): void {
    this.#loudspeaker.setLabel(label)
  }

  /** Looks for both devices again; resolves when it has. */
  async tryAgain(): Promise<void> {
    await Promise.all([this.#microphone.settle(), this.#loudspeaker.settle()])
  }

  setEcho(options: EchoOptions): void {
    this.#echo.setOptions(options)
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
    if (this.#hasMicrophone.get()) return this.#selfTest.start(seconds)
    this.#selfTest.stop()
    return Promise.resolve(false)
  }

  /**
   * Plays the last test again: `conditioned` as the others hear us, or `plain` as the microphone gave it.
   * Resolves as {@link listenToMyself}; with false when nothing was recorded.
   */
  replay(way: keyof Recording): Promise<boolean> {
    return this.#selfTest.replay(way)
  }

  stats(): VoiceStats {
    return {
      ...this.#stats,
      outputMs: ((this.#context.outputLatency || this.#context.baseLatency) ?? 0) * 1000,
      bufferMs: this.#context.baseLatency * 1000,
      crackles: this.#context.playbackStats?.underrunEvents ?? 0,
      cancelsEcho: this.#echo.cancels,
      echoGating: this.#echo.gating,
      suppression: this.#levels.get().suppression,
      encoder: this.#encoder,
      sampleRate: this.#context.sampleRate,
      microphone: this.#hasMicrophone.get() ? this.#microphoneKind : 'none',
      speaker: this.#speakerKind,
    }
  }

  /** Everybody's voices, and ours exactly as it goes to them, as one stream. Ends with {@link closeMix} or {@link close}. */
  openMix(): MediaStream {
    return this.#mix.open()
  }

  closeMix(): void {
    this.#mix.close()
  }

  async close(): Promise<void> {
    this.closeMix()
    navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange)
    this.#selfTest.stop()
    this.#microphone.close()
    this.#source.close()
    this.#loudspeaker.close()
    clearInterval(this.#watchTimer)
    this.#nodes.close()
    if (this.#context.state !== 'closed') await this.#context.close()
  }

  #look = (): void => {
    const clocks = {
      soundMs: this.#context.currentTime * 1000,
      pageMs: performance.now(),
      wallMs: Date.now(),
      runs: this.#context.state === 'running',
    }
    const underruns = this.#context.playbackStats?.underrunEvents ?? 0
    const behind = clocks.runs ? clocks.pageMs - clocks.soundMs : null
    if (this.#bufferWatch.read(underruns, behind)) this.#crackles.set(true)
    const seen = this.#clockWatch.read(clocks)
    if (seen === 'still') this.#setProblems('audio', ['audio-broken'])
    // Nothing tells reliably what went and came while the computer slept.
    if (seen === 'slept') this.#onDeviceChange()
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
    try {
      this.#source.open(stream)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotSupportedError') this.#rateRefused.set(true)
      throw error
    }
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
        this.#selfTest.recorded(report.recording)
        return
      case 'encoder':
        this.#encoder = report.state
        return
      case 'echo':
        this.#echo.heard()
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
        this.#selfTest.played()
        return
      case 'broken':
        this.#setProblems('audio', ['audio-broken'])
        return
    }
  }

  #setProblems(part: ProblemPart, problems: readonly VoiceProblem[]): void {
    this.#partProblems[part] = problems
    const all = new Set(Object.values(this.#partProblems).flat())
    const known = this.#problems.get()
    if (all.size !== known.size || [...all].some(problem => !known.has(problem))) this.#problems.set(all)
  }
}
