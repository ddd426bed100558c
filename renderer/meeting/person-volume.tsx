/** How loudly we hear one person: a small window at their row. */
import type { RefObject } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { RoomUser } from '../../bridge/room.ts'
import { LEAST_LOUDNESS, MOST_LOUDNESS } from '../../bridge/settings.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { useCover } from '../ui/dialog.tsx'
import sheet from '../ui/popover.module.css'
import { Slider } from '../ui/slider.tsx'
import { Switch } from '../ui/switch.tsx'
import styles from './people.module.css'
import { asItComes, type Volume, volumeOf, withVolume } from './volumes.ts'

/** Of loudness: tenths. */
const STEP = 0.1

interface PersonVolumeProps {
  readonly user: RoomUser
  /** The button that opened it. */
  readonly opener: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

export function PersonVolume({ user, opener, onClose }: PersonVolumeProps) {
  const { t } = useTranslation()
  const { settings } = useApp()
  const { volumes } = useStore(settings.current)
  const volume = volumeOf(volumes, user)
  useCover(true)
  const change = (changed: Partial<Volume>) =>
    settings.change({ volumes: withVolume(volumes, user, { ...volume, ...changed }) })
  return (
    <Popover
      className={classNames(sheet.popover, styles.volume)}
      triggerRef={opener}
      placement="bottom end"
      isOpen
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Dialog className={styles.volumeWords ?? ''} aria-label={t('meeting.hear-menu', { name: user.name })}>
        <p className={styles.volumeTitle} aria-hidden>
          {user.name}
        </p>
        <Slider
          label={t('meeting.volume')}
          value={volume.loudness}
          least={LEAST_LOUDNESS}
          most={MOST_LOUDNESS}
          step={STEP}
          isDisabled={volume.muted}
          onChange={loudness => change({ loudness: Math.round(loudness * 10) / 10 })}
        />
        <Switch label={t('meeting.unhear')} isSelected={volume.muted} onChange={muted => change({ muted })} />
        <p className={styles.volumeHelp}>{t('meeting.volume-help')}</p>
        <Button isDisabled={volume.loudness === 1 && !volume.muted} onPress={() => change(asItComes)}>
          {t('meeting.volume-reset')}
        </Button>
      </Dialog>
    </Popover>
  )
}
