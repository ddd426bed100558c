/** Push-to-talk on the screen, for finger and mouse. Its key is listened for elsewhere (use-talk-key.ts). */
import { AudioLines, Hand } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { useKeyName } from '../ui/key-name.ts'

export function TalkButton({ className }: { readonly className: string | undefined }) {
  const { t } = useTranslation()
  const { link, voice, settings } = useApp()
  const { muted } = useStore(link.self)
  const { pushToTalkKey } = useStore(settings.current)
  const keyName = useKeyName(pushToTalkKey)
  const talking = useStore(voice.held)
  const { hold } = voice
  // Muted, or gone from the screen, means let go.
  useEffect(() => {
    if (muted) hold.release('button')
    return () => void hold.release('button')
  }, [muted, hold])
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
