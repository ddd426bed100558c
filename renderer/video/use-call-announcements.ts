/** Reads out who comes into a call and who leaves it, gathered: a crowd is one sentence. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { announce } from '../ui/live.tsx'
import type { CallPerson } from './call-state.ts'
import type { OpenCall } from './calls.ts'

/** Changes within this time are told together, in ms. */
const GATHER = 1200

/** More names than this make nobody wiser. */
const MOST_NAMES = 3

export function useCallAnnouncements(): void {
  const { calls } = useApp()
  const { t, i18n } = useTranslation()
  useEffect(() => {
    const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
    let told: OpenCall | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer = undefined
      const now = calls.current.get()
      const before = told
      told = now
      if (now === null || now.state.phase !== 'joined') return
      if (before?.serviceId !== now.serviceId || before.state.phase !== 'joined') {
        // Who is there already is no news; that we are in is.
        return announce(t('call.in', { count: now.state.people.length }))
      }
      const say = (key: 'joined' | 'left', people: readonly CallPerson[]) => {
        const names = people.map(({ name }) => (name === '' ? t('call.nameless') : name))
        if (names.length > MOST_NAMES) announce(t(`call.${key}-crowd`, { count: names.length }))
        else if (names.length > 0)
          announce(t(`call.${key}`, { count: names.length, names: list.format(names) }))
      }
      say('joined', missing(now.state.people, before.state.people))
      say('left', missing(before.state.people, now.state.people))
    }
    const stop = calls.current.subscribe(() => {
      timer ??= setTimeout(tell, GATHER)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [calls, t, i18n.language])
}

function missing(all: readonly CallPerson[], from: readonly CallPerson[]): readonly CallPerson[] {
  const known = new Set(from.map(({ id }) => id))
  return all.filter(({ id }) => !known.has(id))
}
