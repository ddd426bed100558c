/** One's own voice played back, as the others hear it and as the microphone gave it: the same at the door, in the settings and in a meeting. */
import { Ear } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { useVoiceSession } from '../meeting/use-voice-session.ts'
import { VoiceProblemNote } from '../prejoin/voice-problem-note.tsx'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live.tsx'
import styles from './self-test.module.css'

/** Where the sound is open already. */
export function SelfTest() {
  const { voice } = useApp()
  const step = useStore(voice.selfTest)
  return (
    <>
      <ListenButton
        onPress={() => {
          if (step === 'off') voice.listenToMyself()
        }}
      />
      <Comparison />
    </>
  )
}

/** Wherever the sound may be closed: then it is opened for the test, and closed when this goes from the screen. */
export function SelfTestAnywhere() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const { phase, problems } = useStore(voice.status)
  const [opened, setOpened] = useState(false)
  const waits = useRef(false)
  useVoiceSession(opened)
  useEffect(() => {
    if (phase !== 'on' || !waits.current) return
    waits.current = false
    voice.listenToMyself()
  }, [phase, voice])
  // Closed by a meeting that ended: asked again, it is opened again.
  useEffect(() => {
    if (phase === 'off' && !waits.current) setOpened(false)
  }, [phase])
  const listen = () => {
    if (phase === 'on') {
      if (voice.selfTest.get() === 'off') voice.listenToMyself()
      return
    }
    waits.current = true
    if (phase === 'off') setOpened(true)
    else void voice.tryAgain()
  }
  return (
    <div className={styles.test}>
      <ListenButton onPress={listen} />
      <p className={styles.help}>{t('mic.listen-alone')}</p>
      <p role="status">{opened && phase === 'asking' ? t('mic.waiting') : null}</p>
      {/* In a meeting they are told elsewhere. */}
      {opened ? problems.map(code => <VoiceProblemNote key={code} code={code} />) : null}
      {phase === 'on' ? <Comparison /> : null}
    </div>
  )
}

function ListenButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation()
  const { voice } = useApp()
  const step = useStore(voice.selfTest)
  const label = {
    off: t('mic.listen'),
    recording: t('mic.listen-recording'),
    playing: t('mic.listen-playing'),
  }[step]
  useEffect(() => {
    if (step !== 'off') announce(label)
  }, [step, label])
  return (
    <Button look="quiet" className={styles.listen} onPress={onPress}>
      <Ear aria-hidden />
      {label}
    </Button>
  )
}

/** The last test again, with and without what we do to the sound: so that nobody has to believe it. */
function Comparison() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const step = useStore(voice.selfTest)
  const canCompare = useStore(voice.canCompare)
  const rested = useStore(voice.testRested)
  if (!canCompare) return null
  return (
    <Group className={styles.compare ?? ''} aria-label={t('mic.compare')}>
      <Button isDisabled={step === 'recording'} onPress={() => voice.replay('conditioned')}>
        {t('mic.play-conditioned')}
      </Button>
      <Button isDisabled={step === 'recording'} onPress={() => voice.replay('plain')}>
        {t('mic.play-plain')}
      </Button>
      <p className={styles.help}>{rested ? t('mic.compare-rested') : t('mic.compare-help')}</p>
    </Group>
  )
}
