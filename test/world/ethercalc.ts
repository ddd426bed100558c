import { dirname, join } from 'node:path'
import { startChild, temporaryFolder, whenReady } from './children.ts'
import { installPart } from './install.ts'
import { freePort } from './ports.ts'

export interface EtherCalc {
  /** Base address, without a slash at its end. */
  url: string
  port: number
  logFile: string
  sheetUrl(name: string): string
  /** The sheet as CSV, formulas as their results. @throws when there is no such sheet. */
  sheetCsv(name: string): Promise<string>
  /** Makes the sheet, or replaces what is in it. EtherCalc takes text and numbers from CSV and drops formulas. */
  setSheetCsv(name: string, csv: string): Promise<void>
  /** Has commands carried out in a sheet, e.g. `set B4 formula B2+B3`: a little after this resolves. */
  command(name: string, ...commands: string[]): Promise<void>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, 'ethercalc', 'node_modules', 'ethercalc', 'app.js')
/** It was made for older versions of Node. */
const preloaded = new URL('./node-before-24.ts', import.meta.url).href

/** Starts a real EtherCalc on 127.0.0.1 with an empty data folder of its own; resolves when it answers. */
export async function startEtherCalc(options: { port?: number } = {}): Promise<EtherCalc> {
  await installPart('EtherCalc')
  const port = options.port ?? (await freePort())
  const folder = temporaryFolder('ethercalc')
  const logFile = join(folder.path, 'ethercalc.log')
  const child = startChild(
    process.execPath,
    ['--import', preloaded, program, '--port', String(port), '--host', '127.0.0.1'],
    {
      cwd: folder.path,
      logFile,
      env: {
        PATH: [dirname(process.execPath), process.env.PATH].join(':'),
        HOME: folder.path,
        NODE_ENV: 'production',
        OPENSHIFT_DATA_DIR: folder.path,
        // Nobody's Redis: without one it keeps its sheets in files in the folder above.
        REDIS_SOCKPATH: join(folder.path, 'no-redis.sock'),
      },
    },
  )
  const url = `http://127.0.0.1:${port}`
  await whenReady(child, () => answers(`${url}/_exists/nothing`), {
    what: 'EtherCalc',
    withinMs: 60_000,
    everyMs: 100,
    logFile,
  })

  const sheetUrl = (name: string) => `${url}/${encodeURIComponent(name)}`
  // Pages and exports know a sheet by its percent-encoded name, this part by the name as it is.
  const changeUrl = (name: string) => `${url}/_/${encodeURIComponent(encodeURIComponent(name))}`
  return {
    url,
    port,
    logFile,
    sheetUrl,
    sheetCsv: async name => {
      const answer = await fetch(`${sheetUrl(name)}.csv`)
      if (!answer.ok) throw new Error(`EtherCalc has no sheet ${name} (${answer.status})`)
      return answer.text()
    },
    setSheetCsv: async (name, csv) => {
      // Without a byte order mark it takes CSV for Latin-1.
      const body = `\ufeff${csv}`
      await change(changeUrl(name), { method: 'PUT', headers: { 'content-type': 'text/csv' }, body })
    },
    command: async (name, ...commands) => {
      const body = JSON.stringify({ command: commands })
      await change(changeUrl(name), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    },
    stop: async () => {
      await child.stop()
      folder.remove()
    },
  }
}

async function change(url: string, request: RequestInit): Promise<void> {
  const answer = await fetch(url, request)
  if (!answer.ok) throw new Error(`EtherCalc refused a change (${answer.status}): ${await answer.text()}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    // While it still looks for a database, it takes questions and never answers them.
    return (await fetch(url, { signal: AbortSignal.timeout(500) })).ok
  } catch {
    // Not listening yet.
    return false
  }
}
