/** How much memory a program holds, all its processes together, as Linux tells it. */
import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/** Bytes in what Linux calls a kB. */
const KB = 1024

export interface ProcessMemory {
  readonly pid: number
  /** What the process is for, in Chromium's own words; that of a program's first process is the program's name. */
  readonly role: string
  /** Its pages, those shared with n processes counted as 1/n: PSS, in bytes. */
  readonly bytes: number
  /** Of these, what is no page of a file: what it has written itself. */
  readonly ownBytes: number
}

/** Every process that descends from these, and they themselves. One that ends meanwhile holds nothing. */
export async function memoryOf(roots: readonly number[]): Promise<readonly ProcessMemory[]> {
  const parents = await allParents()
  const pids = [...parents.keys()].filter(pid => roots.some(root => descends(parents, pid, root)))
  const read = await Promise.all(pids.map(readProcess))
  return read.filter(process => process !== null)
}

/** The parent of each process, by its id. */
async function allParents(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // The name stands in brackets and may hold anything; state and parent follow it.
      return [pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)]
    }),
  )
  return new Map(pairs)
}

function descends(parents: ReadonlyMap<number, number>, pid: number, root: number): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = parents.get(at)) {
    if (at === root) return true
  }
  return false
}

async function readProcess(pid: number): Promise<ProcessMemory | null> {
  try {
    const [memory, command] = await Promise.all([
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    const bytes = (name: string) =>
      Number(memory.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0) * KB
    const ownBytes = bytes('Pss_Anon') + bytes('Pss_Shmem')
    return { pid, role: roleOf(command), bytes: bytes('Pss'), ownBytes }
  } catch {
    return null // it has ended
  }
}

/** Chromium joins the arguments of its later processes with spaces, those of its first with NUL. */
function roleOf(command: string): string {
  const value = (name: string) => command.match(new RegExp(`--${name}=([^\\s\\0]+)`))?.[1]
  return value('utility-sub-type') ?? value('type') ?? basename(command.split('\0')[0] ?? '')
}
