/**
 * Brings the microphone's stream to the capture: as the browser hands it out where it does (Chromium, on a thread that
 * nothing else holds up), through the audio graph where it does not.
 */
import type { VoiceNodes } from './voice-nodes.ts'

/** Chunks that wait for the capture's thread at most: half a second of 256 frames. Chromium's own ten are lost sooner. */
const MOST_CHUNKS = 100

/** What Chromium's pages have, and TypeScript's DOM types know of workers alone, and of pictures. */
type TrackProcessor = new (init: {
  readonly track: MediaStreamTrack
  readonly maxBufferSize: number
}) => { readonly readable: ReadableStream<AudioData> }

export class MicrophoneSource {
  readonly #context: AudioContext
  readonly #nodes: Pick<VoiceNodes, 'input' | 'tellCapture'>
  #node: MediaStreamAudioSourceNode | null = null

  constructor(context: AudioContext, nodes: Pick<VoiceNodes, 'input' | 'tellCapture'>) {
    this.#context = context
    this.#nodes = nodes
  }

  /** Null when there is no microphone. Throws what the browser does when it cannot join the stream to the graph. */
  open(stream: MediaStream | null): void {
    this.#node?.disconnect()
    this.#node = null
    const sound = readTrack(stream?.getAudioTracks()[0])
    if (sound === null && stream !== null) {
      this.#node = this.#context.createMediaStreamSource(stream)
      this.#node.connect(this.#nodes.input)
    }
    this.#nodes.tellCapture({ type: 'microphone', sound }, sound ?? undefined)
  }

  close(): void {
    this.open(null)
  }
}

/** Null where the browser hands no sound of a track out. */
function readTrack(track: MediaStreamTrack | undefined): ReadableStream<AudioData> | null {
  const { MediaStreamTrackProcessor } = window as { MediaStreamTrackProcessor?: TrackProcessor }
  if (track === undefined || MediaStreamTrackProcessor === undefined) return null
  return new MediaStreamTrackProcessor({ track, maxBufferSize: MOST_CHUNKS }).readable
}
