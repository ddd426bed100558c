import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../bridge/settings.ts'
import { createStore } from '../../renderer/engine-link/store.ts'
import { createVoice, meterFraction } from '../../renderer/meeting/voice.ts'
import type { VoicePorts } from '../../renderer/shell/shell.ts'
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
    levels: createStore({ rmsDb: -120, peakDb: -120, speaking: false, silent: false }),
    talking: createStore<ReadonlySet<number>>(new Set()),
    devices: createStore({ microphones: ['Casque'], speakers: [] as string[] }),
    problems: createStore<ReadonlySet<VoiceProblem>>(new Set()),
    hasMicrophone: createStore(false),
    selfTest: createStore<SelfTest>('off'),
  }
  const calls = [
    'connect',
    'setMuted',
    'setDeafened',
    'setTransmission',
    'setMicrophone',
    'setSpeaker',
    'setProcessing',
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
  const startVoice = vi.fn(async () => {
    const next = await sessions.shift()
    if (next === undefined) throw new Error('no session left')
    return next.session
  })
  return { voice: createVoice({ startVoice, takePorts }), takePorts, startVoice }
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
    expect(voice.status.get()).toEqual({ phase: 'asking', problems: [], speaking: false })
    expect(voice.devices.get().microphones).toEqual(['Casque'])
    stores.problems.set(new Set(['speaker-missing', 'microphone-denied']))
    expect(voice.status.get()).toEqual({
      phase: 'listening',
      problems: ['microphone-denied', 'speaker-missing'],
      speaking: false,
    })
    stores.problems.set(new Set())
    stores.hasMicrophone.set(true)
    stores.levels.set({ rmsDb: -35, peakDb: -20, speaking: true, silent: false })
    expect(voice.status.get()).toEqual({ phase: 'on', problems: [], speaking: true })
    expect(voice.level.get()).toBe(0.5)
  })

  it('wakes nobody when only the level moved', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    await settled()
    const listener = vi.fn()
    voice.status.subscribe(listener)
    double.stores.levels.set({ rmsDb: -40, peakDb: -20, speaking: false, silent: false })
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
    expect(voice.status.get()).toEqual({ phase: 'listening', problems: ['audio-broken'], speaking: false })
  })
})

it('the meter spends its length on speech', () => {
  expect([-120, -60, -35, -10, 0].map(meterFraction)).toEqual([0, 0, 0.5, 1, 1])
})
