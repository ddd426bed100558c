/** A short state in colour and words. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './pill.module.css'

export type PillTone = 'good' | 'warn' | 'bad' | 'plain'

export function Pill({ tone, children }: { readonly tone: PillTone; readonly children: ReactNode }) {
  return <span className={classNames(styles.pill, styles[tone])}>{children}</span>
}
