/** The keys, and the switch for the one that is a bare letter (WCAG 2.1.4). */
import { Keyboard } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useKeyName } from '../ui/key-name.ts'
import { Switch } from '../ui/switch.tsx'
import styles from './help-dialog.module.css'

interface HelpDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly letters: boolean
  readonly onLetters: (on: boolean) => void
}

export function HelpDialog({ isOpen, onClose, letters, onLetters }: HelpDialogProps) {
  const { t } = useTranslation()
  const { shell, settings } = useApp()
  const { transmission, pushToTalkKey } = useStore(settings.current)
  const keyName = useKeyName(pushToTalkKey)
  return (
    <Dialog title={t('help.heading')} isOpen={isOpen} onClose={onClose}>
      <dl className={styles.keys}>
        <dt>
          <Keyboard>M</Keyboard>
        </dt>
        <dd>{t('help.mute')}</dd>
        {transmission === 'push-to-talk' ? (
          <>
            <dt>
              <Keyboard>{keyName}</Keyboard>
            </dt>
            <dd>{t('help.talk')}</dd>
          </>
        ) : null}
        <dt>
          <Keyboard>F6</Keyboard>
        </dt>
        <dd>{shell.nativeViews === null ? t('help.switch-panes-frame') : t('help.switch-panes')}</dd>
        <dt>
          <Keyboard>{t('help.key-escape')}</Keyboard>
        </dt>
        <dd>{t('help.close')}</dd>
      </dl>
      <Switch
        label={t('help.letters')}
        help={t('help.letters-help')}
        isSelected={letters}
        onChange={onLetters}
      />
    </Dialog>
  )
}
