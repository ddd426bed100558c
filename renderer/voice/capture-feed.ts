/**
 * Brings the microphone's sound and what is played together, at 48 kHz in one channel, for the capture and the echo
 * watch. The two come from threads of their own, each when it has something: what is played waits here, so that a
 * small stumble of either makes no holes in it.
 */
import { msToSamples, SAMPLE_RATE } from './audio-format.ts'
import { ChannelChoice } from './channel-choice.ts'
import { LeadQueue } from './lead-queue.ts'
import { Resampler } from './resampler.ts'
import { SampleQueue } from './sample-queue.ts'

/** Samples played that wait before the first of them is used: 20 ms, two messages from the audio graph. */
const LEAD = msToSamples(20)
/** Samples that may wait at most; beyond, only the lead is kept: the loudspeaker's clock was the faster one. */
const MOST_WAITING = msToSamples(60)
/** Samples taken at once. */
const LARGEST = 4096
/**
 * Samples by which the echo watch hears the microphone later than the capture does. What is played waits for up to 30 ms
 * on its way, and the quickest loudspeakers and microphones are no slower than that; but an echo comes after its sound.
 */
const WATCH_LATER = msToSamples(40)

/** Takes the same `count` samples of both, at 48 kHz; null is silence. Good during the call. */
export type TakeSound = (heard: Float32Array | null, count: number, played: Float32Array | null) => void

export class CaptureFeed {
  readonly #capture: TakeSound
  readonly #echoWatch: TakeSound
  readonly #channels = new ChannelChoice()
  readonly #heardRate = new Rate()
  readonly #playedRate = new Rate()
  readonly #waiting = new LeadQueue(LEAD, MOST_WAITING + 2 * LARGEST)
  readonly #later = new SampleQueue(WATCH_LATER + 2 * LARGEST)
  readonly #played = new Float32Array(LARGEST)
  readonly #watched = new Float32Array(LARGEST)

  constructor(capture: TakeSound, echoWatch: TakeSound) {
    this.#capture = capture
    this.#echoWatch = echoWatch
    this.#later.pushSilence(WATCH_LATER)
  }

  /** The microphone's next samples, one array a channel, `rate` of them a second. */
  hear(channels: readonly Float32Array[], rate: number): void {
    const mono = this.#channels.take(channels)
    if (mono === null) return
    const heard = this.#heardRate.convert(mono, rate)
    for (let done = 0; done < heard.length; done += LARGEST) {
      const part = heard.length <= LARGEST ? heard : heard.subarray(done, done + LARGEST)
      this.#give(part, part.length)
    }
  }

  /** There is no microphone, or nothing comes from it: that many samples of silence instead. */
  hearSilence(count: number): void {
    for (let done = 0; done < count; done += LARGEST) this.#give(null, Math.min(LARGEST, count - done))
  }

  /** The loudspeaker's next samples, `rate` of them a second. */
  play(samples: Float32Array, rate: number): void {
    this.#waiting.push(this.#playedRate.convert(samples, rate))
    if (this.#waiting.length > MOST_WAITING) this.#waiting.keepLead()
  }

  /** Another microphone. */
  forget(): void {
    this.#channels.forget()
  }

  #give(heard: Float32Array | null, count: number): void {
    const played = this.#takePlayed(count)
    this.#capture(heard, count, played)
    if (heard === null) this.#later.pushSilence(count)
    else this.#later.push(heard)
    const watched = count === LARGEST ? this.#watched : this.#watched.subarray(0, count)
    watched.fill(0)
    this.#later.mixInto(watched, 1, 1)
    this.#echoWatch(watched, count, played)
  }

  /** Null while nothing is played, or not enough is there to go on without holes. */
  #takePlayed(count: number): Float32Array | null {
    const played = count === LARGEST ? this.#played : this.#played.subarray(0, count)
    return this.#waiting.drain(played) ? played : null
  }
}

/** From whatever rate to 48 kHz; a microphone or loudspeaker may be followed by one of another rate. */
class Rate {
  #from = SAMPLE_RATE
  #resampler: Resampler | null = null

  convert(samples: Float32Array, from: number): Float32Array {
    if (from !== this.#from) {
      this.#from = from
      this.#resampler = from === SAMPLE_RATE ? null : new Resampler(from, SAMPLE_RATE)
    }
    return this.#resampler?.convert(samples, samples.length) ?? samples
  }
}
