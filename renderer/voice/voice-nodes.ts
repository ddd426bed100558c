/** The capture's thread, the worklets as nodes of an AudioContext, and the lines to all of them. */
import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
import graphTapUrl from './graph-tap-processor.worklet.ts?worker&url'
import playbackUrl from './playback-processor.worklet.ts?worker&url'
import {
  CAPTURE_THREAD,
  type CaptureCommand,
  type CaptureReport,
  GRAPH_TAP_PROCESSOR,
  type GraphTapCommand,
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackReport,
} from './worklet-messages.ts'

export interface VoiceNodes {
  /** Where the microphone goes in, when it comes through the graph. */
  readonly input: AudioNode
  /** All that the loudspeaker gets, joined to it already: everybody's voices, and what else is connected here. */
  readonly output: AudioNode
  /** Joins everybody's voices to a node, and ours as it goes to them; the answer takes them off again. */
  joinMix(to: AudioNode): () => void
  /** `transfer` is handed over for good: a port, or a microphone's sound. */
  tellCapture(command: CaptureCommand, transfer?: Transferable): void
  tellPlayback(command: PlaybackCommand, port?: MessagePort): void
  close(): void
}

export interface VoiceNodesEvents {
  captured(report: CaptureReport): void
  played(report: PlaybackReport): void
  /** A worklet or the capture's thread threw, and is dead. */
  broken(): void
}

/** Rejects when the browser refuses the worklets' files. Once for a context, before {@link createVoiceNodes}. */
export async function loadWorklets(context: AudioContext): Promise<void> {
  await Promise.all([playbackUrl, graphTapUrl].map(url => context.audioWorklet.addModule(url)))
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

/** @param rnnoise null where it could not be had */
export function createVoiceNodes(
  context: AudioContext,
  rnnoise: WebAssembly.Module | null,
  events: VoiceNodesEvents,
): VoiceNodes {
  const capture = new Worker(new URL('./capture.worker.ts', import.meta.url), {
    type: 'module',
    name: CAPTURE_THREAD,
  })
  const tap = addNode(context, GRAPH_TAP_PROCESSOR, 2, 2)
  const playback = addNode(context, PLAYBACK_PROCESSOR, 0, 1)
  // The tap's first output is silent; being connected keeps it running.
  tap.connect(context.destination)
  const output = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' })
  playback.connect(output).connect(context.destination)
  // What is played tells which of the microphone's sounds are its echo.
  output.connect(tap, 0, 1)
  capture.onmessage = event => events.captured(event.data as CaptureReport)
  playback.port.onmessage = event => events.played(event.data as PlaybackReport)
  for (const node of [tap, playback]) node.onprocessorerror = () => events.broken()
  capture.onerror = () => events.broken()
  const line = new MessageChannel()
  tell(tap.port, { type: 'connect' }, line.port1)
  tell(capture, { type: 'start', rnnoise }, line.port2)
  return {
    input: tap,
    output,
    joinMix: to => {
      playback.connect(to)
      tap.connect(to, 1)
      tell(capture, { type: 'tap', on: true })
      return () => {
        tell(capture, { type: 'tap', on: false })
        tap.disconnect(to, 1)
        playback.disconnect(to)
      }
    },
    tellCapture: (command, transfer) => tell(capture, command, transfer),
    tellPlayback: (command, port) => tell(playback.port, command, port),
    close: () => {
      tell(capture, { type: 'close' })
      tell(tap.port, { type: 'close' })
      tell(playback.port, { type: 'close' })
    },
  }
}

function addNode(
  context: AudioContext,
  name: string,
  numberOfInputs: 0 | 2,
  numberOfOutputs: 1 | 2,
): AudioWorkletNode {
  return new AudioWorkletNode(context, name, {
    numberOfInputs,
    numberOfOutputs,
    outputChannelCount: Array<number>(numberOfOutputs).fill(1),
    // A microphone's two channels come as they are: the capture knows which to take.
    channelCount: 2,
    channelCountMode: 'clamped-max',
  })
}

function tell(
  to: MessagePort | Worker,
  command: CaptureCommand | PlaybackCommand | GraphTapCommand,
  transfer?: Transferable,
): void {
  to.postMessage(command, transfer === undefined ? [] : [transfer])
}
