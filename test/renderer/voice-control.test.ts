import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../bridge/settings.ts'
import { createStore } from '../../renderer/engine-link/store.ts'
import { createVoice } from '../../renderer/meeting/voice.ts'
import { meterFraction } from '../../renderer/meeting/voice-status.ts'
import type { VoicePorts } from '../../renderer/shell/shell.ts'
import type { MicrophoneLevel } from '../../renderer/voice/capture.ts'
import type { SelfTestPhase } from '../../renderer/voice/self-test.ts'
import type { VoiceProblem } from '../../renderer/voice/voice-problems.ts'
import type { VoiceSession } from '../../renderer/voice/voice-session.ts'

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
    selfTest: createStore<SelfTestPhase>('off'),
    canCompare: createStore(false),
    echoPairs: createStore<readonly string[] | null>(null),
    crackles: createStore(false),
    rateRefused: createStore(false),
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
    'setEvensVoices',
    'setTalking',
    'setGain',
    'tryAgain',
    'playCue',
    'replay',
    'setUplinkLoss',
    'setMaxBandwidth',
    'listenToMyself',
    'close',
  ]
  const counted = { crackles: 0 }
  const session = {
    ...stores,
    ...Object.fromEntries(calls.map(name => [name, note(name)])),
    stats: () => counted,
  }
  return { told, stores, counted, session: session as unknown as VoiceSession }
}

function voiceWith(...sessions: (ReturnType<typeof sessionDouble> | Promise<never>)[]) {
  const takePorts = vi.fn((): VoicePorts => {
    const { port1: mic, port2: ear } = new MessageChannel()
    mic.close()
    return { mic: mic as unknown as VoicePorts['mic'], ear: ear as unknown as VoicePorts['ear'] }
  })
  const remember = vi.fn()
  const clock = { now: 0 }
  const startVoice = vi.fn(async () => {
    const next = await sessions.shift()
    if (next === undefined) throw new Error('no session left')
    return next.session
  })
  const voice = createVoice({ startVoice, takePorts, remember, now: () => clock.now })
  const pass = (ms: number) => {
    clock.now += ms
  }
  return { voice, takePorts, startVoice, remember, clock, pass }
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
    voice.apply({ ...defaultSettings, microphone: 'Casque', transmission: 'always', evenVoices: false })
    await settled()
    expect(double.told).toEqual(
      expect.arrayContaining([
        'setMuted false',
        'setUplinkLoss 0.2',
        'setMaxBandwidth 72000',
        'setMicrophone Casque',
        'setTransmission always',
        'setEvensVoices false',
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
  expect(remember).toHaveBeenCalledWith({ audioBuffer: 256, quietMeetings: 0 })
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

it('hears people as loudly as was set, in each life of the engine and each session of ours', async () => {
  const [first, second] = [sessionDouble(), sessionDouble()]
  const { voice } = voiceWith(first, second)
  voice.setGains(new Map([[4, 10]]))
  voice.open(defaultSettings)
  await settled()
  const gainsOf = (double: typeof first) => double.told.filter(line => /^(setGain|connect)/.test(line))
  // After the ports: with them the playback forgets whom it heard how.
  expect(gainsOf(first)).toEqual(['connect …', 'setGain 4 10'])
  voice.setGains(
    new Map([
      [4, 10],
      [5, Number.NEGATIVE_INFINITY],
    ]),
  )
  voice.setGains(new Map([[5, Number.NEGATIVE_INFINITY]]))
  expect(gainsOf(first).slice(2)).toEqual(['setGain 5 -Infinity', 'setGain 4 0'])
  voice.engineRenewed()
  expect(gainsOf(first).slice(4)).toEqual(['connect …', 'setGain 5 -Infinity'])
  first.stores.crackles.set(true)
  await settled()
  expect(gainsOf(second)).toEqual(['connect …', 'setGain 5 -Infinity'])
})

it('counts crackles over all sessions of a meeting', async () => {
  const [first, second] = [sessionDouble(), sessionDouble()]
  const { voice } = voiceWith(first, second)
  voice.open(defaultSettings)
  await settled()
  first.counted.crackles = 4
  first.stores.crackles.set(true)
  await settled()
  second.counted.crackles = 1
  expect(voice.stats()?.crackles).toBe(5)
})

it('tries a smaller buffer after some long meetings without crackles', async () => {
  const { voice, remember, clock } = voiceWith(sessionDouble(), sessionDouble())
  const settings = { ...defaultSettings, audioBuffer: 512, quietMeetings: 4 } as const
  voice.open({ ...settings, echoPairs: [], volumes: [] })
  await settled()
  clock.now += 30 * 60_000
  voice.close()
  expect(remember).toHaveBeenLastCalledWith({ audioBuffer: 384, quietMeetings: 0 })
})

it('begins anew with the smallest buffer when asked, in the meeting and outside of one', async () => {
  const { voice, remember, startVoice } = voiceWith(sessionDouble(), sessionDouble())
  voice.beginBufferAnew()
  expect(remember).toHaveBeenLastCalledWith({ audioBuffer: 128, quietMeetings: 0 })
  expect(startVoice).not.toHaveBeenCalled()
  voice.open({ ...defaultSettings, audioBuffer: 512 })
  await settled()
  voice.beginBufferAnew()
  expect(startVoice).toHaveBeenLastCalledWith(expect.objectContaining({ bufferFrames: 128 }))
})

it('looks again for what was missing, and makes anew what broke', async () => {
  const [first, second] = [sessionDouble(), sessionDouble()]
  const { voice, startVoice } = voiceWith(first, second)
  await voice.tryAgain()
  voice.open(defaultSettings)
  await settled()
  first.stores.problems.set(new Set(['microphone-denied']))
  await voice.tryAgain()
  expect(first.told).toContain('tryAgain')
  expect(startVoice).toHaveBeenCalledTimes(1)
  first.stores.problems.set(new Set(['audio-broken']))
  await voice.tryAgain()
  expect(startVoice).toHaveBeenCalledTimes(2)
  expect(first.told).toContain('close')
  expect(voice.status.get().problems).toEqual([])
})

describe('advice on our own level', () => {
  const level = { rmsDb: -50, peakDb: -40, silent: false, suppression: 'resting' } as const
  const speak = (double: ReturnType<typeof sessionDouble>) => {
    for (let report = 0; report < 60; report++) {
      double.stores.levels.set({ ...level, speaking: true, advice: 'too-quiet' })
    }
  }

  it('is worth a word only while what we say goes out', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open({ ...defaultSettings, transmission: 'push-to-talk' })
    await settled()
    speak(double)
    voice.setMuted(false)
    speak(double)
    expect(voice.reminder.get()).toBeNull()
    voice.hold.press('key')
    speak(double)
    expect(voice.reminder.get()).toBe('too-quiet')
  })

  it('tells of a test whether noise reduction had anything to do', async () => {
    const double = sessionDouble()
    const { voice } = voiceWith(double)
    voice.open(defaultSettings)
    await settled()
    const record = (suppression: 'resting' | 'working') => {
      double.stores.levels.set({ ...level, speaking: false, advice: null })
      double.stores.selfTest.set('recording')
      double.stores.levels.set({ ...level, suppression, speaking: true, advice: null })
      double.stores.selfTest.set('playing')
      return voice.testRested.get()
    }
    expect([record('resting'), record('working'), record('resting')]).toEqual([true, false, true])
  })
})

describe('sound that stops', () => {
  const broken: ReadonlySet<VoiceProblem> = new Set<VoiceProblem>(['audio-broken'])

  async function opened(...sessions: Parameters<typeof voiceWith>) {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const made = voiceWith(...sessions)
    made.voice.open(defaultSettings)
    await settled()
    made.voice.setMuted(false)
    return { ...made, warn }
  }

  it('is opened anew once without a word, then the person is told', async () => {
    const [first, second] = [sessionDouble(), sessionDouble()]
    const { voice, startVoice, pass, warn } = await opened(first, second)
    first.stores.problems.set(broken)
    expect(voice.status.get()).toMatchObject({ phase: 'asking', problems: [] })
    await settled()
    expect(first.told).toContain('close')
    expect(second.told).toContain('setMuted false')
    pass(30_000)
    second.stores.problems.set(broken)
    await settled()
    expect(startVoice).toHaveBeenCalledTimes(2)
    expect(voice.status.get()).toMatchObject({ phase: 'listening', problems: ['audio-broken'] })
    warn.mockRestore()
  })

  it('is opened anew again when it did well for a minute', async () => {
    const [first, second, third] = [sessionDouble(), sessionDouble(), sessionDouble()]
    const { startVoice, pass, warn } = await opened(first, second, third)
    first.stores.problems.set(broken)
    await settled()
    pass(61_000)
    second.stores.problems.set(broken)
    await settled()
    expect(startVoice).toHaveBeenCalledTimes(3)
    expect(third.told).toContain('setMuted false')
    warn.mockRestore()
  })

  it('is told when it cannot be opened anew', async () => {
    const first = sessionDouble()
    const { voice, warn } = await opened(first)
    first.stores.problems.set(broken)
    await settled()
    expect(voice.status.get()).toMatchObject({ phase: 'listening', problems: ['audio-broken'] })
    warn.mockRestore()
  })

  it('is not opened anew once it was closed', async () => {
    const [first, second] = [sessionDouble(), sessionDouble()]
    const { voice, warn } = await opened(first, second)
    first.stores.problems.set(broken)
    voice.close()
    await settled()
    expect(second.told).toEqual(['close'])
    expect(voice.status.get().phase).toBe('off')
    warn.mockRestore()
  })
})

it('where the browser joins no microphone to 48 kHz, the sound is opened at the computer’s own rate from then on', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const [first, second, third] = [sessionDouble(), sessionDouble(), sessionDouble()]
  const { voice, startVoice } = voiceWith(first, second, third)
  voice.open(defaultSettings)
  await settled()
  expect(startVoice).toHaveBeenLastCalledWith(expect.objectContaining({ ownRate: false }))
  first.stores.problems.set(new Set<VoiceProblem>(['microphone-failed']))
  first.stores.rateRefused.set(true)
  expect(voice.status.get()).toMatchObject({ phase: 'asking', problems: [] })
  await settled()
  expect(startVoice).toHaveBeenLastCalledWith(expect.objectContaining({ ownRate: true }))
  expect(first.told).toContain('close')
  voice.close()
  voice.open(defaultSettings)
  await settled()
  expect(startVoice).toHaveBeenLastCalledWith(expect.objectContaining({ ownRate: true }))
  warn.mockRestore()
})
