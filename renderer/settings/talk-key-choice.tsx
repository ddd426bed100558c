/** The key to hold for push-to-talk, chosen by pressing it. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { isTalkKey } from '../meeting/push-to-talk.ts'
import { Button } from '../ui/button.tsx'
import { useCover } from '../ui/dialog.tsx'
import { useKeyName } from '../ui/key-name.ts'
import { announce } from '../ui/live.tsx'
import styles from './settings.module.css'

export function TalkKeyChoice() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const { pushToTalkKey } = useStore(settings.current)
  const name = useKeyName(pushToTalkKey)
  const [listening, setListening] = useState(false)
  const [refused, setRefused] = useState(false)
  // In a meeting the key that is pressed to be chosen must not talk.
  useCover(listening)
  useEffect(() => {
    if (!listening) return
    const stop = () => setListening(false)
    const hear = (event: KeyboardEvent) => {
      // Tab goes on and Escape gives up, as everywhere.
      if (event.key === 'Tab') return stop()
      event.preventDefault()
      event.stopPropagation()
      if (event.repeat) return
      if (event.key === 'Escape') return stop()
      setRefused(!isTalkKey(event.code))
      if (!isTalkKey(event.code)) return
      settings.change({ pushToTalkKey: event.code })
      stop()
    }
    // Before any button, field or dialog sees the key.
    window.addEventListener('keydown', hear, true)
    window.addEventListener('blur', stop)
    return () => {
      window.removeEventListener('keydown', hear, true)
      window.removeEventListener('blur', stop)
    }
  }, [listening, settings])
  const begin = () => {
    setListening(true)
    setRefused(false)
    announce(t('settings.ptt-press'))
  }
  return (
    <div className={styles.fields}>
      <p role="status">{t('settings.ptt-key', { key: name })}</p>
      <div>
        <Button onPress={begin}>{listening ? t('settings.ptt-press') : t('settings.ptt-change')}</Button>
      </div>
      {refused && listening ? <p role="alert">{t('settings.ptt-refused')}</p> : null}
      <p className={styles.intro}>{t('settings.ptt-help')}</p>
    </div>
  )
}
