/** Chromium's switches for quick sound, the same in both shells. */

/**
 * Frames per buffer, smallest first: 2.7, 5.3, 8, 10.7 and 21.3 ms at 48 kHz. Chromium takes 512 to 1024 from PulseAudio
 * by itself. We begin with the least, go a step up where a machine crackles (`nextBuffer`), and a step down after some
 * meetings without (`smallerBuffer`). Windows keeps to its own period of about 10 ms whatever is asked.
 */
export const bufferSteps = [128, 256, 384, 512, 1024] as const

/**
 * Chromium's feature that lets the graph write into the loudspeaker's buffer, without another before it: 6 to 10 ms
 * less where worklets are at work.
 */
export const quickOutputFeature = 'WebAudioBypassOutputBuffering'

export type BufferFrames = (typeof bufferSteps)[number]

/**
 * The step to begin with on a machine of which nothing is known yet. With two processors the sound fell 2 to 6 % behind
 * at 128 and 0.4 % at 256, which costs more delay than it saves; at 384 it keeps up (docs/measurements.md).
 * @param processors how many of them work at once
 */
export function firstBuffer(processors: number): BufferFrames {
  return processors < 4 ? bufferSteps[2] : bufferSteps[0]
}

/** The next larger step; null when there is none. */
export function nextBuffer(frames: BufferFrames): BufferFrames | null {
  return bufferSteps.find(step => step > frames) ?? null
}

/** The next smaller step; null when there is none. */
export function smallerBuffer(frames: BufferFrames): BufferFrames | null {
  return bufferSteps.findLast(step => step < frames) ?? null
}

/**
 * The switch's value. `asked` (CHATIERE_AUDIO_BUFFER) is a whole number of frames from 64 to 4096, or `system` to
 * leave the choice to Chromium (then null). Anything else counts as not set: then it is what was `kept` for this
 * machine.
 */
export function audioBufferSize(
  asked: string | undefined,
  kept: BufferFrames = bufferSteps[0],
): string | null {
  if (asked === 'system') return null
  const frames = /^\d{2,4}$/.test(asked ?? '') ? Number(asked) : kept
  return String(frames >= 64 && frames <= 4096 ? frames : kept)
}

/**
 * The frames that the engine's settings file keeps, read before there is an engine to ask.
 * @param json the file's text; anything else than such a file gives the first step for that many `processors`
 */
export function keptBuffer(json: string, processors: number): BufferFrames {
  try {
    const frames = JSON.parse(json)?.settings?.audioBuffer
    return bufferSteps.find(step => step === frames) ?? firstBuffer(processors)
  } catch {
    return firstBuffer(processors)
  }
}
