/** Has each person of the room heard as loudly as was set for them, whatever their session is this time. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'
import { gainsIn } from './volumes.ts'

export function useVolumes(): void {
  const { link, settings, voice } = useApp()
  useEffect(() => {
    const follow = () => voice.setGains(gainsIn(link.room.get(), settings.current.get().volumes))
    follow()
    const stops = [link.room.subscribe(follow), settings.current.subscribe(follow)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [link, settings, voice])
}
