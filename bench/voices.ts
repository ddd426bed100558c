/** Speech for the benches: what a codec, a noise suppressor and an echo canceller are made for. */
import type { Pcm } from '../test/world/signal.ts'
import { speech } from '../test/world/speech.ts'
import { readWav } from '../test/world/wav.ts'

const RATE = 48_000
/** Frames of 10 ms softer than this share of the loudest are pauses. */
const PAUSE_SHARE = 0.03

const french = [
  'Bonjour à toutes et à tous, la réunion commence.',
  'Je propose que nous regardions ensemble le budget de la fête, puis les clés du local.',
  'La mairie nous prête la salle jusqu’à dix heures, mais il faut ranger les tables avant de partir.',
  'Qui veut prendre des notes aujourd’hui ? Marie, tu peux ?',
]
const english = [
  'Good morning everybody, can you hear me well?',
  'I would like to talk about the garden and the seeds that we bought last week.',
  'Let us wait until the rain has stopped, and then decide who brings the tools.',
  'Yes, that is a good idea, and thank you for asking.',
]

/** Speech of this length at 48 kHz; French and English are different voices that say different things. */
export async function talk(voice: 'fr' | 'en', seconds: number): Promise<Pcm> {
  return repeated(readWav(await speech(voice === 'fr' ? french : english, { voice })).samples, seconds)
}

/** The same without its pauses: every 10 ms of it has sound. */
export async function breathlessTalk(voice: 'fr' | 'en', seconds: number): Promise<Pcm> {
  const said = await talk(voice, seconds * 2)
  const frame = RATE / 100
  const frames = Array.from({ length: Math.floor(said.length / frame) }, (_, i) =>
    said.subarray(i * frame, (i + 1) * frame),
  )
  const loudness = frames.map(samples => Math.max(...samples.map(Math.abs)))
  const loudest = loudness.reduce((a, b) => Math.max(a, b), 0)
  const kept = frames.filter((_, i) => (loudness[i] ?? 0) > loudest * PAUSE_SHARE)
  const whole = new Int16Array(kept.length * frame)
  kept.forEach((samples, i) => {
    whole.set(samples, i * frame)
  })
  return repeated(whole, seconds)
}

function repeated(sound: Pcm, seconds: number): Pcm {
  return Int16Array.from({ length: seconds * RATE }, (_, i) => sound[i % sound.length] as number)
}
