import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, vi } from 'vitest'
import { startChild, whenReady } from './children.ts'

/** A program that starts a child and a temporary folder, says which, and waits. */
const program = `
  const { startChild, temporaryFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'children.ts'))})
  const folder = temporaryFolder('test').path
  const child = startChild('sleep', ['600'])
  console.log(JSON.stringify({ pid: child.process.pid, folder }))
  process.stdin.on('data', () => process.exit(0))
`

async function startProgram() {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(parent.stdout), 'line')
  const { pid, folder } = JSON.parse(line) as { pid: number; folder: string }
  expect([isAlive(pid), existsSync(folder)]).toEqual([true, true])
  return { parent, pid, folder }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch {
    // ESRCH: no such process.
    return false
  }
}

/** Ended, but nobody has asked how: in a container the first process may never ask for orphans. */
function isZombie(pid: number): boolean {
  const status = `/proc/${pid}/status`
  return existsSync(status) && /^State:\s+Z/m.test(readFileSync(status, 'utf8'))
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a parent that gets %s takes its children and folders along',
  async signal => {
    const { parent, pid, folder } = await startProgram()
    parent.kill(signal)
    const [code, how] = await once(parent, 'exit')
    expect([code, how]).toEqual([null, signal])
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
    expect(existsSync(folder)).toBe(false)
  },
)

it('a parent that exits takes its children and folders along', async () => {
  const { parent, pid, folder } = await startProgram()
  parent.stdin.write('end')
  await once(parent, 'exit')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
  expect(existsSync(folder)).toBe(false)
})

it.runIf(existsSync('/usr/bin/setpriv'))(
  'even a parent killed with SIGKILL leaves no child behind',
  async () => {
    const { parent, pid, folder } = await startProgram()
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false))
    rmSync(folder, { recursive: true })
  },
)

it('says how a program ended that never got ready', async () => {
  const child = startChild('sh', ['-c', 'exit 3'])
  const waiting = whenReady(child, async () => false, { what: 'The program', withinMs: 5000 })
  await expect(waiting).rejects.toThrow('The program ended early (3)')
})

it('says that a program is not there', async () => {
  const child = startChild('chatiere-no-such-program', [])
  const waiting = whenReady(child, async () => false, { what: 'The program', withinMs: 5000 })
  await expect(waiting).rejects.toThrow('The program ended early')
})
