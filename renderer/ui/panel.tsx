/** A screen with one card in its middle: a door, a question, an end. */
import { ArrowLeft } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import styles from './panel.module.css'

interface PanelProps {
  readonly title: string
  readonly headingRef: RefObject<HTMLHeadingElement | null>
  readonly onBack?: (() => void) | undefined
  readonly children: ReactNode
}

export function Panel({ title, headingRef, onBack, children }: PanelProps) {
  const { t } = useTranslation()
  return (
    <main className={styles.panel}>
      {onBack === undefined ? null : (
        <Button look="quiet" className={styles.back} onPress={onBack}>
          <ArrowLeft aria-hidden />
          {t('common.back')}
        </Button>
      )}
      <div className={styles.card}>
        <h1 ref={headingRef} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  )
}

/** Buttons in a row that wraps. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
