/**
 * A recording from the sound graph to the disk: a real Chromium records its real voice path under the app's own
 * policy, a process of its own keeps the pieces and is killed, and what is left plays. Chromium's fake microphone
 * beeps once a second.
 */
/// <reference types="node" />
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { contentSecurityPolicy, pageHeaders, pagePath } from '../../../bridge/page-policy.ts'
import type { RecordedPiece } from '../../../bridge/recording.ts'
import { findBrowser } from '../../../browser/installed-browsers.ts'

const found = findBrowser()
const program = found?.family === 'chromium' ? found.path : undefined
/** A beep of the fake microphone is louder than this, what is left of silence after Opus is not. */
const AUDIBLE = 0.02

let folder = ''
let server: Server
let browser: Browser
let page: Page
let writer: Writer
const complaints: string[] = []

/** The process that keeps the pieces. */
interface Writer {
  readonly process: ChildProcess
  readonly file: string
  ask(line: string): Promise<unknown>
}

async function startWriter(): Promise<Writer> {
  const script = join(import.meta.dirname, '../../engine/recording/writer.ts')
  const child = spawn(process.execPath, [script, join(folder, 'kept')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value ?? 'null') as unknown
  const { file } = (await next()) as { file: string }
  return {
    process: child,
    file,
    ask: line => {
      child.stdin.write(`${line}\n`)
      return next()
    },
  }
}

beforeAll(async () => {
  if (program === undefined) return
  folder = await mkdtemp(join(tmpdir(), 'chatiere-recording-'))
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'page'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: { external: ['node:module'] },
    },
    worker: { format: 'es', rolldownOptions: { external: ['node:module'] } },
  })
  const policy = contentSecurityPolicy({ connect: [], frames: [] })
  server = createServer((request, response) => {
    const path = pagePath(new URL(request.url ?? '/', 'http://page').pathname)
    readFile(join(folder, 'page', path ?? 'missing')).then(
      body => response.writeHead(200, pageHeaders(path ?? '', policy)).end(body),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  browser = await chromium.launch({
    executablePath: program,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
}, 60_000)

beforeEach(async () => {
  if (program === undefined) return
  writer = await startWriter()
  page = await browser.newPage()
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(String(error)))
  await page.exposeFunction('keepPiece', (piece: RecordedPiece) => writer.ask(JSON.stringify(piece)))
  await page.exposeFunction('stopPieces', () => writer.ask('stop'))
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

afterEach(async () => {
  await page?.close()
  writer?.process.kill('SIGKILL')
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  if (folder !== '') await rm(folder, { recursive: true, force: true })
})

const browserTest = test.skipIf(program === undefined)
vi.setConfig({ testTimeout: 60_000 })

const decoded = async (bytes: Uint8Array) =>
  page.evaluate(text => window.recorded.decode(text), Buffer.from(bytes).toString('base64'))

/** Waits until this much more is kept; gives how much that is in all, in ms. */
const recordFor = (ms: number) =>
  page.evaluate(async more => {
    const { recording, until } = window.recorded
    const from = recording.state.get().durationMs
    await until(() => recording.state.get().durationMs >= from + more)
    return recording.state.get().durationMs
  }, ms)

const loudest = (peaks: readonly number[], fromMs: number, toMs: number) =>
  Math.max(...peaks.slice(Math.ceil(fromMs / 100), Math.floor(toMs / 100)))

browserTest(
  'has ours and the others’ voices, ours only while it is heard, and plays after a kill',
  async () => {
    const phase = await page.evaluate(async () => {
      const { voice, recording, until, open } = window.recorded
      open()
      await until(() => voice.status.get().phase === 'on' && voice.level.get() > 0)
      await recording.start('Café du lundi')
      return recording.state.get().phase
    })
    expect(phase).toBe('on')
    // Muted from the start, and nobody else speaks.
    const silent = await recordFor(2000)
    await page.evaluate(() => window.recorded.voice.setMuted(false))
    const spoken = await recordFor(4000)
    await page.evaluate(() => window.recorded.voice.setMuted(true))
    const mutedAgain = await recordFor(3000)
    await page.evaluate(() => window.recorded.others(true))
    const answered = await recordFor(4000)
    writer.process.kill('SIGKILL')
    await once(writer.process, 'exit')

    const left = await readFile(writer.file)
    const whole = await decoded(left)
    expect(whole.ms).toBeGreaterThanOrEqual(answered - 100)
    // A piece has a second; what was said lies within one of when it was kept.
    expect(loudest(whole.peaks, 200, silent - 1000)).toBeLessThan(AUDIBLE)
    expect(loudest(whole.peaks, silent + 500, spoken)).toBeGreaterThan(AUDIBLE)
    expect(loudest(whole.peaks, spoken + 1500, mutedAgain - 500)).toBeLessThan(AUDIBLE)
    expect(loudest(whole.peaks, mutedAgain + 1000, answered)).toBeGreaterThan(AUDIBLE)
    // Cut in the middle of a page, as a computer that loses its power may leave it.
    const cut = await decoded(left.subarray(0, left.length - 1500))
    expect(cut.ms).toBeGreaterThan(answered - 3000)
    expect(loudest(cut.peaks, silent + 500, spoken)).toBeGreaterThan(AUDIBLE)
    expect(complaints).toEqual([])
  },
)

browserTest('goes on in one file when the sound is opened anew, and ends whole', async () => {
  await page.evaluate(async () => {
    const { voice, recording, until, open } = window.recorded
    open()
    voice.setMuted(false)
    await until(() => voice.status.get().phase === 'on' && voice.level.get() > 0)
    await recording.start('Café du lundi')
  })
  const before = await recordFor(2000)
  await page.evaluate(async () => {
    const { voice, open } = window.recorded
    voice.close()
    open()
    voice.setMuted(false)
  })
  const after = await recordFor(3000)
  const ended = await page.evaluate(async () => {
    const { recording } = window.recorded
    await recording.stop()
    return recording.state.get().ended
  })
  expect(ended?.durationMs).toBeGreaterThanOrEqual(after)
  const { peaks, ms } = await decoded(await readFile(writer.file))
  expect(Math.abs(ms - (ended?.durationMs ?? 0))).toBeLessThan(20)
  expect(loudest(peaks, 0, before)).toBeGreaterThan(AUDIBLE)
  expect(loudest(peaks, before + 500, after)).toBeGreaterThan(AUDIBLE)
  expect(complaints).toEqual([])
})
