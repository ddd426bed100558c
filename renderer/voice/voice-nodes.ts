/** The worklets as nodes of an AudioContext, and the lines to capture and playback. */
import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
import captureUrl from './capture-processor.worklet.ts?worker&url'
import echoWatchUrl from './echo-watch-processor.worklet.ts?worker&url'
import playbackUrl from './playback-processor.worklet.ts?worker&url'
import {
  CAPTURE_PROCESSOR,
  type CaptureCommand,
  type CaptureProcessorOptions,
  type CaptureReport,
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackReport,
} from './worklet-messages.ts'

export interface VoiceNodes {
  /** Where the microphone goes in. */
  readonly input: AudioNode
  /** All that the loudspeaker gets, joined to it already: everybody's voices, and what else is connected here. */
  readonly output: AudioNode
  /** Joins everybody's voices to a node, and ours as it goes to them; the answer takes them off again. */
  joinMix(to: AudioNode): () => void
  /** `port` is handed over for good. */
  tellCapture(command: CaptureCommand, port?: MessagePort): void
  tellPlayback(command: PlaybackCommand, port?: MessagePort): void
}

export interface VoiceNodesEvents {
  captured(report: CaptureReport): void
  played(report: PlaybackReport): void
  /** A worklet threw, and is dead. */
  broken(): void
}

/** Rejects when the browser refuses the worklets' files. Once for a context, before {@link createVoiceNodes}. */
export async function loadWorklets(context: AudioContext): Promise<void> {
  await Promise.all([captureUrl, playbackUrl, echoWatchUrl].map(url => context.audioWorklet.addModule(url)))
}

/** RNNoise, compiled; null when it can't be had: speech is then known by its loudness, and noise stays in it. */
export async function loadRnnoise(): Promise<WebAssembly.Module | null> {
  try {
    const response = await fetch(rnnoiseUrl)
    return response.ok ? await WebAssembly.compile(await response.arrayBuffer()) : null
  } catch {
    return null
  }
}

export function createVoiceNodes(
  context: AudioContext,
  options: CaptureProcessorOptions,
  events: VoiceNodesEvents,
): VoiceNodes {
  const capture = addNode(context, CAPTURE_PROCESSOR, 2, 2, options)
  const playback = addNode(context, PLAYBACK_PROCESSOR, 0, 1, {})
  // The capture node's first output is silent; being connected keeps it running.
  capture.connect(context.destination)
  const output = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' })
  playback.connect(output).connect(context.destination)
  // What is played tells which of the microphone's sounds are its echo.
  output.connect(capture, 0, 1)
  capture.port.onmessage = event => events.captured(event.data as CaptureReport)
  playback.port.onmessage = event => events.played(event.data as PlaybackReport)
  for (const node of [capture, playback]) node.onprocessorerror = () => events.broken()
  return {
    input: capture,
    output,
    joinMix: to => {
      playback.connect(to)
      capture.connect(to, 1)
      tell(capture, { type: 'tap', on: true }, undefined)
      return () => {
        tell(capture, { type: 'tap', on: false }, undefined)
        capture.disconnect(to, 1)
        playback.disconnect(to)
      }
    },
    tellCapture: (command, port) => tell(capture, command, port),
    tellPlayback: (command, port) => tell(playback, command, port),
  }
}

function addNode(
  context: AudioContext,
  name: string,
  numberOfInputs: 0 | 2,
  numberOfOutputs: 1 | 2,
  processorOptions: object,
): AudioWorkletNode {
  return new AudioWorkletNode(context, name, {
    numberOfInputs,
    numberOfOutputs,
    outputChannelCount: Array<number>(numberOfOutputs).fill(1),
    // A microphone's two channels come as they are: the worklet knows which to take.
    channelCount: 2,
    channelCountMode: 'clamped-max',
    processorOptions,
  })
}

function tell(
  node: AudioWorkletNode,
  command: CaptureCommand | PlaybackCommand,
  port: MessagePort | undefined,
): void {
  node.port.postMessage(command, port === undefined ? [] : [port])
}
