/** Above a call’s page: what is in the way, our own switches, who is there. */
import {
  Camera,
  CameraOff,
  CircleHelp,
  Hand,
  LayoutGrid,
  Mic,
  MicOff,
  MonitorUp,
  PhoneOff,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useId, useState } from 'react'
import { Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { type Service, serviceOf } from '../services/deck.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import styles from './call-controls.module.css'
import { CallHelp } from './call-help.tsx'
import { CallNotices } from './call-notices.tsx'
import { CallPeople } from './call-people.tsx'
import { handIsUp } from './call-state.ts'
import type { OpenCall } from './calls.ts'
import { ScreenQuestion } from './screen-question.tsx'
import { useCallKeys } from './use-call-keys.ts'

export function CallControls({ service }: { readonly service: Service }) {
  const { calls } = useApp()
  const call = useStore(calls.current)
  return call?.serviceId === service.id ? <Controls call={call} /> : null
}

function Controls({ call }: { readonly call: OpenCall }) {
  const { t } = useTranslation()
  const { calls, deck, settings } = useApp()
  const { letterShortcuts: letters } = useStore(settings.current)
  const [listed, setListed] = useState(false)
  const [open, setOpen] = useState<'help' | 'screen' | null>(null)
  const listId = useId()
  const { state } = call
  const inCall = state.phase === 'joined'
  const muted = state.muted === true
  const cameraOff = state.cameraOff === true
  const hand = handIsUp(state)

  const close = useCallback(() => setOpen(null), [])
  const mute = useCallback(() => calls.order({ type: 'mute', on: !muted }), [calls, muted])
  const camera = useCallback(() => calls.order({ type: 'camera', on: cameraOff }), [calls, cameraOff])
  const raise = useCallback(() => calls.order({ type: 'hand', on: !hand }), [calls, hand])
  const tile = useCallback(() => calls.order({ type: 'tiles', on: !state.tiles }), [calls, state.tiles])
  const showScreen = useCallback(() => {
    if (state.screen) calls.order({ type: 'screen', on: false })
    else setOpen('screen')
  }, [calls, state.screen])
  const hangUp = useCallback(() => calls.order({ type: 'hang-up' }), [calls])
  useCallKeys(letters && inCall && open === null, {
    M: mute,
    V: camera,
    D: showScreen,
    R: raise,
    W: tile,
    'Shift+H': hangUp,
  })

  // The room's own button was pressed, and the shell refused it for want of the person's word.
  useEffect(() => {
    if (!inCall) return
    return deck.onEvent(call.serviceId, event => {
      const agreed = serviceOf(deck.state.get(), call.serviceId)?.grants?.includes('screen') === true
      if (event.type === 'screen-asked' && !agreed) setOpen('screen')
    })
  }, [deck, inCall, call.serviceId])

  return (
    <div className={styles.call}>
      <CallNotices call={call} />
      <Group className={styles.bar ?? ''} aria-label={t('call.controls')}>
        {inCall ? (
          <>
            <Switch
              on={!muted}
              warn={muted}
              letter={letters ? 'M' : null}
              icon={muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
              label={muted ? t('call.mic-off') : t('call.mic-on')}
              does={muted ? t('call.mic-open') : t('call.mic-close')}
              onPress={mute}
            />
            <Switch
              on={!cameraOff}
              warn={cameraOff}
              letter={letters ? 'V' : null}
              icon={cameraOff ? <CameraOff aria-hidden /> : <Camera aria-hidden />}
              label={cameraOff ? t('call.camera-off') : t('call.camera-on')}
              does={cameraOff ? t('call.camera-open') : t('call.camera-close')}
              onPress={camera}
            />
            <Switch
              on={state.screen}
              letter={letters ? 'D' : null}
              icon={<MonitorUp aria-hidden />}
              label={state.screen ? t('call.screen-on') : t('call.screen-off')}
              does={state.screen ? t('call.screen-stop') : t('call.screen-start')}
              onPress={showScreen}
            />
            <Switch
              on={hand}
              rare
              letter={letters ? 'R' : null}
              icon={<Hand aria-hidden />}
              label={hand ? t('call.hand-up') : t('call.hand-down')}
              does={hand ? t('call.hand-lower') : t('call.hand-raise')}
              onPress={raise}
            />
            <Switch
              on={state.tiles}
              rare
              letter={letters ? 'W' : null}
              icon={<LayoutGrid aria-hidden />}
              label={state.tiles ? t('call.tiles-on') : t('call.tiles-off')}
              does={state.tiles ? t('call.tiles-one') : t('call.tiles-all')}
              onPress={tile}
            />
            <Button
              className={styles.control}
              aria-expanded={listed}
              aria-controls={listId}
              aria-label={t('call.people-name', { count: state.people.length + 1 })}
              onPress={() => setListed(!listed)}
            >
              <Users aria-hidden />
              <span aria-hidden>{state.people.length + 1}</span>
            </Button>
          </>
        ) : null}
        <Button
          className={styles.control}
          look="quiet"
          aria-label={t('call.help')}
          onPress={() => setOpen('help')}
        >
          <CircleHelp aria-hidden />
        </Button>
        <Button
          look="danger"
          className={classNames(styles.control, styles.leave)}
          keyShortcuts={letters && inCall ? 'Shift+H' : null}
          onPress={hangUp}
        >
          <PhoneOff aria-hidden />
          <span className={styles.label}>{t('call.hang-up')}</span>
        </Button>
      </Group>
      <div id={listId}>{inCall && listed ? <CallPeople call={call} /> : null}</div>
      <CallHelp isOpen={open === 'help'} onClose={close} />
      <ScreenQuestion call={call} isOpen={open === 'screen'} onClose={close} />
    </div>
  )
}

interface SwitchProps {
  readonly on: boolean
  /** Nobody hears or sees us: it stands out. */
  readonly warn?: boolean
  readonly letter?: string | null
  /** Its words are the first to go where there is little room. */
  readonly rare?: boolean
  readonly icon: ReactNode
  /** How it is. */
  readonly label: string
  /** What pressing it does. */
  readonly does: string
  readonly onPress: () => void
}

function Switch({ on, warn = false, rare = false, letter = null, icon, label, does, onPress }: SwitchProps) {
  return (
    <Button
      className={classNames(styles.control, on && styles.on, warn && styles.warn, rare && styles.rare)}
      aria-label={`${label}, ${does}`}
      keyShortcuts={letter}
      onPress={onPress}
    >
      {icon}
      <span className={styles.label}>{label}</span>
    </Button>
  )
}
