/** Who runs the host of an open service, as far as the directory knows it; and the end of what it keeps here. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostFacts } from '../../bridge/host-facts.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { HostLinks, Lifetime, Machines } from '../create/host-facts.tsx'
import { typeInWords } from '../create/host-words.ts'
import { countryName, dayOf, monthOf } from '../i18n/format.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { announce } from '../ui/live.tsx'
import { Pill } from '../ui/pill.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { homesAt, originOf, type Service } from './deck.ts'
import styles from './host-dialog.module.css'

interface HostDialogProps {
  readonly service: Service
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function HostDialog({ service, isOpen, onClose }: HostDialogProps) {
  const { t } = useTranslation()
  const { shell, deck } = useApp()
  const { wipeHost } = shell
  const wipe = async () => {
    let done = true
    for (const origin of homesAt(deck.state.get(), service))
      done = (await wipeHost?.(origin)) === true && done
    return done
  }
  return (
    <Dialog title={hostOf(service.url)} isOpen={isOpen} onClose={onClose}>
      <Known service={service} />
      {wipeHost === null ? (
        <section className={styles.wipe} aria-label={t('service.wipe')}>
          <h3>{t('service.wipe')}</h3>
          <p>{t('service.wipe-browser')}</p>
        </section>
      ) : (
        <Wipe onWipe={wipe} label={t('service.wipe')} />
      )}
    </Dialog>
  )
}

function Known({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { link } = useApp()
  const { url, kind } = service
  const { value, problem, reload } = useAnswer(
    useCallback(() => link.engine.hostAt({ url, kind }), [link, url, kind]),
  )
  if (problem !== null) {
    return (
      <ProblemNote problem={problem}>
        <Button onPress={reload}>{t('common.try-again')}</Button>
      </ProblemNote>
    )
  }
  return value === null ? (
    <Progress label={t('service.host-searching')} />
  ) : value.facts === null ? (
    <p>{t('service.host-unknown')}</p>
  ) : (
    <Facts facts={value.facts} service={service} />
  )
}

/** The host's services at the address of this one: a host is known by them, whatever it calls itself. */
function usedOf(facts: HostFacts, { url, kind }: Service): HostFacts['services'] {
  const origin = originOf(url)
  return facts.services.filter(
    each => originOf(each.address) === origin && (kind === null || each.kind === kind),
  )
}

function Facts({ facts, service }: { readonly facts: HostFacts; readonly service: Service }) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const used = usedOf(facts, service)
  const { kind } = service
  return (
    <>
      <div className={styles.who}>
        <h3>{facts.name}</h3>
        {facts.chatons === true ? (
          <Pill tone="good">
            {facts.memberSince === null
              ? t('create.chatons-yes')
              : t('host.member-since', { since: monthOf(facts.memberSince, locale) })}
          </Pill>
        ) : null}
      </div>
      {facts.description === null ? null : <p>{facts.description}</p>}
      <dl className={styles.facts}>
        <dt>{t('host.who')}</dt>
        <dd>
          {[typeInWords(t, facts.type), facts.owner?.name]
            .filter(part => part !== null && part !== undefined && part !== facts.name)
            .join(', ') || t('host.who-unknown')}
        </dd>
        <dt>{t('create.where')}</dt>
        <dd>{facts.country === null ? t('create.country-unknown') : countryName(facts.country, locale)}</dd>
        <dt>{t('host.since')}</dt>
        <dd>{facts.since === null ? t('host.unknown') : dayOf(facts.since, locale)}</dd>
        <Machines services={used} />
        {used.slice(0, 1).map(each => (
          <Lifetime key={each.address} service={each} />
        ))}
        {/* What else it offers belongs to the choice of a host, not beside what is open. */}
        <HostLinks kind={kind ?? 'pad'} facts={{ ...facts, others: [] }} services={used} />
      </dl>
    </>
  )
}

interface WipeProps {
  readonly label: string
  /** Answers whether all of it went. */
  readonly onWipe: () => Promise<boolean>
}

function Wipe({ label, onWipe }: WipeProps) {
  const { t } = useTranslation()
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'done' | 'failed'>('idle')
  const wipe = async () => {
    setStep('busy')
    const done = await onWipe()
    setStep(done ? 'done' : 'failed')
    announce(done ? t('service.wiped') : t('service.wipe-failed'))
  }
  return (
    <section className={styles.wipe} aria-label={label}>
      {step === 'done' ? <p>{t('service.wiped')}</p> : null}
      {step === 'failed' ? <p className={styles.bad}>{t('service.wipe-failed')}</p> : null}
      {step === 'busy' ? <Progress label={t('service.wiping')} /> : null}
      {step === 'asked' ? (
        <>
          <p>{t('service.wipe-means')}</p>
          <div className={styles.actions}>
            <Button autoFocus look="primary" onPress={() => setStep('idle')}>
              {t('common.cancel')}
            </Button>
            <Button onPress={() => void wipe()}>{t('service.wipe-do')}</Button>
          </div>
        </>
      ) : null}
      {step === 'idle' || step === 'failed' ? (
        <Button onPress={() => setStep('asked')}>{label}</Button>
      ) : null}
    </section>
  )
}
