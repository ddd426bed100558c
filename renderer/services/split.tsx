/** Two panes beside each other, and the border between them: dragged, or moved by keyboard. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { LEAST_SHARE, MOST_SHARE } from '../../bridge/settings.ts'
import { classNames } from '../ui/class-names.ts'
import { useCover } from '../ui/dialog.tsx'
import styles from './split.module.css'

/** How far a press of an arrow key moves the border, of the whole; with Shift, further. */
const STEP = 0.02
const BIG_STEP = 0.1

interface SplitProps {
  /** What the border is called. */
  readonly label: string
  /** Width of the first pane, of the whole. */
  readonly share: number
  readonly onShare: (share: number) => void
  readonly first: ReactNode
  /** Null: the first has all the room. */
  readonly second: ReactNode | null
  readonly className?: string | undefined
}

export function Split({ label, share, onShare, first, second, className }: SplitProps) {
  const frame = useRef<HTMLDivElement>(null)
  const split = second !== null
  useEffect(() => {
    frame.current?.style.setProperty('--first', `${share}fr`)
    frame.current?.style.setProperty('--second', `${1 - share}fr`)
  }, [share])
  return (
    <div ref={frame} className={classNames(styles.split, split && styles.two, className)}>
      <div className={styles.pane}>{first}</div>
      {split ? (
        <>
          <Border
            label={label}
            share={share}
            onShare={onShare}
            shareAt={x => {
              const box = frame.current?.getBoundingClientRect()
              return box === undefined || box.width === 0 ? share : (x - box.x) / box.width
            }}
          />
          <div className={styles.pane}>{second}</div>
        </>
      ) : null}
    </div>
  )
}

interface BorderProps extends Pick<SplitProps, 'label' | 'share' | 'onShare'> {
  /** @param x from the window's left, in CSS pixels */
  readonly shareAt: (x: number) => number
}

export function Border({ label, share, onShare, shareAt }: BorderProps) {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    if (!dragging) return
    document.documentElement.dataset.splitting = ''
    return () => {
      delete document.documentElement.dataset.splitting
    }
  }, [dragging])
  // Views of the shell lie above the page and would swallow the pointer.
  useCover(dragging)
  const move = (next: number) => onShare(Math.min(MOST_SHARE, Math.max(LEAST_SHARE, next)))
  const onKeyDown = (event: KeyboardEvent) => {
    const next = shareAfterKey(event.key, event.shiftKey, share)
    if (next === null) return
    event.preventDefault()
    move(next)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragging(true)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between paragraphs cannot be moved, this one can
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={LEAST_SHARE * 100}
      aria-valuemax={MOST_SHARE * 100}
      className={styles.border}
      data-dragging={dragging}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={event => dragging && move(shareAt(event.clientX))}
      onPointerUp={() => setDragging(false)}
      onLostPointerCapture={() => setDragging(false)}
    />
  )
}

/** Where a key moves the border; null = it does not. */
export function shareAfterKey(key: string, far: boolean, share: number): number | null {
  const step = far ? BIG_STEP : STEP
  switch (key) {
    case 'ArrowLeft':
      return share - step
    case 'ArrowRight':
      return share + step
    case 'Home':
      return LEAST_SHARE
    case 'End':
      return MOST_SHARE
    default:
      return null
  }
}
