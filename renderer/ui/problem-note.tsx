/** What happened and what to do next, read out as soon as it appears. */
import type { TFunction } from 'i18next'
import { TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { saveFailures } from '../../bridge/places.ts'
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

/** Problems whose reason is no server's own words: a word of the engine for why a file was not saved, a system's code. */
function ownReason(t: TFunction, { code, facts }: Problem): string | null {
  if (code !== 'backup-failed' && code !== 'disk-refused') return null
  const reason = factOf(facts, 'reason')
  const known = saveFailures.find(each => each === reason)
  return known === undefined ? reason : t(`places.save-failure.${known}`)
}

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
  /** Somebody else reads it out. */
  readonly quiet?: boolean
  /** Buttons that help. */
  readonly children?: ReactNode
}

export function ProblemNote({ problem, id, onDismiss, quiet = false, children }: ProblemNoteProps) {
  const { t } = useTranslation()
  return (
    <Note
      id={id}
      what={t(`problem.${problem.code}.what`)}
      next={t(`problem.${problem.code}.next`)}
      facts={shownFacts.flatMap(fact => {
        const value = factOf(problem.facts, fact)
        if (value === null || !belongs(fact, problem)) return []
        const own = fact === 'reason' ? ownReason(t, problem) : null
        if (own !== null) return [t('problem-facts.why', { value: own })]
        return [t(`problem-facts.${fact}`, { value: fact === 'tried' ? triedInWords(t, value) : value })]
      })}
      onDismiss={onDismiss}
      quiet={quiet}
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
  readonly quiet?: boolean
  readonly children?: ReactNode
}

/** The same look for sentences that come from elsewhere, such as the sound. */
export function Note({ what, next, id, facts = [], onDismiss, quiet = false, children }: NoteProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.note} {...(quiet ? {} : { role: 'alert' })} id={id}>
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
