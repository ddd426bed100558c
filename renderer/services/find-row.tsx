/** Looks for words in a page, where the shell can. */
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { enterView } from '../view/focus.ts'
import type { Service } from './deck.ts'
import styles from './service-pane.module.css'

interface FindRowProps {
  readonly service: Service
  readonly onClose: () => void
}

export function FindRow({ service, onClose }: FindRowProps) {
  const { t } = useTranslation()
  const { deck, shell } = useApp()
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const { id, found } = service
  useEffect(() => {
    input.current?.focus()
    return () => {
      deck.command(id, { type: 'stop-find' })
      deck.dispatch({ type: 'stop-find', id })
    }
  }, [deck, id])
  const find = (words: string, forward: boolean) => {
    if (words === '') deck.command(id, { type: 'stop-find' })
    else deck.command(id, { type: 'find', text: words, forward })
  }
  const close = () => {
    onClose()
    enterView(deck.state.get(), id, shell.nativeViews)
  }
  return (
    <search className={styles.find}>
      <TextField
        label={t('service.find')}
        value={text}
        maxLength={200}
        autoComplete="off"
        inputRef={input}
        onChange={next => {
          setText(next)
          find(next, true)
        }}
        onSubmit={() => find(text, true)}
        onCancel={close}
      />
      <p role="status" className={styles.found}>
        {text === '' || found === null
          ? ''
          : found.total === 0
            ? t('service.found-none')
            : t('service.found', { current: found.current, total: found.total })}
      </p>
      <Button
        look="quiet"
        className={styles.tool}
        aria-label={t('service.find-before')}
        onPress={() => find(text, false)}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        look="quiet"
        className={styles.tool}
        aria-label={t('service.find-next')}
        onPress={() => find(text, true)}
      >
        <ChevronDown aria-hidden />
      </Button>
      <Button look="quiet" className={styles.tool} aria-label={t('service.find-close')} onPress={close}>
        <X aria-hidden />
      </Button>
    </search>
  )
}
