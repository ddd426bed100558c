/**
 * How the sound does, as lines to read and to send to somebody who helps. Takes figures and words of its own alone:
 * no name, address, title, device or number of a person comes in here, so none can go out. Pure.
 */
import type { TFunction } from 'i18next'
import { type BufferFrames, bufferSteps } from '../../bridge/audio-buffer.ts'
import type { VoiceStats } from '../voice/voice-session.ts'
import type { LineFacts, LineSample, Loss } from './line-facts.ts'
import type { Verdict } from './verdict.ts'

export interface DiagnosticRow {
  readonly label: string
  readonly value: string
}

export interface DiagnosticGroup {
  readonly id: 'line' | 'voices' | 'machine' | 'app'
  readonly title: string
  readonly rows: readonly DiagnosticRow[]
}

export interface DiagnosticSource {
  readonly sample: LineSample | null
  readonly facts: LineFacts | null
  readonly verdict: Verdict
  /** The server's limit in bit/s; null = not told. */
  readonly maxBandwidth: number | null
  /** Frames that this machine is known to need. */
  readonly neededBuffer: BufferFrames
  readonly appVersion: string
  readonly shell: 'electron' | 'browser'
  /** As the browser calls itself; only programs' names and their versions are taken out of it. */
  readonly userAgent: string
}

/** More voices than this make a report nobody reads. */
const MOST_VOICES = 8

export function diagnosticGroups(source: DiagnosticSource, t: TFunction, locale: string): DiagnosticGroup[] {
  return [
    { id: 'line', title: t('diagnostics.group-line'), rows: lineRows(source, t, locale) },
    { id: 'voices', title: t('diagnostics.group-voices'), rows: voiceRows(source, t, locale) },
    { id: 'machine', title: t('diagnostics.group-machine'), rows: machineRows(source, t, locale) },
    { id: 'app', title: t('diagnostics.group-app'), rows: appRows(source, t) },
  ]
}

/** What is copied: the very lines that are shown. */
export function reportText(groups: readonly DiagnosticGroup[], t: TFunction): string {
  return groups
    .map(({ title, rows }) =>
      [title, ...rows.map(({ label, value }) => t('diagnostics.row', { label, value }))].join('\n'),
    )
    .join('\n\n')
}

type Unit = 'millisecond' | 'percent' | 'kbit' | 'plain'

function figure(value: number | null, unit: Unit, t: TFunction, locale: string): string {
  if (value === null) return t('diagnostics.unknown')
  switch (unit) {
    case 'percent':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value)
    case 'kbit':
      return t('diagnostics.kbit', { value: new Intl.NumberFormat(locale).format(Math.round(value / 1000)) })
    case 'millisecond':
      return t('diagnostics.ms', {
        value: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
      })
    case 'plain':
      return new Intl.NumberFormat(locale).format(value)
  }
}

function lineRows(
  { sample, facts, verdict, maxBandwidth }: DiagnosticSource,
  t: TFunction,
  locale: string,
): DiagnosticRow[] {
  const show = (value: number | null, unit: Unit) => figure(value, unit, t, locale)
  const where = t(`diagnostics.verdict-${verdict.side}-${verdict.level}`)
  const why = t(`diagnostics.reason-${verdict.reason}`)
  const value = verdict.level === 'good' ? where : t('diagnostics.verdict-value', { where, why })
  const reasonRow = { label: t('diagnostics.verdict'), value }
  if (sample === null || facts === null) return [reasonRow]
  const { report } = sample
  const loss = ({ share, lost }: Loss) =>
    t('diagnostics.loss', { share: show(share, 'percent'), count: lost })
  const yesNo = (yes: boolean | null) =>
    yes === null ? t('diagnostics.unknown') : yes ? t('diagnostics.yes') : t('diagnostics.no')
  return [
    reasonRow,
    {
      label: t('diagnostics.route'),
      value: report.route === 'udp' ? t('diagnostics.route-udp') : t('diagnostics.route-tunnel'),
    },
    { label: t('diagnostics.ping'), value: show(facts.pingMs, 'millisecond') },
    { label: t('diagnostics.ping-deviation'), value: show(facts.pingDeviationMs, 'millisecond') },
    { label: t('diagnostics.tcp-ping'), value: show(report.tcpPingMs, 'millisecond') },
    { label: t('diagnostics.unanswered'), value: show(report.unansweredPings, 'plain') },
    { label: t('diagnostics.up-loss'), value: loss(facts.up) },
    { label: t('diagnostics.down-loss'), value: loss(facts.down) },
    { label: t('diagnostics.down-late'), value: show(report.down.late, 'plain') },
    { label: t('diagnostics.resyncs'), value: show(report.down.resync, 'plain') },
    { label: t('diagnostics.malformed'), value: show(report.malformed, 'plain') },
    { label: t('diagnostics.bandwidth'), value: show(maxBandwidth, 'kbit') },
    { label: t('diagnostics.server-version'), value: versionOf(report.serverVersion) ?? show(null, 'plain') },
    { label: t('diagnostics.recording-allowed'), value: yesNo(report.recordingAllowed) },
    {
      label: t('diagnostics.peers'),
      value: t('diagnostics.peers-value', {
        count: facts.peers.length,
        losing: facts.peers.filter(({ up, down }) => up.share > 0 || down.share > 0).length,
      }),
    },
  ]
}

/** People are numbered: who they are is nobody's business. */
function voiceRows({ sample, facts }: DiagnosticSource, t: TFunction, locale: string): DiagnosticRow[] {
  const speakers = (sample?.voice?.speakers ?? []).slice(0, MOST_VOICES)
  if (speakers.length === 0) {
    return [{ label: t('diagnostics.voices'), value: t('diagnostics.voices-none') }]
  }
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  return speakers.map((speaker, index) => ({
    label: t('diagnostics.voice', { number: index + 1 }),
    value: t('diagnostics.voice-value', {
      jitter: number.format(speaker.jitterMs),
      buffered: number.format(speaker.bufferedMs),
      lost: number.format(speaker.lost),
      late: number.format(speaker.late),
      recovered: number.format(speaker.recovered),
      concealed: number.format(speaker.concealed),
      underruns: number.format(speaker.underruns),
      missing: figure(facts?.speakers[index]?.missing.share ?? 0, 'percent', t, locale),
      gain: signed.format(speaker.gainDb),
    }),
  }))
}

function machineRows(
  { sample, facts, neededBuffer }: DiagnosticSource,
  t: TFunction,
  locale: string,
): DiagnosticRow[] {
  const show = (value: number | null, unit: Unit) => figure(value, unit, t, locale)
  const voice = sample?.voice ?? null
  const step = {
    label: t('diagnostics.buffer-step'),
    value: isRaised(neededBuffer)
      ? t('diagnostics.buffer-raised', {
          from: show(bufferSteps[0], 'plain'),
          to: show(neededBuffer, 'plain'),
        })
      : t('diagnostics.buffer-smallest', { frames: show(neededBuffer, 'plain') }),
  }
  if (voice === null) return [{ label: t('diagnostics.sound'), value: t('diagnostics.sound-closed') }, step]
  const { encoder } = voice
  const frames = Math.round((voice.bufferMs * voice.sampleRate) / 1000)
  return [
    {
      label: t('diagnostics.encoder'),
      value:
        encoder === null
          ? t('diagnostics.unknown')
          : t('diagnostics.encoder-value', {
              rate: show(encoder.bitrate, 'kbit'),
              packet: show(encoder.packetUnits * 10, 'millisecond'),
              loss: show(encoder.lossPercent / 100, 'percent'),
            }),
    },
    {
      label: t('diagnostics.buffer'),
      value: t('diagnostics.buffer-value', {
        frames: show(frames, 'plain'),
        time: show(voice.bufferMs, 'millisecond'),
      }),
    },
    step,
    { label: t('diagnostics.output'), value: show(voice.outputMs, 'millisecond') },
    {
      label: t('diagnostics.sample-rate'),
      value: t('diagnostics.hertz', { value: show(voice.sampleRate, 'plain') }),
    },
    { label: t('diagnostics.microphone'), value: t(`diagnostics.device-${voice.microphone}`) },
    { label: t('diagnostics.speaker'), value: t(`diagnostics.device-${voice.speaker}`) },
    {
      label: t('diagnostics.echo'),
      value: t(`diagnostics.echo-${echoState(voice)}`),
    },
    { label: t('diagnostics.noise'), value: t(`diagnostics.noise-${voice.suppression}`) },
    { label: t('diagnostics.crackles'), value: show(voice.crackles, 'plain') },
    { label: t('diagnostics.engine-lag'), value: show(facts?.engineLagMs ?? null, 'millisecond') },
    { label: t('diagnostics.page-lag'), value: show(facts?.pageLagMs ?? null, 'millisecond') },
  ]
}

/** Not the smallest: this machine crackled with it, or has too few processors for it. */
export function isRaised(neededBuffer: BufferFrames): boolean {
  return neededBuffer > bufferSteps[0]
}

function echoState({ cancelsEcho, echoGating }: VoiceStats): 'on' | 'off' | 'speaker' {
  if (echoGating === 'speaker') return 'speaker'
  return cancelsEcho ? 'on' : 'off'
}

function appRows({ appVersion, shell, userAgent }: DiagnosticSource, t: TFunction): DiagnosticRow[] {
  return [
    { label: t('diagnostics.app'), value: versionOf(appVersion) ?? t('diagnostics.unknown') },
    {
      label: t('diagnostics.shell'),
      value: shell === 'electron' ? t('diagnostics.shell-electron') : t('diagnostics.shell-browser'),
    },
    { label: t('diagnostics.browser'), value: programsOf(userAgent) },
  ]
}

/** A server may call itself anything: only a version is shown. */
function versionOf(text: string | null): string | null {
  return /^\d+(?:\.\d+){1,3}(?:-[a-z0-9.]{1,20})?$/i.exec(text ?? '')?.[0] ?? null
}

function programsOf(userAgent: string): string {
  const programs = [...userAgent.matchAll(/\b(Electron|Chrome|Firefox)\/(\d+)/g)]
  const system = /Windows|Macintosh|Linux|CrOS/.exec(userAgent)?.[0] ?? ''
  return [...programs.map(([, name, version]) => `${name} ${version}`), system].filter(Boolean).join(', ')
}
