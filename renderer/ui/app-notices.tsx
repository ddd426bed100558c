/** What the engine told of the things it keeps: shown until it is closed, read out once, on whatever screen. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { isOfApp, type Notice } from '../engine-link/notices.ts'
import { useStore } from '../engine-link/store.ts'
import styles from './app-notices.module.css'
import { announce } from './live.tsx'
import { ProblemNote } from './problem-note.tsx'

/** In ms. A screen that opens is read out from its heading first. */
const SAID_AFTER = 700

/** Read out already: a screen shows them anew, and needs not say them anew. */
const said = new WeakSet<Notice>()

export function AppNotices() {
  const { t } = useTranslation()
  const { link } = useApp()
  const notices = useStore(link.notices).filter(isOfApp)
  const section = useRef<HTMLElement>(null)
  const unsaid = notices.filter(notice => !said.has(notice))
  const news = unsaid
    .map(({ problem }) => `${t(`problem.${problem.code}.what`)} ${t(`problem.${problem.code}.next`)}`)
    .join(' ')
  useEffect(() => {
    if (news === '') return
    const timer = window.setTimeout(() => {
      announce(news)
      for (const notice of link.notices.get()) if (isOfApp(notice)) said.add(notice)
    }, SAID_AFTER)
    return () => window.clearTimeout(timer)
  }, [news, link])
  if (notices.length === 0) return null
  const dismiss = (id: number) => {
    link.dismissNotice(id)
    // Its button took the focus along: on to the next note, or to what the screen is about.
    const next = section.current?.querySelectorAll('button') ?? []
    const left = [...next].find(button => button !== document.activeElement)
    const heading = document.querySelector<HTMLElement>('h1[tabindex]')
    ;(left ?? heading)?.focus()
  }
  return (
    <section ref={section} className={styles.notices} aria-label={t('app.notices')}>
      {notices.map(({ id, problem }) => (
        <ProblemNote key={id} problem={problem} quiet onDismiss={() => dismiss(id)} />
      ))}
    </section>
  )
}
