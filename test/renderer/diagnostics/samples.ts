/** Samples of a line for tests: it does well, but for what a test changes. */
import type { LineSample } from '../../../renderer/diagnostics/line-facts.ts'
import type { SpeakerStats } from '../../../renderer/voice/speaker-stats.ts'
import type { VoiceStats } from '../../../renderer/voice/voice-session.ts'
import { lineReport } from '../doubles/line.ts'

export function speaker(session: number, changed: Partial<SpeakerStats> = {}): SpeakerStats {
  return {
    session,
    talking: false,
    bufferedMs: 12,
    jitterMs: 6,
    excessMs: 0,
    dropped: 0,
    undecodable: 0,
    compressedMs: 0,
    decoded: 1000,
    gainDb: 0,
    received: 1000,
    malformed: 0,
    late: 0,
    duplicate: 0,
    lost: 0,
    recovered: 0,
    concealed: 0,
    underruns: 0,
    ...changed,
  }
}

export const voice: VoiceStats = {
  speakers: [],
  malformed: 0,
  refused: 0,
  outputMs: 12,
  bufferMs: 128 / 48,
  crackles: 0,
  cancelsEcho: true,
  echoGating: 'rest',
  suppression: 'working',
  encoder: { bitrate: 32_000, packetUnits: 2, lossPercent: 24 },
  sampleRate: 48_000,
  microphone: 'usb',
  speaker: 'built-in',
}

export function sample(
  at: number,
  changed: Partial<LineSample['report']> = {},
  voiceChanged: Partial<VoiceStats> = {},
): LineSample {
  return { at, report: { ...lineReport, ...changed }, voice: { ...voice, ...voiceChanged }, pageLagMs: 0 }
}
