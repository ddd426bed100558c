/**
 * What the app costs in memory, engine and browser together: just opened, in a meeting, with a pad and a call
 * beside it, and with five more services that sleep. Beside it the same five awake, and the same pages as tabs of
 * a plain Chromium.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBrowser } from '../browser/installed-browsers.ts'
import { chromiumSwitches, prepareChromiumProfile } from '../browser/launch.ts'
import { buildApp } from '../build/app-build.ts'
import { demoDirectory } from '../build/demo-directory.ts'
import { projectFolder } from '../build/places.ts'
import { openWindow, type Window } from '../test/e2e/window.ts'
import { startChild, temporaryFolder, whenReady } from '../test/world/children.ts'
import { installWorld } from '../test/world/install.ts'
import {
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import {
  button,
  callBesideMeeting,
  enterMeeting,
  loaded,
  openService,
  patient,
  putToSleep,
  shown,
  toCall,
} from './memory-plays.ts'
import { makeWorld, type Place, switchesFor, type World } from './memory-world.ts'
import { copyChromium, copyNode } from './own-programs.ts'
import { memoryOf, type ProcessMemory } from './process-memory.ts'

/** Between two readings, in ms: what was let go of in one is given back by the next. */
const EVERY_MS = 1500
/** Readings in a row that have to agree. */
const READINGS = 5
/** By how much they may differ, in bytes. */
const STEADY = 4e6
/** Chromium keeps a process without a page for a while, and pictures of pages that are gone, in ms. */
const LEAST_MS = 30_000
/** Then the last readings count as they are. */
const MOST_READINGS = 40

export default async function memory(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages, ...nativeClientPackages]
  await ensureSystemPackages(needed, 'to measure memory in a meeting')
  await installWorld()
  await buildApp(say)
  const folder = temporaryFolder('programs')
  const world = await makeWorld()
  try {
    const programs = await copyPrograms(folder.path)
    const app = await measureApp(world, programs, say)
    const tabs = await measureTabs(world, programs, say)
    const { emptyMb, meetingMb, meetingPadCallMb, withFiveSleepingMb } = app
    return {
      emptyMb,
      meetingMb,
      meetingPadCallMb,
      withFiveSleepingMb,
      fiveSleepingCostMb: rounded(withFiveSleepingMb - meetingPadCallMb),
      withFiveAwakeMb: app.withFiveAwakeMb,
      fiveAwakeCostMb: rounded(app.withFiveAwakeMb - meetingPadCallMb),
      fiveAsleepAgainMb: app.fiveAsleepAgainMb,
      tabsEmptyMb: tabs.emptyMb,
      tabsPadCallMb: tabs.padCallMb,
      tabsWithFiveMb: tabs.withFiveMb,
      fiveTabsCostMb: rounded(tabs.withFiveMb - tabs.padCallMb),
    }
  } finally {
    await world.stop()
    folder.remove()
  }
}

interface Programs {
  readonly node: string
  readonly chromium: string
}

async function copyPrograms(folder: string): Promise<Programs> {
  const browser = findBrowser()
  if (browser?.family !== 'chromium') throw new Error('no Chromium is installed')
  const [node, chromium] = await Promise.all([copyNode(folder), copyChromium(browser.path, folder)])
  return { node, chromium }
}

async function measureApp(world: World, programs: Programs, say: (line: string) => void) {
  const folder = temporaryFolder('memory')
  const engine = await startEngine(world, programs.node, folder.path)
  const profile = join(folder.path, 'profile')
  await prepareChromiumProfile(profile)
  const asRoot = process.getuid?.() === 0
  const window = await openWindow({
    program: programs.chromium,
    profile,
    switches: [...chromiumSwitches(profile, asRoot), ...switchesFor(world), `--app=${engine.address}`],
    env: world.env,
  })
  const { page } = window
  const measure = async (what: string) =>
    (await settled([engine.pid, window.pid], window, line => say(`${what}: ${line}`))) / 1e6
  try {
    await page.getByRole('textbox', { name: 'Votre invitation' }).waitFor(patient)
    const emptyMb = rounded(await measure('just opened'))

    const meeting = `mumble://127.0.0.1:${world.mumblePort}/?title=Conseil`
    await enterMeeting(page, meeting)
    const meetingMb = rounded(await measure('meeting'))
    await button(page, 'Quitter').click()
    await page.getByRole('textbox', { name: 'Votre invitation' }).waitFor(patient)

    await enterMeeting(page, `${meeting}&url=${encodeURIComponent(world.meetingPad.url)}`)
    await shown(page, world.meetingPad)
    await callBesideMeeting(page)
    const meetingPadCallMb = rounded(await measure('meeting, pad and call'))

    for (const place of world.places) {
      await openService(page, place)
      await putToSleep(page, place)
    }
    await toCall(page)
    const withFiveSleepingMb = rounded(await measure('with five asleep'))

    for (const place of world.places) await openService(page, place)
    await toCall(page)
    const withFiveAwakeMb = rounded(await measure('with five awake'))

    for (const place of world.places) {
      await openService(page, place)
      await putToSleep(page, place)
    }
    await toCall(page)
    const fiveAsleepAgainMb = rounded(await measure('with five asleep again'))
    return { emptyMb, meetingMb, meetingPadCallMb, withFiveSleepingMb, withFiveAwakeMb, fiveAsleepAgainMb }
  } finally {
    await window.close()
    await engine.stop()
    folder.remove()
  }
}

/** A plain Chromium, and the same pages in its tabs; the meeting has no page there. */
async function measureTabs(world: World, programs: Programs, say: (line: string) => void) {
  const folder = temporaryFolder('memory')
  const asRoot = process.getuid?.() === 0
  const window = await openWindow({
    program: programs.chromium,
    profile: folder.path,
    switches: [
      `--user-data-dir=${folder.path}`,
      '--no-first-run',
      ...switchesFor(world),
      // Chromium refuses to start its sandbox for root.
      ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
      'about:blank',
    ],
    env: world.env,
  })
  const measure = async (what: string) =>
    (await settled([window.pid], window, line => say(`tabs, ${what}: ${line}`))) / 1e6
  const open = async (url: string, place?: Place) => {
    const tab = await window.context.newPage()
    await tab.goto(url)
    if (place !== undefined) await loaded(tab.mainFrame(), place)
  }
  try {
    const emptyMb = rounded(await measure('none'))
    await open(world.meetingPad.url, world.meetingPad)
    await open(`${world.call.origin}/Memoire`)
    const padCallMb = rounded(await measure('pad and call'))
    for (const place of world.places) await open(place.url, place)
    const withFiveMb = rounded(await measure('with five'))
    return { emptyMb, padCallMb, withFiveMb }
  } finally {
    await window.close()
    folder.remove()
  }
}

/** The app's own process, with its window left to us. */
async function startEngine(world: World, node: string, folder: string) {
  const data = join(folder, 'data')
  await mkdir(data)
  // Nothing falls asleep but what is put to sleep.
  const settings = { userName: 'Anna', language: 'fr', sleepAfterMinutes: 0 }
  await writeFile(join(data, 'engine.json'), JSON.stringify({ settings }))
  const directory = demoDirectory({ mumblePort: world.mumblePort, padUrl: 'https://pad.test/p/' })
  const call = { kind: 'video', software: 'Jitsi Meet', url: `${world.call.origin}/` }
  const directoryFile = join(folder, 'directory.json')
  await writeFile(
    directoryFile,
    JSON.stringify({
      ...directory,
      hosts: directory.hosts.map(host => ({ ...host, services: [...host.services, call] })),
    }),
  )
  const logFile = join(folder, 'shell.log')
  const shell = startChild(node, ['build/start.ts', '--data', data, '--directory', directoryFile], {
    cwd: projectFolder,
    logFile,
    env: {
      ...world.env,
      DISPLAY: '',
      NODE_OPTIONS: '',
      NODE_EXTRA_CA_CERTS: world.call.certificateFile,
    },
  })
  const printed = async () =>
    (await readFile(logFile, 'utf8')).match(/http:\/\/chatiere\.localhost:\d+\/\?ticket=\S+/)?.[0]
  await whenReady(shell, async () => (await printed()) !== undefined, {
    what: 'the browser shell',
    withinMs: 60_000,
    logFile,
  })
  return { address: (await printed()) ?? '', pid: shell.process.pid ?? 0, stop: () => shell.stop() }
}

/** Bytes, once several readings agree: the median of these. */
async function settled(
  roots: readonly number[],
  window: Window,
  say: (line: string) => void,
): Promise<number> {
  const began = performance.now()
  const readings: (readonly ProcessMemory[])[] = []
  const sums: number[] = []
  while (sums.length < MOST_READINGS) {
    await window.collectGarbage()
    await new Promise(resolve => setTimeout(resolve, EVERY_MS))
    const reading = await memoryOf(roots)
    readings.push(reading)
    sums.push(reading.reduce((sum, { bytes }) => sum + bytes, 0))
    const last = sums.slice(-READINGS)
    const agree = last.length === READINGS && Math.max(...last) - Math.min(...last) <= STEADY
    if (agree && performance.now() - began > LEAST_MS) break
  }
  const median = sums.slice(-READINGS).sort((a, b) => a - b)[Math.floor(READINGS / 2)] ?? 0
  say(`${rounded(median / 1e6)} MB after ${sums.length} readings; ${byRole(readings.at(-1) ?? [])}`)
  return median
}

/** Such as "renderer x4 310 (210)": MB, and in brackets what is no page of a file. */
function byRole(processes: readonly ProcessMemory[]): string {
  const sum = (those: readonly ProcessMemory[], key: 'bytes' | 'ownBytes') =>
    rounded(those.reduce((all, each) => all + each[key], 0) / 1e6)
  const words = (role: string, those: readonly ProcessMemory[]) =>
    `${role} x${those.length} ${sum(those, 'bytes')} (${sum(those, 'ownBytes')})`
  const roles = [...Map.groupBy(processes, ({ role }) => role)].sort(([a], [b]) => a.localeCompare(b))
  return [words('all', processes), ...roles.map(([role, those]) => words(role, those))].join(', ')
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
