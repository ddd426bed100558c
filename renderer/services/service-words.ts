/** A service in words: its name, its page, its state. */
import type { TFunction } from 'i18next'
import { hostOf } from '../meeting/pad-address.ts'
import type { Service } from './deck.ts'

/** What a page is, for who cannot see it. */
export function frameTitle(t: TFunction, { kind, url }: Service): string {
  const what = kind ?? 'page'
  return t(`page.frame-${what}`, { host: hostOf(url) })
}

/** What the person calls it, else what the page calls itself, else what it is. */
export function nameOf(t: TFunction, service: Service): string {
  if (service.name !== null && service.name !== '') return service.name
  const told = service.pageTitle.replace(UNREAD, '').trim()
  return told === '' ? frameTitle(t, service) : told
}

/** How many things a page calls for attention for, as pages write it before their title: "(3) …". */
const UNREAD = /^\s*[([](\d{1,4})\+?[)\]]/

/** 0 = none that it tells. */
export function unreadOf({ pageTitle }: Service): number {
  return Number(UNREAD.exec(pageTitle)?.[1] ?? 0)
}

/** Why a page failed: nothing proves that it is its host's. Chromium's word in a view, ours for a frame. */
export function isOfCertificate(reason: string | null): boolean {
  return reason !== null && (reason === CERTIFICATE || /^ERR_(?:CERT_|SSL_)/.test(reason))
}

/** Our own word for it, as {@link TOO_MANY} is: not shown. */
export const CERTIFICATE = 'certificate'

/** As many pages as the shell shows at once are open, and none may sleep. */
export const TOO_MANY = 'too-many'

/** What is worth knowing of it before one goes there. */
export function stateWords(t: TFunction, service: Service): readonly string[] {
  const { phase, audible, silenced, inCall } = service
  const unread = unreadOf(service)
  return [
    phase === 'asleep' ? t('service.asleep') : null,
    phase === 'queued' ? t('service.state-queued') : null,
    phase === 'failed' ? t('service.state-failed') : null,
    unread > 0 ? t('service.unread', { count: unread }) : null,
    inCall ? t('service.state-call') : null,
    silenced ? t('service.state-silenced') : audible ? t('service.state-audible') : null,
  ].filter(word => word !== null)
}
