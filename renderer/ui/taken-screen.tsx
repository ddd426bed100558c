/** Another window has the engine: this one says so and stays quiet. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Button } from './button.tsx'
import { useScreenTitle } from './hooks.ts'
import { Actions, Panel } from './panel.tsx'

export function TakenScreen() {
  const { t } = useTranslation()
  const { shell } = useApp()
  const heading = useScreenTitle(t('taken.heading'))
  useEffect(() => shell.disconnect(), [shell])
  return (
    <Panel title={t('taken.heading')} headingRef={heading}>
      <p>{t('taken.text')}</p>
      <Actions>
        <Button look="primary" onPress={() => window.location.reload()}>
          {t('taken.take-back')}
        </Button>
      </Actions>
    </Panel>
  )
}
