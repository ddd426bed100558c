/** The commands that people type: the app's window comes, and everything goes with it. */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectFolder } from '../../build/places.ts'
import {
  type Child,
  startChild,
  type TemporaryFolder,
  temporaryFolder,
  whenReady,
} from '../world/children.ts'
import { type Display, startDisplay } from '../world/display.ts'
import { run } from '../world/programs.ts'

let display: Display
let folder: TemporaryFolder

beforeAll(async () => {
  display = await startDisplay({ width: 1280, height: 800 })
  folder = temporaryFolder('start')
})
afterAll(async () => {
  await display.stop()
  folder.remove()
})

function start(
  script: string,
  args: string[],
  shownOn: string,
): { child: Child; output: () => string; logFile: string } {
  const logFile = join(folder.path, `${script}-${Date.now()}.log`)
  const env = { ...process.env, DISPLAY: shownOn, WAYLAND_DISPLAY: '' }
  const child = startChild(process.execPath, [join('build', `${script}.ts`), ...args], {
    cwd: projectFolder,
    logFile,
    env,
  })
  return { child, logFile, output: () => readFileSync(logFile, 'utf8') }
}

/** Process ids of the browser that has this profile. */
async function browsersOf(data: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-eo', 'pid,args'])
  return stdout
    .split('\n')
    .filter(line => line.includes(`--user-data-dir=${data}`) && line.includes('--app='))
    .map(line => line.trim().split(' ')[0] ?? '')
}

test('npm start opens a window in an installed browser and ends when it is closed', async () => {
  const data = join(folder.path, 'data')
  const app = start('start', ['--browser', '--data', data], display.display)
  const engineReady = async () => (await browsersOf(data)).length > 0
  await whenReady(app.child, engineReady, {
    what: 'the window',
    withinMs: 60_000,
    everyMs: 200,
    logFile: app.logFile,
  })
  if (process.getuid?.() === 0) expect(app.output()).toContain('sandbox is off')
  // Its page has reached the engine: the one-time address in the command line is spent.
  const [pid = ''] = await browsersOf(data)
  const { stdout } = await run('ps', ['-o', 'args=', '-p', pid])
  const address = stdout.match(/--app=(\S+)/)?.[1] ?? ''
  const { port } = new URL(address)
  await whenReady(app.child, async () => (await statusOf(address, port)) === 403, {
    what: 'the page',
    withinMs: 30_000,
    everyMs: 200,
    logFile: app.logFile,
  })
  process.kill(Number(pid), 'SIGTERM')
  expect(await app.child.ended).toBe(0)
})

test('without a display an address is printed, that lets one window in', async () => {
  const data = join(folder.path, 'headless')
  const app = start('start', ['--data', data], '')
  const address = () => app.output().match(/http:\/\/chatiere\.localhost:\d+\/\?ticket=\S+/)?.[0]
  await whenReady(app.child, async () => address() !== undefined, {
    what: 'the address',
    withinMs: 60_000,
    logFile: app.logFile,
  })
  const { port } = new URL(address() ?? '')
  expect(await statusOf(address() ?? '', port)).toBe(303)
  expect(await statusOf(address() ?? '', port)).toBe(403)
  await app.child.stop()
  expect(await app.child.ended).toBe(0)
})

test('the demo lists this computer as a host, lets a guest in, and takes its servers along', async () => {
  const demo = start('demo', [], '')
  const address = (output: string) => output.match(/http:\/\/chatiere\.localhost:\d+\/\?ticket=\S+/)?.[0]
  await whenReady(demo.child, async () => address(demo.output()) !== undefined, {
    what: 'the demo',
    withinMs: 120_000,
    logFile: demo.logFile,
  })
  expect(demo.output()).toContain('Nouvelle réunion')
  const guest = start('demo', ['--guest'], '')
  await whenReady(guest.child, async () => address(guest.output()) !== undefined, {
    what: 'the guest',
    withinMs: 60_000,
    logFile: guest.logFile,
  })
  await guest.child.stop(10_000)
  const parts = (line: string) => line.trim().split(/\s+/)
  const running = async () => (await run('ps', ['-eo', 'ppid,pid,args'])).stdout.split('\n').map(parts)
  const servers = (await running()).filter(([parent]) => parent === String(demo.child.process.pid))
  expect(servers.some(([, , program = '']) => /murmurd|mumble-server/.test(program))).toBe(true)
  await demo.child.stop(10_000)
  // By their numbers: another test may have servers of the same name.
  const after = (await running()).map(([, pid]) => pid)
  for (const [, pid] of servers) expect(after).not.toContain(pid)
})

/** Asks as a browser would; Node cannot resolve names under localhost by itself everywhere. */
async function statusOf(address: string, port: string): Promise<number> {
  const { host, pathname, search } = new URL(address)
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path: pathname + search, headers: { host } },
      response => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}
