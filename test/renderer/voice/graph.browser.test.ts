/** Odd microphones, odd rates and dead graphs, in a real Chromium; what Firefox refuses is played by doubles. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findBrowser } from '../../../browser/installed-browsers.ts'
import { type PageServer, servePage } from './page-server.ts'

const found = findBrowser()
const program = found?.family === 'chromium' ? found.path : undefined

let server: PageServer | undefined
let browser: Browser
let page: Page

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
  await page.goto(server.address)
}, 60_000)

afterEach(async () => {
  await page?.evaluate(async () => {
    await window.session?.close()
    window.session = undefined
  })
  // What a test put in the page's way is gone.
  await page?.reload()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const browserTest = test.skipIf(program === undefined)
vi.setConfig({ testTimeout: 40_000 })

/** In the page: a microphone with two sides, each a factor of the same words, -30 dBFS at their loudest. */
const twoSided = ([left, right]: readonly number[]) => {
  const context = new AudioContext({ sampleRate: 48_000 })
  const sound = new AudioBuffer({ length: 4 * 48_000, numberOfChannels: 2, sampleRate: 48_000 })
  for (const [channel, factor] of [left, right].entries()) {
    const samples = sound.getChannelData(channel)
    for (let i = 0; i < samples.length; i++) {
      const syllable = Math.max(0, Math.sin((2 * Math.PI * 2.5 * i) / 48_000))
      samples[i] = 0.03 * (factor ?? 0) * syllable * Math.sin((2 * Math.PI * 300 * i) / 48_000)
    }
  }
  const source = new AudioBufferSourceNode(context, { buffer: sound, loop: true })
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 })
  source.connect(out)
  source.start()
  navigator.mediaDevices.getUserMedia = async () => out.stream.clone()
}

browserTest.each([
  ['on one side alone', [1, 0]],
  ['with opposed sides', [1, -1]],
])('a microphone %s is heard as it is, and a soft voice is brought up', async (_, sides) => {
  await page.evaluate(twoSided, sides)
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until } = window.voice
    const conditioning = { suppression: 'off', automaticGain: false } as const
    const session = await startVoice({ ...options, conditioning, evensVoices: true })
    window.session = session
    loop(session, 7)
    session.setMuted(false)
    let peakDb = -120
    session.levels.subscribe(() => {
      peakDb = Math.max(peakDb, session.levels.get().peakDb)
    })
    const heard = await until(() => peakDb > -32)
    const evened = await until(() => (session.stats().speakers[0]?.gainDb ?? 0) > 3)
    return { heard, evened, peakDb, encoder: session.stats().encoder }
  })
  expect(seen).toMatchObject({ heard: true, evened: true })
  expect(seen.peakDb).toBeLessThan(-29)
  expect(seen.encoder).toEqual({ bitrate: 56_000, packetUnits: 1, lossPercent: 5 })
})

/** In the page: a browser on a computer of 44.1 kHz that joins no microphone to a graph of another rate. */
const anotherRate = () => {
  Reflect.deleteProperty(window, 'MediaStreamTrackProcessor')
  const Original = window.AudioContext
  window.AudioContext = class extends Original {
    constructor(options?: AudioContextOptions) {
      super({ sampleRate: 44_100, ...options })
    }

    override createMediaStreamSource(stream: MediaStream) {
      if (this.sampleRate !== 44_100) throw new DOMException('different sample-rate', 'NotSupportedError')
      return super.createMediaStreamSource(stream)
    }
  }
}

browserTest('a microphone that is refused at 48 kHz is told, and so is why', async () => {
  await page.evaluate(anotherRate)
  const seen = await page.evaluate(async () => {
    const { options, startVoice, until } = window.voice
    const session = await startVoice(options)
    window.session = session
    const refused = await until(() => session.rateRefused.get())
    await until(() => session.problems.get().size > 0)
    return { refused, problems: [...session.problems.get()], has: session.hasMicrophone.get() }
  })
  expect(seen).toEqual({ refused: true, problems: ['microphone-failed'], has: false })
})

browserTest('at the computer’s own rate one speaks and hears at the right pace and pitch', async () => {
  await page.evaluate(anotherRate)
  const seen = await page.evaluate(async () => {
    const { options, startVoice, loop, until, overhear, peaks } = window.voice
    overhear()
    const session = await startVoice({ ...options, ownRate: true })
    window.session = session
    const sent = loop(session, 7)
    await until(() => session.hasMicrophone.get())
    session.setMuted(false)
    const heard = await until(() => session.talking.get().has(7) && peaks.some(peak => peak > 0.01))
    const mix = session.openMix()
    const context = new AudioContext({ sampleRate: 44_100 })
    const analyser = new AnalyserNode(context, { fftSize: 4096 })
    context.createMediaStreamSource(mix).connect(analyser)
    const samples = new Float32Array(4096)
    const recorded = await until(() => {
      analyser.getFloatTimeDomainData(samples)
      return samples.some(value => Math.abs(value) > 0.01)
    })
    const [from, begin] = [sent.length, performance.now()]
    await until(() => sent.length > from + 300)
    const perSecond = ((sent.length - from) * 1000) / (performance.now() - begin)
    const { sampleRate, speakers } = session.stats()
    await context.close()
    return { heard, recorded, perSecond, sampleRate, underruns: speakers[0]?.underruns ?? 99 }
  })
  expect(seen).toMatchObject({ heard: true, recorded: true, sampleRate: 44_100 })
  expect(seen.perSecond).toBeGreaterThan(90)
  expect(seen.perSecond).toBeLessThan(110)
  expect(seen.underruns).toBeLessThan(5)
})

browserTest(
  'where the browser hands no sound out, a microphone comes through the graph just the same',
  async () => {
    await page.evaluate(() => Reflect.deleteProperty(window, 'MediaStreamTrackProcessor'))
    await page.evaluate(twoSided, [1, 0])
    const seen = await page.evaluate(async () => {
      const { options, startVoice, loop, until } = window.voice
      const conditioning = { suppression: 'off', automaticGain: false } as const
      const session = await startVoice({ ...options, conditioning })
      window.session = session
      const sent = loop(session, 7)
      session.setMuted(false)
      let peakDb = -120
      session.levels.subscribe(() => {
        peakDb = Math.max(peakDb, session.levels.get().peakDb)
      })
      await until(() => peakDb > -32)
      await until(() => sent.length > 300)
      return { peakDb, numbers: sent.map(({ frameNumber }) => frameNumber) }
    })
    expect(Math.abs(seen.peakDb + 30)).toBeLessThan(1)
    const first = seen.numbers[0] ?? 0
    expect(seen.numbers).toEqual(seen.numbers.map((_, i) => first + i))
  },
)

browserTest('a graph that says it runs and stands still is told as broken', async () => {
  const seen = await page.evaluate(async () => {
    const { options, startVoice, until, overhear, contexts } = window.voice
    overhear()
    const session = await startVoice(options)
    window.session = session
    await until(() => session.hasMicrophone.get())
    const before = [...session.problems.get()]
    const context = contexts.at(-1)
    if (context === undefined) return null
    const stopped = context.currentTime
    Object.defineProperty(context, 'currentTime', { get: () => stopped })
    const told = await until(() => session.problems.get().has('audio-broken'))
    return { before, told }
  })
  expect(seen).toEqual({ before: [], told: true })
})

browserTest('after a sleep the devices are looked at again', async () => {
  const looked = await page.evaluate(async () => {
    const { options, startVoice, until } = window.voice
    const session = await startVoice(options)
    window.session = session
    await until(() => session.hasMicrophone.get())
    // Two looks at the clocks, so that a time before the sleep is known.
    await new Promise(done => setTimeout(done, 2500))
    let looks = 0
    const real = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices)
    navigator.mediaDevices.enumerateDevices = () => {
      looks++
      return real()
    }
    const now = Date.now
    Date.now = () => now() + 3_600_000
    return until(() => looks >= 2)
  })
  expect(looked).toBe(true)
})

browserTest(
  'the short sounds go the way of the voices, so that the echo watch and the gate know them',
  async () => {
    const seen = await page.evaluate(async () => {
      const { options, startVoice, until, overhear, peaks } = window.voice
      const edges: { from: AudioNode; to: unknown; input: unknown }[] = []
      const connect = AudioNode.prototype.connect
      AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
        edges.push({ from: this, to: args[0], input: args[2] ?? 0 })
        return Reflect.apply(connect, this, args)
      } as typeof connect
      overhear()
      const session = await startVoice(options)
      window.session = session
      session.setDeafened(true)
      await until(() => session.levels.get().peakDb > -120)
      peaks.length = 0
      session.playCue('join')
      const heard = await until(() => peaks.some(peak => peak > 0.02))
      const way = edges.find(({ from }) => from instanceof AudioBufferSourceNode)?.to
      const ends = edges.filter(({ from }) => from === way)
      return {
        heard,
        loudspeaker: ends.some(({ to }) => to instanceof AudioDestinationNode),
        listeners: ends.filter(({ to, input }) => to instanceof AudioWorkletNode && input === 1).length,
      }
    })
    expect(seen).toEqual({ heard: true, loudspeaker: true, listeners: 1 })
  },
)
