/**
 * `npm run lock`: makes package-lock.json whole after a dependency changed. npm leaves out optional packages of other
 * systems that it could not look up at that moment, and `npm ci` then refuses the file everywhere. They are named
 * here by what their names and their parents say; npm looks at the rest when such a system installs them.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from './places.ts'

interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

const file = join(projectFolder, 'package-lock.json')
const lock = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, LockedPackage> }
let added = 0
for (const parent of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    const target = targetOf(name)
    if (lock.packages[key] !== undefined || target === null) continue
    lock.packages[key] = { version: range, ...target, ...(parent.dev ? { dev: true } : {}), optional: true }
    added += 1
  }
}
const packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
console.log(`${added} packages of other systems named`)

/** The system that a package's name ends in, as npm writes it; null when the name says nothing of it. */
function targetOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null {
  const words = name.split(/[-/]/)
  const os = systems.find(system => words.includes(system))
  const cpu = processors.find(processor => words.includes(processor))
  if (os === undefined || cpu === undefined) return null
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : null
  return { os: [os], cpu: [cpu], ...(libc === null || os !== 'linux' ? {} : { libc }) }
}
