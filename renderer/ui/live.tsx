/** What is read out without being seen: one polite voice for the whole page. */
import { useEffect, useState } from 'react'
import styles from './live.module.css'

type Listener = (text: string) => void
const listeners = new Set<Listener>()

/** Says something to people who use a screen reader. */
export function announce(text: string): void {
  for (const listener of listeners) listener(text)
}

/** How long an announcement stays in the page, in ms: long enough to be picked up, then gone. */
const STAYS = 4000

export function LiveRegion() {
  const [said, setSaid] = useState<readonly { id: number; text: string }[]>([])
  useEffect(() => {
    let count = 0
    const timers = new Set<number>()
    const listener: Listener = text => {
      count += 1
      const id = count
      setSaid(current => [...current, { id, text }])
      const timer = window.setTimeout(() => {
        timers.delete(timer)
        setSaid(current => current.filter(each => each.id !== id))
      }, STAYS)
      timers.add(timer)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      for (const timer of timers) window.clearTimeout(timer)
    }
  }, [])
  return (
    <div className={styles.unseen} role="log" aria-live="polite" aria-relevant="additions">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
