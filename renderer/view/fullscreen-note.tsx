/**
 * A page in a frame that takes the whole screen could draw our own bars, or a bank's. A note of ours above it says
 * whose page it is; Escape leads back, which browsers let no frame keep for itself.
 */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { viewIdOf } from '../services/deck.ts'
import { frameIdOf } from './focus.ts'
import styles from './fullscreen-note.module.css'

/** How long the note stays, in ms: as in browsers, long enough to be read. */
const STAYS = 6000

export function FullscreenNote() {
  const { t } = useTranslation()
  const { deck } = useApp()
  const note = useRef<HTMLParagraphElement>(null)
  // Another object for each change: a frame that comes back lies above a note that is still there.
  const [taken, setTaken] = useState<{ readonly host: string } | null>(null)

  useEffect(() => {
    const changed = () => {
      const frame = document.fullscreenElement?.id
      const service = deck.state.get().services.find(each => frameIdOf(viewIdOf(each)) === frame)
      setTaken(service === undefined ? null : { host: new URL(service.address).host })
    }
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [deck])

  useEffect(() => {
    const { current } = note
    if (taken === null || current === null) return
    // What is shown last lies uppermost, whatever the page within the frame does.
    current.showPopover()
    const timer = window.setTimeout(() => current.hidePopover(), STAYS)
    return () => {
      window.clearTimeout(timer)
      current.hidePopover()
    }
  }, [taken])

  return (
    <p ref={note} popover="manual" className={styles.note}>
      {taken === null ? null : t('page.fullscreen', taken)}
    </p>
  )
}
