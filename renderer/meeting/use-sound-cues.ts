/** Tells by ear what the eye may miss: our microphone opened or was muted, somebody came or left. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'
import { type Attendance, attendanceOf, compareAttendance } from './comings-and-goings.ts'
import { CueChoice } from './cue-choice.ts'

/** Changes within this time are told together, in ms: soon enough to be heard as the cause's sound. */
const GATHER = 400

export function useSoundCues(): void {
  const { link, voice } = useApp()
  useEffect(() => {
    let { muted } = link.self.get()
    return link.self.subscribe(() => {
      const now = link.self.get().muted
      if (now !== muted) voice.playCue(now ? 'mute' : 'unmute')
      muted = now
    })
  }, [link, voice])
  useEffect(() => {
    const choice = new CueChoice()
    let known: Attendance | null = attendanceOf(link.room.get())
    let timer: number | undefined
    const tell = () => {
      timer = undefined
      const now = attendanceOf(link.room.get())
      const changes = compareAttendance(known, now)
      if (now !== null) known = now
      const cue = choice.choose(changes, now?.names.size ?? 0, performance.now())
      // Who wants to hear nothing of the room is spared this too.
      if (cue !== null && !link.self.get().deafened) voice.playCue(cue)
    }
    const stop = link.room.subscribe(() => {
      timer ??= window.setTimeout(tell, GATHER)
    })
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [link, voice])
}
