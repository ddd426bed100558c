/**
 * The capture's thread: joins {@link Capture} and the echo watch to the microphone, the audio graph, the page and the
 * voice port. A thread of its own, because a graph's clock stands still whenever its loudspeaker runs dry, and a
 * microphone that is read by that clock with it: each packet was late by as much, 20 to 60 ms (docs/measurements.md).
 */
import { writeMicFrame } from '../../bridge/voice-port.ts'
import { Capture } from './capture.ts'
import { CaptureFeed } from './capture-feed.ts'
import { EchoDetector } from './echo-detector.ts'
import { NoiseSuppressor } from './noise-suppressor.ts'
import { rehearseCapture } from './rehearsal.ts'
import { SilenceClock } from './silence-clock.ts'
import { TrackReader } from './track-reader.ts'
import { createVoiceEncoder, type EncoderState, type VoiceEncoder } from './voice-encoder.ts'
import type { CaptureCommand, CaptureReport, GraphSound, SentSound } from './worklet-messages.ts'

/** ms between two looks at the silence that is due. */
const LOOK_EVERY = 50

let capture: Capture | null = null
let encoder: VoiceEncoder | null = null
/** As the page was told last. */
let told: EncoderState | null = null
let engine: MessagePort | null = null
let graph: MessagePort | null = null
/** What goes to the others also goes to the graph. */
let tapped = false
let listens = false
/** Commands that came before the encoder was there. */
let early: CaptureCommand[] = []
const detector = new EchoDetector()
const silence = new SilenceClock(performance.now())
const feed = new CaptureFeed(
  (heard, count, played) => capture?.process(heard, count, played),
  (heard, count, played) => {
    if (listens) listen(heard, count, played)
  },
)
const reader = new TrackReader(hear, broken)

addEventListener('message', ({ data, ports }: MessageEvent<CaptureCommand>) => command(data, ports[0]))
setInterval(() => {
  const due = silence.due(performance.now())
  if (due > 0) feed.hearSilence(due)
}, LOOK_EVERY)

function hear(channels: readonly Float32Array[], rate: number): void {
  silence.heard(performance.now())
  feed.hear(channels, rate)
}

function listen(heard: Float32Array | null, count: number, played: Float32Array | null): void {
  detector.hear(heard, played, count)
  const { echoMs } = detector
  if (echoMs === null) return
  listens = false
  report({ type: 'echo', ms: echoMs })
}

async function prepare(rnnoise: WebAssembly.Module | null): Promise<void> {
  const suppressor = rnnoise === null ? null : createSuppressor(rnnoise)
  await rehearseCapture(suppressor)
  const [own, plainEncoder] = await Promise.all([createVoiceEncoder(), createVoiceEncoder()])
  encoder = own
  capture = new Capture(
    { encoder: own, plainEncoder, suppressor },
    {
      send: frame => engine?.postMessage(writeMicFrame(frame)),
      level: level => {
        report({ type: 'level', level })
        tellEncoder(own.state)
      },
      recorded: recording => report({ type: 'recorded', recording }),
      sent: samples => {
        if (tapped) graph?.postMessage(samples satisfies SentSound)
      },
    },
  )
  for (const each of early) command(each, undefined)
  early = []
}

function command(order: CaptureCommand, port: MessagePort | undefined): void {
  switch (order.type) {
    case 'start':
      graph = port ?? null
      if (graph !== null) graph.onmessage = (event: MessageEvent<GraphSound>) => takeFromGraph(event.data)
      prepare(order.rnnoise).catch(broken)
      return
    case 'connect':
      engine?.close()
      engine = port ?? null
      return
    case 'microphone':
      silence.interrupted(performance.now())
      feed.forget()
      capture?.microphoneChanged()
      reader.read(order.sound)
      return
    case 'echo-watch':
      listens = order.listening
      detector.reset(order.afterMs)
      return
    case 'tap':
      tapped = order.on
      return
    case 'close':
      self.close()
      return
  }
  if (capture === null || encoder === null) early.push(order)
  else steer(order, capture, encoder)
}

/** What is for the capture itself. */
function steer(order: SteeringCommand, own: Capture, ownEncoder: VoiceEncoder): void {
  switch (order.type) {
    case 'muted':
      own.setMuted(order.muted)
      break
    case 'transmission':
      own.setTransmission(order.transmission)
      break
    case 'talking':
      own.setTalking(order.talking)
      break
    case 'conditioning':
      own.setConditioning(order.options)
      break
    case 'echo-gating':
      own.setEchoGating(order.gating)
      break
    case 'rate':
      ownEncoder.setRate(order.rate)
      break
    case 'loss':
      ownEncoder.setLoss(order.loss)
      break
    case 'record':
      own.record(order.seconds)
      break
  }
}

type SteeringCommand = Exclude<
  CaptureCommand,
  { type: 'start' | 'connect' | 'microphone' | 'echo-watch' | 'tap' | 'close' }
>

function takeFromGraph({ heard, played, rate }: GraphSound): void {
  if (played !== null) feed.play(played, rate)
  if (heard.length > 0) hear(heard, rate)
}

function tellEncoder(state: EncoderState): void {
  if (state === told) return
  told = state
  report({ type: 'encoder', state })
}

function broken(error: unknown): void {
  report({ type: 'broken', reason: String(error) })
}

function report(message: CaptureReport): void {
  postMessage(message)
}

/** Null when the module is not what it should be: one is heard all the same, noise and all. */
function createSuppressor(rnnoise: WebAssembly.Module): NoiseSuppressor | null {
  try {
    return new NoiseSuppressor(rnnoise)
  } catch {
    return null
  }
}
