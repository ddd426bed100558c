import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../bridge/settings.ts'
import { createStore } from '../../renderer/engine-link/store.ts'
import { createVoice, meterFraction } from '../../renderer/meeting/voice.ts'
import type { VoicePorts } from '../../renderer/shell/shell.ts'
import type { MicrophoneLevel } from '../../renderer/voice/capture.ts'
import type { VoiceProblem } from '../../renderer/voice/voice-problems.ts'
import type { SelfTest, VoiceSession } from '../../renderer/voice/voice-session.ts'

/** A double of the voice: remembers what it was told, and tells what the test wants. */
function sessionDouble() {
  const told: string[] = []
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      told.push([name, ...args.map(arg => (typeof arg === 'object' ? '…' : String(arg)))].join(' '))
      return Promise.resolve(true)
    }
  const stores = {
    levels: createStore<MicrophoneLevel>({
      rmsDb: -120,
      peakDb: -120,
      speaking: false,
      silent: false,
      advice: null,
      suppression: 'off',
    }),
    talking: createStore<ReadonlySet<number>>(new Set()),
    devices: createStore({ microphones: ['Casque'], speakers: [] as string[] }),
    problems: createStore<ReadonlySet<VoiceProblem>>(new Set()),
    hasMicrophone: createStore(false),
    selfTest: createStore<SelfTest>('off'),
    canCompare: createStore(false),
    echoPairs: createStore<readonly string[] | null>(null),
    crackles: createStore(false),
  }
  const calls = [
    'connect',
    'setMuted',
    'setDeafened',
    'setTransmission',
    'setMicrophone',
    'setSpeaker',
    'setEcho',
    'setConditioning',
    'setEcho',
    'setTalking',
    'playCue',
    'replay',
    'setUplinkLoss',
    'setMaxBandwidth',
    'listenToMyself',
    'close',
  ]
  const session = { ...stores, ...Object.fromEntries(calls.map(name => [name, note(name)])) }
  return { told, stores, session: session as unknown as VoiceSession }
}

function voiceWith(...sessions: (ReturnType<typeof sessionDouble> | Promise<never>)[]) {
  const takePorts = vi.fn((): VoicePorts => {
    const { port1: mic, port2: ear } = new MessageChannel()
    mic.close()
    return { mic: mic as unknown as VoicePorts['mic'], ear: ear as unknown as VoicePorts['ear'] }
  })
  const remember = vi.fn()
  const startVoice = vi.fn(async () => {
    const next = await sessions.shift()
    if (next === undefined) throw new Error('no session left')
    return next.session
  })
  return { voice: createVoice({ startVoice, takePorts, remember }), takePorts, startVoice, remember }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 1))

describe('the voice of a meeting', () => {
  it('is muted from the start, and joined to the engine', async () => {
    const double = sessionDouble()
    const { voice, takePorts } = voiceWith(double)
    voice.open(defaultSettings)
    expect(voice.status.get().phase).toBe('asking')
    await settled()
    expect(double.told).toContain('setMuted true')
    expect(double.told.at(-1)).toBe('connect …')
    expect(takePorts).toHaveBeenCalledTimes(1)
  })

  it('holds what was wanted of it while it still started', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    voice.setMuted(false)
    voice.setNetwork(0.2, 72_000)
    voice.apply({ ...defaultSettings, microphone: 'Casque', transmission: 'always' })
    await settled()
    expect(double.told).toEqual(
      expect.arrayContaining([
        'setMuted false',
        'setUplinkLoss 0.2',
        'setMaxBandwidth 72000',
        'setMicrophone Casque',
        'setTransmission always',
      ]),
    )
  })

  it('opens once, however often it is asked', async () => {
    const { voice, startVoice } = voiceWith(sessionDouble(), sessionDouble())
    voice.open(defaultSettings)
    voice.open(defaultSettings)
    await settled()
    voice.open(defaultSettings)
    expect(startVoice).toHaveBeenCalledTimes(1)
  })

  it('does not come to life when it was closed while it started', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    voice.close()
    await settled()
    expect(double.told).toEqual(['close'])
    expect(voice.status.get().phase).toBe('off')
  })

  it('is muted again in the next meeting, with ports of its own', async () => {
    const [first, second] = [sessionDouble(), sessionDouble()]
    const { voice, takePorts } = voiceWith(first, second)
    voice.open(defaultSettings)
    await settled()
    voice.setMuted(false)
    voice.close()
    expect(first.told.at(-1)).toBe('close')
    voice.open(defaultSettings)
    await settled()
    expect(second.told).toContain('setMuted true')
    expect(takePorts).toHaveBeenCalledTimes(2)
  })

  it('tells how the microphone does', async () => {
    const { stores, ...double } = sessionDouble()
    const { voice } = voiceWith({ stores, ...double })
    voice.open(defaultSettings)
    await settled()
    expect(voice.status.get()).toEqual({ phase: 'asking', problems: [], speaking: false, advice: null })
    expect(voice.devices.get().microphones).toEqual(['Casque'])
    stores.problems.set(new Set(['speaker-missing', 'microphone-denied']))
    expect(voice.status.get()).toEqual({
      phase: 'listening',
      problems: ['microphone-denied', 'speaker-missing'],
      speaking: false,
      advice: null,
    })
    stores.problems.set(new Set())
    stores.hasMicrophone.set(true)
    stores.levels.set({
      rmsDb: -35,
      peakDb: -20,
      speaking: true,
      silent: false,
      advice: 'too-quiet',
      suppression: 'off',
    })
    expect(voice.status.get()).toEqual({ phase: 'on', problems: [], speaking: true, advice: 'too-quiet' })
    expect(voice.level.get()).toBe(0.5)
  })

  it('wakes nobody when only the level moved', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    await settled()
    const listener = vi.fn()
    voice.status.subscribe(listener)
    double.stores.levels.set({
      rmsDb: -40,
      peakDb: -20,
      speaking: false,
      silent: false,
      advice: null,
      suppression: 'off',
    })
    expect(listener).not.toHaveBeenCalled()
  })

  it('tells who talks, until they stop, the engine ends, or the meeting does', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    await settled()
    double.stores.talking.set(new Set([3, 4]))
    double.stores.talking.set(new Set([4]))
    expect([3, 4].map(voice.talking.isTalking)).toEqual([false, true])
    voice.engineRenewed()
    expect(voice.talking.isTalking(4)).toBe(false)
    expect(double.told.filter(line => line === 'connect …')).toHaveLength(2)
    voice.close()
    double.stores.talking.set(new Set([5]))
    expect(voice.talking.isTalking(5)).toBe(false)
  })

  it('says that the sound is broken when it cannot start', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { voice } = voiceWith()
    voice.open(defaultSettings)
    await settled()
    warn.mockRestore()
    expect(voice.status.get()).toEqual({
      phase: 'listening',
      problems: ['audio-broken'],
      speaking: false,
      advice: null,
    })
  })
})

it('the meter spends its length on speech', () => {
  expect([-120, -60, -35, -10, 0].map(meterFraction)).toEqual([0, 0, 0.5, 1, 1])
})

it('where the sound crackles, a session with a larger buffer takes over, and it is remembered', async () => {
  const [first, second] = [sessionDouble(), sessionDouble()]
  const { voice, startVoice, remember } = voiceWith(first, second)
  voice.open(defaultSettings)
  await settled()
  voice.setMuted(false)
  first.stores.crackles.set(true)
  await settled()
  expect(remember).toHaveBeenCalledWith({ audioBuffer: 256 })
  expect(startVoice).toHaveBeenLastCalledWith(expect.objectContaining({ bufferFrames: 256 }))
  expect(first.told).toContain('close')
  expect(second.told).toContain('setMuted false')
  voice.close()
  expect(second.told).toContain('close')
})

it('remembers where an echo was heard', async () => {
  const only = sessionDouble()
  const { voice, remember } = voiceWith(only)
  voice.open(defaultSettings)
  await settled()
  expect(remember).not.toHaveBeenCalled()
  only.stores.echoPairs.set(['Enceinte\nWebcam'])
  expect(remember).toHaveBeenCalledWith({ echoPairs: ['Enceinte\nWebcam'] })
})
