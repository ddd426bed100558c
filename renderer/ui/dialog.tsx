/** A window over the page. While one or a menu is open, views of the shell step back: they would lie above it. */
import { X } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { createStore } from '../engine-link/store.ts'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

/** How many windows and menus cover the page right now. */
export const coverCount = createStore(0)

/** Counts what lies over the page while it is open. */
export function useCover(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return
    coverCount.set(coverCount.get() + 1)
    return () => coverCount.set(coverCount.get() - 1)
  }, [isOpen])
}

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog'
}

export function Dialog({ title, isOpen, onClose, children, role = 'dialog' }: DialogProps) {
  const { t } = useTranslation()
  useCover(isOpen)
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            <Button look="quiet" className={styles.close} aria-label={t('common.close')} onPress={onClose}>
              <X aria-hidden />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons at a window's foot. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
