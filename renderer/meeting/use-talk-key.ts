/** The key of push-to-talk, on every screen of the app while a meeting goes on. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { coverCount } from '../ui/dialog.tsx'
import { listenForTalkKey } from './push-to-talk.ts'

export function useTalkKey(): void {
  const { link, voice, settings } = useApp()
  const { muted } = useStore(link.self)
  const { transmission, pushToTalkKey } = useStore(settings.current)
  // A window over the page has the keys to itself.
  const covered = useStore(coverCount) > 0
  const listens = transmission === 'push-to-talk' && !muted && !covered
  useEffect(() => {
    if (!listens) return
    return listenForTalkKey(pushToTalkKey, voice.hold)
  }, [listens, pushToTalkKey, voice])
}
