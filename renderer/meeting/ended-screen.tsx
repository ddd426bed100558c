/** The meeting is over for us, though we did not leave: why, and the way back. */
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../bridge/invitation.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

interface EndedScreenProps {
  readonly problem: Problem
  readonly invitation: Invitation
}

export function EndedScreen({ problem, invitation }: EndedScreenProps) {
  const { t } = useTranslation()
  const { dispatch } = useApp()
  const heading = useScreenTitle(t('ended.heading'))
  return (
    <Panel title={t('ended.heading')} headingRef={heading}>
      <ProblemNote problem={problem} />
      <Actions>
        <Button
          look="primary"
          onPress={() => dispatch({ type: 'replace', screen: { name: 'prejoin', invitation } })}
        >
          {t('ended.rejoin')}
        </Button>
        <Button onPress={() => dispatch({ type: 'home' })}>{t('ended.home')}</Button>
      </Actions>
    </Panel>
  )
}
