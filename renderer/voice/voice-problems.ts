/**
 * What can be wrong with hearing and being heard, as facts. The sentences are in the page's languages
 * (renderer/i18n). Several can hold at once.
 */
export const voiceProblemCodes = [
  /** The computer has no microphone. */
  'microphone-missing',
  /** The system or the person does not let us use the microphone. */
  'microphone-denied',
  /** The system could not start it: another program keeps the microphone for itself, as a rule. */
  'microphone-busy',
  /** It could not be opened, and nothing tells why, or the browser can't join it to our sound. Tried again by itself. */
  'microphone-failed',
  /** The microphone gives nothing but zeros: switched off on the device, or muted by the system. */
  'microphone-silent',
  /** The chosen microphone is not there; the computer's default is used until it comes back. */
  'microphone-replaced',
  /** The canceller leaves an echo of the others: the microphone is turned down while they speak. */
  'echo-remains',
  /** There is nothing to hear with; others still hear us. */
  'speaker-missing',
  /** The chosen loudspeaker is not there; the computer's default is used until it comes back. */
  'speaker-replaced',
  /** The browser keeps sound back until the person clicks or presses a key. */
  'audio-suspended',
  /** The sound part itself broke: it has to be started anew. */
  'audio-broken',
] as const

export type VoiceProblem = (typeof voiceProblemCodes)[number]
