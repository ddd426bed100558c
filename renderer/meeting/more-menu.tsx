/** What one does now and then in a meeting: record it, open something beside it, look at how the sound does. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { RecordDialog } from '../recording/record-dialog.tsx'
import { Menu } from '../ui/menu.tsx'

export function MoreMenu({ title }: { readonly title: string }) {
  const { t } = useTranslation()
  const { recording, dispatch } = useApp()
  const { phase } = useStore(recording.state)
  const [asks, setAsks] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isOn = phase === 'on' || phase === 'ending'
  return (
    <>
      <Menu
        label={t('meeting.more')}
        buttonRef={button}
        items={[
          isOn ? { id: 'stop', label: t('recording.stop') } : { id: 'record', label: t('recording.menu') },
          { id: 'home', label: t('meeting.open-else') },
          { id: 'diagnostics', label: t('diagnostics.open') },
        ]}
        onAction={id => {
          if (id === 'record') setAsks(true)
          else if (id === 'stop') void recording.stop()
          else dispatch({ type: 'open', screen: { name: id === 'home' ? 'home' : 'diagnostics' } })
        }}
      />
      <RecordDialog
        title={title}
        isOpen={asks}
        onClose={() => {
          setAsks(false)
          button.current?.focus()
        }}
      />
    </>
  )
}
