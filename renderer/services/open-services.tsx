/** The open services in the rail: to go from one to the other, with what calls for attention. */
import { Layers, Moon, Volume2, VolumeX } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { classNames } from '../ui/class-names.ts'
import { useMediaQuery } from '../ui/hooks.ts'
import { isAwake, type Service, shownServices } from './deck.ts'
import { NARROW } from './layout.ts'
import { OpenDialog } from './open-dialog.tsx'
import styles from './open-services.module.css'
import { ServiceIcon } from './service-icon.tsx'
import { nameOf, stateWords, unreadOf } from './service-words.ts'
import { downloadList } from './use-downloads.ts'

/** @param onScreen is the screen of the services open? */
export function OpenServices({ onScreen }: { readonly onScreen: boolean }) {
  const { t } = useTranslation()
  const { deck, dispatch } = useApp()
  const state = useStore(deck.state)
  const downloads = useStore(downloadList)
  const narrow = useMediaQuery(NARROW)
  const [listed, setListed] = useState(false)
  const { services } = state
  const isOn = onScreen ? shownServices(state).map(({ id }) => id) : []
  if (services.length === 0 && downloads.length === 0) return null
  const unread = services.reduce((sum, service) => sum + unreadOf(service), 0)
  return (
    <div className={styles.open}>
      <Button
        className={classNames(styles.entry, narrow && onScreen && styles.on)}
        onPress={() => setListed(true)}
      >
        <span className={styles.icon} aria-hidden>
          <Layers aria-hidden />
          <span className={styles.count}>{services.length}</span>
          {narrow && unread > 0 ? <span className={styles.unread}>{unread}</span> : null}
        </span>
        <span className={styles.label} aria-hidden>
          {t('open.label')}
        </span>
        <span className={styles.unseen}>{t('open.all', { count: services.length })}</span>
      </Button>
      {narrow ? null : (
        <ul className={styles.list} aria-label={t('open.heading')}>
          {services.map(service => (
            <li key={service.id}>
              <Entry
                service={service}
                isOn={isOn.includes(service.id)}
                onPress={() => {
                  deck.dispatch({ type: 'show', id: service.id })
                  if (!onScreen) dispatch({ type: 'open', screen: { name: 'services' } })
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <OpenDialog isOpen={listed} onClose={() => setListed(false)} />
    </div>
  )
}

interface EntryProps {
  readonly service: Service
  readonly isOn: boolean
  readonly onPress: () => void
}

function Entry({ service, isOn, onPress }: EntryProps) {
  const { t } = useTranslation()
  const name = nameOf(t, service)
  const unread = unreadOf(service)
  const states = stateWords(t, service)
  return (
    <Button
      className={classNames(styles.entry, isOn && styles.on, !isAwake(service) && styles.asleep)}
      {...(isOn ? { 'aria-current': 'page' } : {})}
      onPress={onPress}
    >
      <span className={styles.icon} aria-hidden>
        <ServiceIcon service={service} />
        {unread > 0 ? <span className={styles.unread}>{unread}</span> : null}
        <span className={styles.sign}>
          {service.phase === 'asleep' ? (
            <Moon aria-hidden />
          ) : service.silenced ? (
            <VolumeX aria-hidden />
          ) : service.audible ? (
            <Volume2 aria-hidden />
          ) : null}
        </span>
      </span>
      <span className={styles.name} title={name}>
        {name}
        {states.length === 0 ? null : <span className={styles.unseen}> ({states.join(', ')})</span>}
      </span>
      {service.phase === 'asleep' ? (
        <span className={styles.word} aria-hidden>
          {t('service.asleep')}
        </span>
      ) : null}
    </Button>
  )
}
