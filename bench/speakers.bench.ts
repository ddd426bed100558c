/**
 * One, ten and fifty people who speak at once: what the audio thread spends on each of them, in percent of a core
 * (`cpuPerSpeakerPct`), and how often the loudspeaker ran dry while ten spoke for ten seconds (`underrunsAt10`).
 * The playback worklet in a real Chromium, on a cable; the packets of 10 ms come from a worker, as in the app.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { firstBuffer } from '../bridge/audio-buffer.ts'
import { encode } from '../test/renderer/voice/line.ts'
import { servePage } from '../test/renderer/voice/page-server.ts'
import { startCables } from '../test/world/cables.ts'
import { startDisplay } from '../test/world/display.ts'
import { browserPackages, ensureSystemPackages, soundPackages } from '../test/world/system-packages.ts'
import { openOnCable } from './cabled-browser.ts'
import { talk } from './voices.ts'

const COUNTS = [1, 10, 50] as const
/** ms in which everybody is heard before anything is counted. */
const SETTLING = 3000
const MEASURED = 10_000
/** Clock ticks a second in /proc (Linux: USER_HZ). */
const TICKS = 100

interface Figures {
  /** Percent of a core. */
  readonly cpu: number
  readonly underruns: number
}

export default async function speakers(say: (line: string) => void): Promise<object> {
  await ensureSystemPackages([...soundPackages, ...browserPackages], 'to measure many voices at once')
  const [packets, server, cables, display] = await Promise.all([
    talk('fr', 6).then(sound => encode(Float32Array.from(sound, sample => sample / 32_768))),
    servePage(),
    startCables(['A']),
    startDisplay(),
  ])
  const buffer = firstBuffer(availableParallelism())
  const browser = await openOnCable({ ...cables.env('A'), DISPLAY: display.display }, buffer)
  try {
    const page = await browser.newPage()
    await page.goto(server.address)
    const plain = packets.map(packet => [...packet])
    const figures: Figures[] = []
    for (const count of COUNTS) {
      const found = await measure(browser, page, crowdScript(plain, count, buffer))
      say(`${count} at once: ${JSON.stringify(found)}`)
      figures.push(found)
    }
    const [one, ten, fifty] = figures
    const each = ((fifty?.cpu ?? 0) - (one?.cpu ?? 0)) / (COUNTS[2] - COUNTS[0])
    return {
      cpuPerSpeakerPct: round(each),
      underrunsAt10: ten?.underruns,
      cpuPct: Object.fromEntries(COUNTS.map((count, i) => [count, figures[i]?.cpu])),
      underrunsAt50: fifty?.underruns,
    }
  } finally {
    await browser.close()
    await Promise.all([server.stop(), cables.stop(), display.stop()])
  }
}

async function measure(browser: Browser, page: Page, script: string): Promise<Figures> {
  const talking = page.evaluate(script) as Promise<{ before: Told; after: Told }>
  await new Promise(resolve => setTimeout(resolve, SETTLING))
  const begin = performance.now()
  const before = await audioThreadSeconds(browser)
  await new Promise(resolve => setTimeout(resolve, MEASURED))
  const after = await audioThreadSeconds(browser)
  const seconds = (performance.now() - begin) / 1000
  const told = await talking
  return {
    cpu: round(((after - before) / seconds) * 100),
    underruns: told.after.crackles - told.before.crackles + (told.after.dry - told.before.dry),
  }
}

interface Told {
  readonly crackles: number
  readonly dry: number
}

/** In the page: everybody speaks; gives what was told after the settling and at the end. */
function crowdScript(packets: readonly number[][], count: number, bufferFrames: number): string {
  return `(async () => {
    const { options, startVoice, crowd } = window.voice
    const session = await startVoice({ ...options, bufferFrames: ${bufferFrames} })
    const told = () => {
      const { crackles, speakers } = session.stats()
      return { crackles, dry: speakers.reduce((sum, each) => sum + each.underruns, 0) }
    }
    const talking = crowd(session, ${JSON.stringify(packets)}, ${count}, ${SETTLING + MEASURED + 500})
    await new Promise(done => setTimeout(done, ${SETTLING}))
    const before = told()
    await talking
    const after = told()
    await session.close()
    return { before, after }
  })()`
}

/** Seconds that the audio threads of all pages have worked so far. */
async function audioThreadSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  let ticks = 0
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      // A thread may have ended since it was listed.
      try {
        const folder = `/proc/${id}/task/${thread}`
        if (!/AudioW/.test(readFileSync(`${folder}/comm`, 'utf8'))) continue
        const fields = readFileSync(`${folder}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')
        ticks += Number(fields[11]) + Number(fields[12])
      } catch {}
    }
  }
  return ticks / TICKS
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
