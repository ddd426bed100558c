/** The keys, and the switch for the one that is a bare letter (WCAG 2.1.4). */
import { Keyboard } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Dialog } from '../ui/dialog.tsx'
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
  const { shell } = useApp()
  return (
    <Dialog title={t('help.heading')} isOpen={isOpen} onClose={onClose}>
      <dl className={styles.keys}>
        <dt>
          <Keyboard>M</Keyboard>
        </dt>
        <dd>{t('help.mute')}</dd>
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
