/** Push-to-talk on the screen, for finger and mouse; it also listens for the key while it is there. */
import { AudioLines, Hand } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { useLasting } from '../ui/hooks.ts'
import { useKeyName } from '../ui/key-name.ts'
import { Hold, listenForTalkKey } from './push-to-talk.ts'

interface TalkButtonProps {
  readonly muted: boolean
  /** False while a window lies over the meeting. */
  readonly keyWorks: boolean
  readonly className: string | undefined
}

export function TalkButton({ muted, keyWorks, className }: TalkButtonProps) {
  const { t } = useTranslation()
  const { voice, settings } = useApp()
  const { pushToTalkKey } = useStore(settings.current)
  const keyName = useKeyName(pushToTalkKey)
  const [talking, setTalking] = useState(false)
  const hold = useMemo(
    () =>
      new Hold(held => {
        setTalking(held)
        voice.setTalking(held)
      }),
    [voice],
  )
  useEffect(() => {
    if (muted || !keyWorks) return
    return listenForTalkKey(pushToTalkKey, hold)
  }, [muted, keyWorks, pushToTalkKey, hold])
  // Gone from the screen means let go.
  useEffect(() => () => hold.releaseAll(), [hold])
  return (
    <Button
      look={talking ? 'primary' : 'plain'}
      className={className}
      isDisabled={muted}
      aria-label={`${t('meeting.talk-hold')} (${keyName})`}
      aria-pressed={talking}
      onPressStart={() => hold.press('button')}
      onPressEnd={() => hold.release('button')}
    >
      {talking ? <AudioLines aria-hidden /> : <Hand aria-hidden />}
      {talking ? t('meeting.talk-held') : t('meeting.talk-hold')}
    </Button>
  )
}

/** True when somebody talks for a while without holding anything. */
export function useTalksUnheld(muted: boolean, lastsMs: number): boolean {
  const { voice, settings } = useApp()
  const { transmission } = useStore(settings.current)
  const { speaking } = useStore(voice.status)
  const held = useStore(voice.held)
  return useLasting(transmission === 'push-to-talk' && !muted && speaking && !held, lastsMs)
}
