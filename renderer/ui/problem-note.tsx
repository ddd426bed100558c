/** What happened and what to do next, read out as soon as it appears. */
import type { TFunction } from 'i18next'
import { TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem, ProblemFacts } from '../../bridge/problems.ts'
import { Button } from './button.tsx'
import styles from './problem-note.module.css'

/** Facts worth a line of their own, in this order. */
const shownFacts = ['host', 'room', 'name', 'by', 'reason', 'tried', 'file'] as const

/** The engine tells all it knows; a name belongs to the sentence only when the name is the matter. */
function belongs(fact: (typeof shownFacts)[number], { code }: Problem): boolean {
  if (fact === 'name') return code.startsWith('name-')
  return fact !== 'reason' || code !== 'internal'
}

const whyNot = [
  'name-not-found',
  'refused',
  'unreachable',
  'silent',
  'certificate',
  'error',
  'lying',
  'full',
  'signup',
] as const

/** The engine tells why in a word of its own, in brackets after each name. */
function triedInWords(t: TFunction, tried: string): string {
  return tried.replace(/\(([a-z-]+)\)(?=,|…|$)/g, (_all, word: string) => {
    const known = whyNot.find(each => each === word) ?? 'other'
    return `(${t(`tried.${known}`)})`
  })
}

interface ProblemNoteProps {
  readonly problem: Problem
  readonly id?: string
  readonly onDismiss?: () => void
  /** Buttons that help. */
  readonly children?: ReactNode
}

export function ProblemNote({ problem, id, onDismiss, children }: ProblemNoteProps) {
  const { t } = useTranslation()
  return (
    <Note
      id={id}
      what={t(`problem.${problem.code}.what`)}
      next={t(`problem.${problem.code}.next`)}
      facts={shownFacts.flatMap(fact => {
        const value = factOf(problem.facts, fact)
        if (value === null || !belongs(fact, problem)) return []
        return [t(`problem-facts.${fact}`, { value: fact === 'tried' ? triedInWords(t, value) : value })]
      })}
      onDismiss={onDismiss}
    >
      {children}
    </Note>
  )
}

interface NoteProps {
  readonly what: string
  readonly next: string
  readonly id?: string | undefined
  readonly facts?: readonly string[]
  readonly onDismiss?: (() => void) | undefined
  readonly children?: ReactNode
}

/** The same look for sentences that come from elsewhere, such as the sound. */
export function Note({ what, next, id, facts = [], onDismiss, children }: NoteProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.note} role="alert" id={id}>
      <TriangleAlert aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <p>
          <strong>{what}</strong> {next}
        </p>
        {facts.map(fact => (
          <p key={fact} className={styles.fact}>
            {fact}
          </p>
        ))}
        {children === undefined ? null : <div className={styles.actions}>{children}</div>}
      </div>
      {onDismiss === undefined ? null : (
        <Button look="quiet" className={styles.dismiss} aria-label={t('common.close')} onPress={onDismiss}>
          <X aria-hidden />
        </Button>
      )}
    </div>
  )
}

/** A server's own words, cut: nobody reads more, and a hostile one would fill the screen. */
function factOf(facts: ProblemFacts, name: string): string | null {
  const text = String(facts[name] ?? '').trim()
  if (text === '') return null
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
