/** The two worklets as nodes of an AudioContext, and the lines to them. */
import captureUrl from './capture-processor.worklet.ts?worker&url'
import playbackUrl from './playback-processor.worklet.ts?worker&url'
import {
  CAPTURE_PROCESSOR,
  type CaptureCommand,
  type CaptureReport,
  PLAYBACK_PROCESSOR,
  type PlaybackCommand,
  type PlaybackReport,
} from './worklet-messages.ts'

export interface VoiceNodes {
  /** Where the microphone goes in. */
  readonly input: AudioNode
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
  await Promise.all([captureUrl, playbackUrl].map(url => context.audioWorklet.addModule(url)))
}

export function createVoiceNodes(context: AudioContext, events: VoiceNodesEvents): VoiceNodes {
  const capture = addNode(context, CAPTURE_PROCESSOR, 1)
  const playback = addNode(context, PLAYBACK_PROCESSOR, 0)
  capture.port.onmessage = event => events.captured(event.data as CaptureReport)
  playback.port.onmessage = event => events.played(event.data as PlaybackReport)
  for (const node of [capture, playback]) node.onprocessorerror = () => events.broken()
  return {
    input: capture,
    tellCapture: (command, port) => tell(capture, command, port),
    tellPlayback: (command, port) => tell(playback, command, port),
  }
}

function addNode(context: AudioContext, name: string, numberOfInputs: 0 | 1): AudioWorkletNode {
  const node = new AudioWorkletNode(context, name, {
    numberOfInputs,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    channelCount: 1,
    channelCountMode: 'explicit',
  })
  // The capture node's output is silent; being connected keeps it running.
  node.connect(context.destination)
  return node
}

function tell(
  node: AudioWorkletNode,
  command: CaptureCommand | PlaybackCommand,
  port: MessagePort | undefined,
): void {
  node.port.postMessage(command, port === undefined ? [] : [port])
}
