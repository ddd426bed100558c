/** In a narrow window, people and pad take turns. */
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import styles from './pane-tabs.module.css'

export type Pane = 'people' | 'pad'

interface PaneTabsProps {
  readonly pane: Pane
  readonly onChange: (pane: Pane) => void
}

export function PaneTabs({ pane, onChange }: PaneTabsProps) {
  const { t } = useTranslation()
  return (
    <ToggleButtonGroup
      className={styles.tabs ?? ''}
      aria-label={t('meeting.show')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[pane]}
      onSelectionChange={keys => onChange(keys.has('pad') ? 'pad' : 'people')}
    >
      <ToggleButton id="people" className={styles.tab ?? ''}>
        {t('meeting.people')}
      </ToggleButton>
      <ToggleButton id="pad" className={styles.tab ?? ''}>
        {t('kind.pad')}
      </ToggleButton>
    </ToggleButtonGroup>
  )
}
