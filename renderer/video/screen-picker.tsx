/** Which screen or window a call may show: pictures in a list that one walks with the arrow keys. */
import { AppWindow, Monitor } from 'lucide-react'
import { useState } from 'react'
import { ListBox, ListBoxItem, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ScreenSource } from '../../bridge/shell-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import styles from './screen-picker.module.css'

interface ScreenPickerProps {
  /** Null: nothing is asked. */
  readonly sources: readonly ScreenSource[] | null
  /** Null: none. */
  readonly onChoose: (sourceId: string | null) => void
}

export function ScreenPicker({ sources, onChoose }: ScreenPickerProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const offered = sources ?? []
  return (
    <Dialog title={t('call.pick')} isOpen={sources !== null} onClose={() => onChoose(null)}>
      {offered.length === 0 ? <p>{t('call.pick-none')}</p> : <p>{t('call.pick-text')}</p>}
      <ListBox
        className={styles.list ?? ''}
        aria-label={t('call.pick')}
        layout="grid"
        autoFocus="first"
        selectionMode="single"
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={keys => setChosen(keys === 'all' ? null : String([...keys][0] ?? '') || null)}
      >
        {offered.map(({ id, name, kind, picture }) => (
          <ListBoxItem key={id} id={id} textValue={name} className={styles.source ?? ''}>
            {safePicture(picture) === null ? (
              <span className={styles.picture}>
                {kind === 'screen' ? <Monitor aria-hidden /> : <AppWindow aria-hidden />}
              </span>
            ) : (
              <img className={styles.picture} src={picture} alt="" />
            )}
            <Text slot="label" className={styles.name ?? ''}>
              {name}
            </Text>
            <Text slot="description" className={styles.kind ?? ''}>
              {kind === 'screen' ? t('call.pick-screen') : t('call.pick-window')}
            </Text>
          </ListBoxItem>
        ))}
      </ListBox>
      <DialogActions>
        <Button look="primary" isDisabled={chosen === null} onPress={() => onChoose(chosen)}>
          {t('call.pick-show')}
        </Button>
        <Button onPress={() => onChoose(null)}>{t('common.cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}

/** A picture that is in the message itself; anything else is none. */
function safePicture(picture: string): string | null {
  return /^data:image\/(?:png|jpeg);base64,/.test(picture) ? picture : null
}
