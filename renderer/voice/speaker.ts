/**
 * One person's voice, from packets to the mix: carries out what the playout decides, with a decoder, and
 * brings the delay back down by saying the same in less time.
 */
import { rootMeanSquare, samplesToMs, UNIT, UNIT_MS } from './audio-format.ts'
import type { Decoder } from './decoder-pool.ts'
import type { Packet } from './jitter-buffer.ts'
import { Playout } from './playout.ts'
import { SampleQueue } from './sample-queue.ts'
import { SpeakerLoudness } from './speaker-loudness.ts'
import type { SpeakerStats } from './speaker-stats.ts'
import { applyCut, findCut, SEAM, SHORTEST_CUT } from './time-compression.ts'

/** Samples of the fades at the ends of a voice: 5 ms. */
const FADE = 240
/** Room for two of the longest packets (120 ms). */
const QUEUE_SAMPLES = 12_800
/** Samples queued before a cut is looked for: room for a low voice's pitch period and the seam. */
const CUT_SAMPLES = 2 * UNIT
/** A frame this far below the voice's recent level is a pause: cuts in it are not heard. */
const PAUSE_LEVEL = 0.1
/** Amplitude below which anything is a pause: -54 dBFS. */
const SILENCE = 0.002
/** Share of the recent level that is left after each 10 ms: halves in about 0.7 s. */
const LEVEL_DECAY = 0.99

/** How alike the ends of a cut must be, by how far the delay is above its target. 2 = only in pauses. */
function strictness(excess: number): number {
  if (excess < 1 * UNIT) return 2
  if (excess < 2 * UNIT) return 0.9
  if (excess < 6 * UNIT) return 0.7
  if (excess < 12 * UNIT) return 0.4
  return -1
}

export class Speaker {
  /** Whose voice it is. */
  readonly session: number
  /** False from the end of one stretch of speech to the first sound of the next. */
  talking = false
  readonly loudness = new SpeakerLoudness()
  readonly #playout = new Playout()
  readonly #queue = new SampleQueue(QUEUE_SAMPLES)
  readonly #cut = { length: 0, likeness: 0 }
  readonly #concealed = { frameSize: UNIT }
  readonly #recovered = { decodeFec: true, frameSize: UNIT }
  #decoder: Decoder | null = null
  #state: 'idle' | 'waiting' | 'playing' = 'idle'
  #fadesIn = false
  #gain = 1
  #recentLevel = 0
  #undecodable = 0
  #decoded = 0
  #compressed = 0
  /** When the last sound was heard or packet came, in samples. */
  lastActive = 0

  constructor(session: number) {
    this.session = session
  }

  /** True while there is nothing to play and nothing waiting. */
  get idle(): boolean {
    return this.#state === 'idle'
  }

  receive(
    frame: { readonly frameNumber: number; readonly opus: Uint8Array; readonly terminator: boolean },
    now: number,
  ): void {
    const kept = this.#playout.receive(frame, now, this.#state === 'playing')
    if (kept) this.lastActive = now
    if (kept && this.#state === 'idle') this.#state = 'waiting'
  }

  /**
   * Adds the next `out.length` samples into `out`; `now` is the time of the first of them. `gain` is
   * reached by the end of `out`. `takeDecoder` may have none ready: then the voice waits.
   */
  render(out: Float32Array, now: number, gain: number, takeDecoder: () => Decoder | null): void {
    if (this.#state === 'waiting') this.#startWhenDue(now, out.length, gain, takeDecoder)
    if (this.#state === 'playing') {
      let goesOn = true
      while (goesOn && this.#queue.length < out.length) goesOn = this.#refill(now)
      this.lastActive = now
      this.#queue.mixInto(out, this.#gain, gain)
      if (!goesOn) this.#rest()
    }
    this.#gain = gain
  }

  /** Gives the decoder's memory back; the next word takes another. */
  freeDecoder(): void {
    this.#decoder?.free()
    this.#decoder = null
  }

  /** Falls silent at once and forgets what was still to be played. */
  stop(): void {
    this.#playout.clear()
    this.#queue.clear()
    this.#rest()
    this.#state = 'idle'
  }

  /** `gainDb`: what the mix adds for its loudness. */
  stats(now: number, gainDb: number): SpeakerStats {
    const { counters, buffer } = this.#playout
    const playing = this.#state === 'playing'
    return {
      session: this.session,
      talking: this.talking,
      bufferedMs: buffer.span * UNIT_MS + samplesToMs(this.#queue.length),
      jitterMs: samplesToMs(this.#playout.jitterDelay),
      excessMs: playing
        ? samplesToMs(this.#playout.delay(now, this.#queue.length) - this.#playout.target)
        : 0,
      ...counters,
      dropped: buffer.dropped,
      undecodable: this.#undecodable,
      decoded: this.#decoded,
      compressedMs: samplesToMs(this.#compressed),
      gainDb,
    }
  }

  #startWhenDue(now: number, samples: number, gain: number, takeDecoder: () => Decoder | null): void {
    const due = this.#playout.startTime()
    if (due === null) {
      this.#state = 'idle'
      return
    }
    if (due >= now + samples) return
    this.#decoder ??= takeDecoder()
    if (this.#decoder === null) return
    this.#playout.start()
    this.#queue.pushSilence(Math.max(0, Math.round(due - now)))
    this.#state = 'playing'
    this.#fadesIn = true
    this.#gain = gain
    this.talking = true
  }

  #rest(): void {
    this.talking = false
    this.#fadesIn = false
    this.loudness.rest()
    this.#state = this.#playout.buffer.first === null ? 'idle' : 'waiting'
  }

  /** Queues the next piece of sound. False when there is none: the stretch of speech is over. */
  #refill(now: number): boolean {
    const step = this.#playout.next(now, this.#queue.length)
    switch (step.kind) {
      case 'decode':
        this.#queueSound(this.#decode(step.packet))
        if (step.packet.terminator) this.#queue.fadeOut(FADE)
        this.#catchUp(now)
        return true
      case 'recover':
        this.#recovered.frameSize = step.units * UNIT
        this.#queueSound(this.#try(step.packet.opus, this.#recovered) ?? this.#conceal(step.units))
        return true
      case 'conceal':
        this.#queueSound(this.#conceal(1))
        return true
      case 'pause':
        this.#queue.fadeOut(FADE)
        return false
    }
  }

  /** While the delay is above its target, the next packet is decoded early and a cut made where it is not heard. */
  #catchUp(now: number): void {
    const excess = this.#playout.delay(now, this.#queue.length) - this.#playout.target
    if (excess < SHORTEST_CUT) return
    if (this.#queue.length < CUT_SAMPLES && this.#playout.nextIsThere) {
      const step = this.#playout.next(now, this.#queue.length)
      if (step.kind !== 'decode') return
      this.#queueSound(this.#decode(step.packet))
      if (step.packet.terminator) this.#queue.fadeOut(FADE)
    }
    const { samples, start, length } = this.#queue
    findCut(samples, start, length, excess, this.#cut)
    if (this.#cut.length === 0) return
    const level = rootMeanSquare(samples, start, this.#cut.length + SEAM)
    const inPause = level < SILENCE || level < this.#recentLevel * PAUSE_LEVEL
    if (!inPause && this.#cut.likeness < strictness(excess)) return
    applyCut(samples, start, length, this.#cut.length)
    this.#queue.length -= this.#cut.length
    this.#compressed += this.#cut.length
  }

  #queueSound(sound: Float32Array): void {
    const level = rootMeanSquare(sound, 0, sound.length)
    this.#recentLevel = Math.max(level, this.#recentLevel * LEVEL_DECAY)
    if (this.#fadesIn) fadeIn(sound)
    this.#fadesIn = false
    this.#queue.push(sound)
  }

  /** A packet that the decoder refuses is made up for, like a lost one of its length. */
  #decode(packet: Packet): Float32Array {
    const sound = this.#try(packet.opus, undefined)
    if (sound === null) return this.#conceal(packet.units)
    this.#decoded += packet.units
    this.loudness.learn(sound)
    return sound
  }

  #conceal(units: number): Float32Array {
    this.#concealed.frameSize = units * UNIT
    return this.#try(null, this.#concealed) ?? new Float32Array(units * UNIT)
  }

  #try(
    opus: Uint8Array | null,
    options: { decodeFec?: boolean; frameSize: number } | undefined,
  ): Float32Array | null {
    if (this.#decoder === null) return null
    try {
      return this.#decoder.decodeFloat(opus, options)
    } catch {
      // Its sender is to blame, not the listener: counted, and shown in the statistics.
      this.#undecodable++
      return null
    }
  }
}

function fadeIn(sound: Float32Array): void {
  for (let i = 0; i < FADE; i++) sound[i] = (sound[i] ?? 0) * ((i + 1) / FADE)
}
