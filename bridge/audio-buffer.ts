/** Chromium's `audio-buffer-size`, the same in both shells. */

/**
 * Frames per buffer. Chromium takes 512 from PulseAudio; 256 frames at 48 kHz are 5.3 ms, half the wait, and
 * smaller still crackles on old machines. Windows keeps to its own period of about 10 ms whatever is asked.
 */
const AUDIO_BUFFER_FRAMES = 256

/**
 * The switch's value. `asked` (CHATIERE_AUDIO_BUFFER) is a whole number of frames from 64 to 4096, or `system` to
 * leave the choice to Chromium (then null). Anything else counts as not set.
 */
export function audioBufferSize(asked: string | undefined): string | null {
  if (asked === 'system') return null
  const frames = /^\d{2,4}$/.test(asked ?? '') ? Number(asked) : AUDIO_BUFFER_FRAMES
  return String(frames >= 64 && frames <= 4096 ? frames : AUDIO_BUFFER_FRAMES)
}
