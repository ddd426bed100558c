/**
 * Everybody's voices, on the audio thread: voice frames in, one mix out. Knows nothing of Web Audio, so
 * that Node can test it. Its clock is the number of samples it has rendered.
 */
import { type MicFrame, readEarFrame } from '../../bridge/voice-port.ts'
import { SAMPLE_RATE } from './audio-format.ts'
import type { Decoder } from './decoder-pool.ts'
import { Limiter } from './limiter.ts'
import { Replay } from './replay.ts'
import { Speaker } from './speaker.ts'
import type { SpeakerStats } from './speaker-stats.ts'

/** Voices at once; a meeting needs a handful, and a flood of invented sessions must cost nothing. */
export const MOST_SPEAKERS = 64
/** Samples without a sound after which a voice gives its decoder back: 10 s. */
const DECODER_KEPT = 10 * SAMPLE_RATE
/** Samples without a sound after which a voice is forgotten: 5 min. */
const SPEAKER_KEPT = 300 * SAMPLE_RATE
/** Samples between two looks for idle voices: 1 s. */
const SWEEP_EVERY = SAMPLE_RATE
/** Gains kept for sessions; more than any server has people. */
const MOST_GAINS = 4096

export interface PlaybackStats {
  readonly speakers: readonly SpeakerStats[]
  /** Messages on the voice port that were no voice frames. */
  readonly malformed: number
  /** Frames of voices beyond {@link MOST_SPEAKERS}. */
  readonly refused: number
}

export interface PlaybackEvents {
  /** The set of those who are heard changed. */
  talking(sessions: readonly number[]): void
  /** The recording that {@link Playback.replay} got was heard to its end. */
  replayed(): void
}

export class Playback {
  readonly #takeDecoder: () => Decoder | null
  readonly #events: PlaybackEvents
  readonly #speakers = new Map<number, Speaker>()
  readonly #gains = new Map<number, number>()
  readonly #limiter = new Limiter()
  #replay: Replay | null = null
  #deafened = false
  #evensVoices = false
  #now = 0
  #nextSweep = SWEEP_EVERY
  #malformed = 0
  #refused = 0
  #talking: readonly number[] = []

  constructor(takeDecoder: () => Decoder | null, events: PlaybackEvents) {
    this.#takeDecoder = takeDecoder
    this.#events = events
  }

  /** Takes a message of the voice port, whatever it is. */
  receive(message: unknown): void {
    const frame = message instanceof Uint8Array ? readEarFrame(message) : null
    if (frame === null) {
      this.#malformed++
      return
    }
    if (this.#deafened) return
    const speaker = this.#speakers.get(frame.session) ?? this.#admit(frame.session)
    if (speaker === null) this.#refused++
    else speaker.receive(frame, this.#now)
  }

  /** Writes the next `out.length` samples of the mix. */
  render(out: Float32Array): void {
    out.fill(0)
    let talkers = 0
    for (const speaker of this.#speakers.values()) {
      if (speaker.idle) continue
      const gain = (this.#gains.get(speaker.session) ?? 1) * (this.#evensVoices ? speaker.loudness.factor : 1)
      speaker.render(out, this.#now, gain, this.#takeDecoder)
      if (speaker.talking) talkers++
    }
    if (this.#replay !== null && !this.#replay.render(out, this.#takeDecoder)) {
      this.#replay = null
      this.#events.replayed()
    }
    this.#limiter.apply(out)
    this.#now += out.length
    if (this.#now >= this.#nextSweep) this.#sweep()
    this.#tellTalking(talkers)
  }

  /** `gain` is a factor, 0 for a voice one does not want to hear. */
  setGain(session: number, gain: number): void {
    if (gain === 1) this.#gains.delete(session)
    else if (this.#gains.size < MOST_GAINS || this.#gains.has(session)) this.#gains.set(session, gain)
  }

  /** Whether every voice is brought to about the same loudness, before {@link setGain}'s own say. */
  setEvensVoices(evens: boolean): void {
    this.#evensVoices = evens
  }

  /** Deaf means that voices are neither heard nor kept for later. */
  setDeafened(deafened: boolean): void {
    this.#deafened = deafened
    if (deafened) this.#stopAll()
  }

  /** Plays a recording of one's own voice, even while deafened. One under way is given up. */
  replay(frames: readonly MicFrame[]): void {
    this.#replay?.stop()
    this.#replay = new Replay(frames)
  }

  /** The engine started anew: sessions of before mean nobody now. */
  clear(): void {
    this.#stopAll()
    this.#speakers.clear()
    this.#gains.clear()
  }

  stats(): PlaybackStats {
    const speakers = [...this.#speakers.values()].map(speaker =>
      speaker.stats(this.#now, this.#evensVoices ? speaker.loudness.decibels : 0),
    )
    return { speakers, malformed: this.#malformed, refused: this.#refused }
  }

  #admit(session: number): Speaker | null {
    if (this.#speakers.size >= MOST_SPEAKERS && !this.#forgetLongestIdle()) return null
    const speaker = new Speaker(session)
    speaker.lastActive = this.#now
    this.#speakers.set(session, speaker)
    return speaker
  }

  #forgetLongestIdle(): boolean {
    let found: number | null = null
    let since = Number.POSITIVE_INFINITY
    for (const [session, speaker] of this.#speakers) {
      if (!speaker.idle || speaker.lastActive >= since) continue
      found = session
      since = speaker.lastActive
    }
    if (found === null) return false
    this.#forget(found)
    return true
  }

  #forget(session: number): void {
    this.#speakers.get(session)?.freeDecoder()
    this.#speakers.delete(session)
  }

  #stopAll(): void {
    for (const speaker of this.#speakers.values()) {
      speaker.stop()
      speaker.freeDecoder()
    }
  }

  #sweep(): void {
    this.#nextSweep = this.#now + SWEEP_EVERY
    for (const [session, speaker] of this.#speakers) {
      if (!speaker.idle) continue
      const quiet = this.#now - speaker.lastActive
      if (quiet >= DECODER_KEPT) speaker.freeDecoder()
      if (quiet >= SPEAKER_KEPT) this.#forget(session)
    }
  }

  /** Tells once for each change, and allocates only then. */
  #tellTalking(talkers: number): void {
    let same = talkers === this.#talking.length
    if (same) for (const session of this.#talking) same &&= this.#speakers.get(session)?.talking === true
    if (same) return
    this.#talking = [...this.#speakers].filter(([, speaker]) => speaker.talking).map(([session]) => session)
    this.#events.talking(this.#talking)
  }
}
