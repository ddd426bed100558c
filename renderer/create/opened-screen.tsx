/** A call that is made on its site, in the person's own browser: its address comes back here. */
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Unmade } from '../app-state.ts'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { Actions, Panel } from '../ui/panel.tsx'
import { PasteBar } from '../view/paste-bar.tsx'

interface OpenedScreenProps {
  readonly url: string
  /** Did the browser take it? */
  readonly opened: boolean
  readonly unmade: Unmade
}

export function OpenedScreen({ url, opened, unmade }: OpenedScreenProps) {
  const { t } = useTranslation()
  const { shell, dispatch } = useApp()
  const [refused, setRefused] = useState(!opened)
  const heading = useScreenTitle(t('opened.heading'))
  const open = async () => setRefused(!(await shell.openExternal(url)))
  return (
    <Panel title={t('opened.heading')} headingRef={heading}>
      {refused ? <p role="alert">{t('opened.refused')}</p> : null}
      <p>{t('opened.text-site')}</p>
      <PasteBar unmade={unmade} />
      <Actions>
        <Button onPress={() => void open()}>
          <ExternalLink aria-hidden />
          {t('opened.open-again')}
        </Button>
        <Button look="quiet" onPress={() => dispatch({ type: 'home' })}>
          {t('common.home')}
        </Button>
      </Actions>
    </Panel>
  )
}
