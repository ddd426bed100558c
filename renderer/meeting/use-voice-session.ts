/** Keeps the voice open while a meeting is on or about to be, with the settings of the moment. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'

export function useVoiceSession(needed: boolean): void {
  const { voice, settings } = useApp()
  useEffect(() => {
    if (!needed) return
    voice.open(settings.current.get())
    const stop = settings.current.subscribe(() => voice.apply(settings.current.get()))
    return () => {
      stop()
      voice.close()
    }
  }, [needed, voice, settings])
}
