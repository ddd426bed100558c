/** What pressing the two sound buttons does to us. Pure. */

export interface SelfSound {
  readonly muted: boolean
  readonly deafened: boolean
}

/** Opening the microphone opens the ears too: nobody wants to talk to people they cannot hear. */
export function toggleMute(self: SelfSound): SelfSound {
  return self.muted ? { muted: false, deafened: false } : { muted: true, deafened: self.deafened }
}

/**
 * Who hears nothing does not speak either, as in every Mumble client. `mutedBefore`: how the microphone
 * was when the sound was cut, to bring it back.
 */
export function toggleDeafen(self: SelfSound, mutedBefore: boolean): SelfSound {
  return self.deafened ? { muted: mutedBefore, deafened: false } : { muted: true, deafened: true }
}
