/// <reference types="node" />
import { describe, expect, it } from 'vitest'
import {
  type DiagnosticSource,
  diagnosticGroups,
  reportText,
} from '../../../renderer/diagnostics/diagnostic-rows.ts'
import { factsOf } from '../../../renderer/diagnostics/line-facts.ts'
import { createTranslator } from '../../../renderer/i18n/index.ts'
import { deviceKind } from '../../../renderer/voice/device-kind.ts'
import { sample, speaker, voice } from './samples.ts'

const CANARY = /canari/i

const peer = { session: 4_815_162, up: { good: 9, late: 0, lost: 0, resync: 0 }, pingMs: 12 }
const newest = sample(
  2000,
  { peers: [{ ...peer, down: peer.up }] },
  { speakers: [speaker(4_815_162, { lost: 7 }), speaker(2_342_108)] },
)
const source: DiagnosticSource = {
  sample: newest,
  facts: factsOf([sample(0), newest]),
  verdict: { level: 'poor', side: 'theirs', reason: 'speaker-loss', session: 4_815_162 },
  maxBandwidth: 130_000,
  neededBuffer: 128,
  appVersion: '0.1.0',
  shell: 'electron',
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64; canari-host) AppleWebKit/537.36 Chrome/156.0.7 Electron/45.4.1 Canari/3',
}

describe.each(['fr', 'en'] as const)('the report in %s', language => {
  const t = createTranslator(language).t
  const textOf = (of: DiagnosticSource) => reportText(diagnosticGroups(of, t, language), t)

  it('holds the figures that help', () => {
    const text = textOf(source)
    for (const figure of ['38', '1.5.735', '0.1.0', 'Chrome 156', 'Electron 45', 'Linux', 'USB', '128']) {
      expect(text).toContain(figure)
    }
    expect(text).not.toMatch(/undefined|NaN|\{\{|\[object/)
  })

  it('says why in words, and what was done about crackles', () => {
    const text = textOf({ ...source, neededBuffer: 512 })
    expect(text).toContain(t('diagnostics.reason-speaker-loss'))
    expect(text).not.toContain('speaker-loss')
    const raised = t('diagnostics.buffer-raised', { from: '128', to: '512' })
    expect(text).toContain(raised)
    expect(textOf(source)).not.toContain(raised)
  })

  it('tells what the encoder was set to, not what the server’s limit would allow', () => {
    const text = textOf(source)
    expect(text).toMatch(/Opus, 32 kbit.*20.*24\s?%/)
    expect(textOf({ ...source, maxBandwidth: 40_000 })).toMatch(/Opus, 32 kbit/)
  })

  it('holds no person: no session, and nobody’s number', () => {
    expect(textOf(source)).not.toMatch(/4\D?815\D?162|2\D?342\D?108/)
  })

  it('holds nothing that a hostile server or a full state slips in', () => {
    const private_ = {
      name: 'Canari',
      url: 'https://canari.example',
      token: 'canari',
      label: 'Casque de Canari',
    }
    const of: DiagnosticSource = {
      ...source,
      ...private_,
      appVersion: '0.1.0 canari',
      sample: {
        ...newest,
        ...private_,
        report: { ...newest.report, ...private_, serverVersion: '1.5.735 at canari.example' },
        voice: { ...voice, ...private_, speakers: [{ ...speaker(4), ...private_ }] },
      } as DiagnosticSource['sample'],
    }
    expect(textOf(of)).not.toMatch(CANARY)
  })

  it('says what can be said outside of a meeting', () => {
    const text = textOf({ ...source, sample: null, facts: null })
    expect(text).toContain('0.1.0')
    expect(text).not.toMatch(/undefined|NaN/)
  })
})

it.each([
  ['', 'none'],
  ['AirPods de Canari', 'bluetooth'],
  ['Jabra Elite (Bluetooth)', 'bluetooth'],
  ['Blue Yeti USB Audio', 'usb'],
  ['LG HDMI Output', 'screen'],
  ['Built-in Audio Analog Stereo', 'built-in'],
  ['Audio interne Stéréo analogique', 'built-in'],
  ['Monitor of Null Output', 'virtual'],
  ['Casque de Canari', 'other'],
] as const)('%j is known as %s', (label, kind) => {
  expect(deviceKind(label)).toBe(kind)
})
