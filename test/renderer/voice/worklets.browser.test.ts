/**
 * The voice path in a real Chromium, built by Vite as the app is and served under the app's own policy.
 * Chromium's fake microphone beeps once a second.
 */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findBrowser } from '../../../browser/installed-browsers.ts'
import { opusUnits } from '../../../renderer/voice/opus-packet.ts'
import type { SentFrame } from './page/main.ts'
import { type PageServer, servePage } from './page-server.ts'

const found = findBrowser()
const program = found?.family === 'chromium' ? found.path : undefined

let server: PageServer | undefined
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  if (program === undefined) return
  server = await servePage()
  browser = await chromium.launch({
    executablePath: program,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  page = await browser.newPage()
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  await page.goto(server.address)
}, 60_000)

afterEach(async () => {
  await page?.evaluate(async () => {
    await window.session?.close()
    window.session = undefined
  })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const browserTest = test.skipIf(program === undefined)
vi.setConfig({ testTimeout: 40_000 })

browserTest(
  'the worklets and the capture’s thread load under the policy of the page, and nothing is wrong',
  async () => {
    const state = await page.evaluate(async () => {
      const { options, startVoice, until } = window.voice
      const session = await startVoice(options)
      window.session = session
      await until(() => session.hasMicrophone.get() && session.levels.get().peakDb > -120)
      return {
        problems: [...session.problems.get()],
        microphones: session.devices.get().microphones.length,
        peakDb: session.levels.get().peakDb,
      }
    })
    expect(complaints).toEqual([])
    expect(state.problems).toEqual([])
    expect(state.microphones).toBeGreaterThan(0)
    expect(state.peakDb).toBeGreaterThan(-120)
  },
)

browserTest('what is said into the microphone leaves as Opus, comes back and is heard', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until, overhear, peaks } = window.voice
    overhear()
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    await until(() => session.hasMicrophone.get())
    session.setMuted(false)
    const heard = await until(() => session.talking.get().has(7) && peaks.some(peak => peak > 0.01))
    await until(() => sent.length >= 200)
    await until(() => session.stats().speakers.length > 0)
    const speaker = session.stats().speakers[0]
    const before = sent.length
    session.setMuted(true)
    await until(() => sent.at(-1)?.terminator === true)
    const silent = await until(() => session.talking.get().size === 0)
    return { heard, silent, before, speaker, sent: sent as SentFrame[] }
  })
  expect(seen.heard).toBe(true)
  expect(seen.silent).toBe(true)
  for (const { opus } of seen.sent) expect(opusUnits(Uint8Array.from(opus))).toBe(1)
  const first = seen.sent[0]?.frameNumber ?? 0
  expect(seen.sent.map(frame => frame.frameNumber)).toEqual(seen.sent.map((_, i) => first + i))
  expect(seen.sent.filter(frame => frame.terminator)).toHaveLength(1)
  expect(seen.speaker).toMatchObject({ session: 7, malformed: 0, undecodable: 0, lost: 0 })
  expect(complaints).toEqual([])
})

browserTest(
  'the microphone goes on when the page gathers its garbage, and while the page itself stands still',
  async () => {
    await page.evaluate(async () => {
      const { options, startVoice, loop, until } = window.voice
      const session = await startVoice(options)
      window.session = session
      window.sent = loop(session, 7)
      await until(() => session.hasMicrophone.get())
      session.setMuted(false)
      await until(() => window.sent.length > 20)
    })
    const debug = await page.context().newCDPSession(page)
    for (let i = 0; i < 3; i++) await debug.send('HeapProfiler.collectGarbage')
    await debug.detach()
    const seen = await page.evaluate(async () => {
      const { until } = window.voice
      const { sent } = window
      const first = sent.length
      const begin = performance.now()
      while (performance.now() - begin < 700);
      const goesOn = await until(() => sent.length > first + 100)
      return { goesOn, numbers: sent.map(({ frameNumber }) => frameNumber) }
    })
    expect(seen.goesOn).toBe(true)
    const start = seen.numbers[0] ?? 0
    expect(seen.numbers).toEqual(seen.numbers.map((_, i) => start + i))
  },
)

browserTest('a new pair of ports takes over, as after a restart of the engine', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const session = await startVoice(options)
    window.session = session
    const before = loop(session, 7)
    await until(() => session.hasMicrophone.get())
    session.setMuted(false)
    await until(() => session.talking.get().has(7))
    const after = loop(session, 8)
    const moved = await until(() => session.talking.get().has(8) && !session.talking.get().has(7))
    const length = before.length
    await until(() => after.length > 50)
    return { moved, leaked: before.length - length }
  })
  expect(seen).toEqual({ moved: true, leaked: 0 })
})

browserTest('one can listen to oneself, and the others hear nothing of it', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    await until(() => session.hasMicrophone.get() && session.levels.get().peakDb > -120)
    const steps: string[] = []
    session.selfTest.subscribe(() => steps.push(session.selfTest.get()))
    const heard = await session.listenToMyself(1)
    return { heard, steps, sent: sent.length }
  })
  expect(seen).toEqual({ heard: true, steps: ['recording', 'playing', 'off'], sent: 0 })
})

browserTest('devices are chosen by label, and a missing one is told and stood in for', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, until } = window.voice
    const session = await startVoice({ ...options, microphoneLabel: 'Not here' })
    window.session = session
    const replaced = await until(
      () => session.hasMicrophone.get() && session.problems.get().has('microphone-replaced'),
    )
    session.setMicrophone(session.devices.get().microphones.at(-1) ?? '')
    const settled = await until(
      () => session.hasMicrophone.get() && !session.problems.get().has('microphone-replaced'),
    )
    session.setEcho({ mode: 'always', pairs: [] })
    const again = await until(() => session.hasMicrophone.get() && session.levels.get().peakDb > -120)
    return { replaced, settled, again }
  })
  expect(seen).toEqual({ replaced: true, settled: true, again: true })
})

browserTest('without any microphone one still hears, and it is taken when it comes', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const real = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices)
    let pluggedIn = false
    navigator.mediaDevices.enumerateDevices = async () =>
      (await real()).filter(info => pluggedIn || info.kind !== 'audioinput')
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    session.setMuted(false)
    const missing = await until(() => session.problems.get().has('microphone-missing'))
    const sentWithout = sent.length
    pluggedIn = true
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    const taken = await until(() => session.hasMicrophone.get() && sent.length > 10)
    const problems = [...session.problems.get()]
    navigator.mediaDevices.enumerateDevices = real
    return { missing, sentWithout, taken, problems }
  })
  expect(seen).toEqual({ missing: true, sentWithout: 0, taken: true, problems: [] })
})

browserTest('a refused microphone is told as such', async () => {
  const problems = await page.evaluate(async () => {
    const { options, startVoice, until } = window.voice
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    const session = await startVoice(options)
    window.session = session
    await until(() => session.problems.get().size > 0)
    navigator.mediaDevices.getUserMedia = real
    return [...session.problems.get()]
  })
  expect(problems).toEqual(['microphone-denied'])
})

browserTest('a microphone that ends is opened again', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, until } = window.voice
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    const tracks: MediaStreamTrack[] = []
    navigator.mediaDevices.getUserMedia = async constraints => {
      const stream = await real(constraints)
      tracks.push(...stream.getAudioTracks())
      return stream
    }
    const session = await startVoice(options)
    window.session = session
    await until(() => session.hasMicrophone.get())
    const track = tracks[0]
    track?.stop()
    track?.dispatchEvent(new Event('ended'))
    const again = await until(() => tracks.length === 2 && session.hasMicrophone.get())
    navigator.mediaDevices.getUserMedia = real
    await session.close()
    return { again, left: tracks.filter(each => each.readyState === 'live').length }
  })
  expect(seen).toEqual({ again: true, left: 0 })
})

browserTest('without any loudspeaker the others still hear us', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const real = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices)
    navigator.mediaDevices.enumerateDevices = async () =>
      (await real()).filter(info => info.kind !== 'audiooutput')
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    session.setMuted(false)
    const missing = await until(() => session.problems.get().has('speaker-missing'))
    const before = sent.length
    const speaks = await until(() => sent.length > before + 50)
    navigator.mediaDevices.enumerateDevices = real
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    const back = await until(() => session.problems.get().size === 0)
    return { missing, speaks, back }
  })
  expect(seen).toEqual({ missing: true, speaks: true, back: true })
})

browserTest('sound that the system put to sleep is woken up', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until, contexts } = window.voice
    window.voice.overhear()
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    session.setMuted(false)
    await until(() => sent.length > 20)
    const context = contexts.at(-1)
    await context?.suspend()
    const before = sent.length
    const woken = await until(() => context?.state === 'running' && sent.length > before + 20)
    return { woken, problems: [...session.problems.get()] }
  })
  expect(seen).toEqual({ woken: true, problems: [] })
})

/** In the page: a microphone that gives the noise of a fan, 200 Hz to 2 kHz, about -40 dBFS. */
const fanMicrophone = () => {
  const context = new AudioContext({ sampleRate: 48_000 })
  const sound = new AudioBuffer({ length: 10 * 48_000, sampleRate: 48_000 })
  const samples = sound.getChannelData(0)
  for (let i = 0; i < samples.length; i++) samples[i] = (Math.random() * 2 - 1) * 0.1
  const source = new AudioBufferSourceNode(context, { buffer: sound, loop: true })
  const low = new BiquadFilterNode(context, { type: 'lowpass', frequency: 500 })
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  source.connect(low).connect(out)
  source.start()
  navigator.mediaDevices.getUserMedia = async () => out.stream.clone()
}

browserTest('RNNoise is at work under the policy of the page: a fan is 12 dB softer with it', async () => {
  await page.evaluate(fanMicrophone)
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const session = await startVoice({
      ...options,
      conditioning: { suppression: 'off', automaticGain: false },
    })
    window.session = session
    loop(session, 7)
    session.setDeafened(true)
    session.setMuted(false)
    const mix = session.openMix()
    const context = new AudioContext({ sampleRate: 48_000 })
    const analyser = new AnalyserNode(context, { fftSize: 32_768 })
    context.createMediaStreamSource(mix).connect(analyser)
    const level = async () => {
      await new Promise(done => setTimeout(done, 1500))
      const samples = new Float32Array(32_768)
      analyser.getFloatTimeDomainData(samples)
      return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 1e-9) / samples.length)
    }
    await until(() => session.hasMicrophone.get() && session.levels.get().peakDb > -60)
    const raw = { state: session.stats().suppression, db: await level() }
    // The room counts as noisy after a while; then it is brought in by itself.
    session.setConditioning({ suppression: 'standard', automaticGain: false })
    await until(() => session.stats().suppression === 'working')
    await new Promise(done => setTimeout(done, 2000))
    const cleaned = { state: session.stats().suppression, db: await level() }
    await context.close()
    return { raw, cleaned }
  })
  await page.reload()
  expect(seen.raw.state).toBe('off')
  expect(seen.raw.db).toBeGreaterThan(-50)
  expect(seen.cleaned.state).toBe('working')
  expect(seen.cleaned.db).toBeLessThan(seen.raw.db - 12)
  expect(complaints).toEqual([])
})

browserTest('where RNNoise cannot be loaded one is heard all the same, and it is told', async () => {
  await page.route('**/*.wasm', route => route.abort())
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const session = await startVoice(options)
    window.session = session
    const sent = loop(session, 7)
    session.setMuted(false)
    const heard = await until(() => sent.length > 50)
    return { heard, suppression: session.stats().suppression, problems: [...session.problems.get()] }
  })
  await page.unroute('**/*.wasm')
  complaints.length = 0
  expect(seen).toEqual({ heard: true, suppression: 'missing', problems: [] })
})
