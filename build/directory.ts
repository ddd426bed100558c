/**
 * `npm run directory -- --root URL|FILE [--out FILE] [--report FILE]`: reads a ChatonsInfos tree and makes the
 * directory of it that the app ships. Keeps the last good one when the new one is not sane.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Dropped, DropReason } from '../engine/directory/chatonsinfos/report.ts'
import { toHosts } from '../engine/directory/chatonsinfos/to-hosts.ts'
import { type Progress, type WalkLimits, walkTree } from '../engine/directory/chatonsinfos/walk.ts'
import { whyNotSane, writeDirectory } from '../engine/directory/replacement.ts'
import type { Resolve } from '../engine/network/network-address.ts'
import { carryOver, lastGood } from './directory-file.ts'
import { describeDropped } from './directory-report.ts'
import { shippedDirectory } from './places.ts'

export interface DirectoryReport {
  readonly root: string
  /** ISO date */
  readonly date: string
  readonly tookMs: number
  readonly filesRead: number
  readonly organizations: number
  /** Of the tree, in the new directory. */
  readonly hosts: number
  readonly services: number
  readonly others: number
  /** Why the last good directory was kept; null = the new one took its place. */
  readonly kept: string | null
  readonly counts: Readonly<Partial<Record<DropReason, number>>>
  readonly dropped: readonly Dropped[]
}

export interface MakeOptions {
  readonly root: string
  readonly out: string
  /** ISO date */
  readonly today: string
  readonly onProgress?: (progress: Progress) => void
  readonly limits?: Partial<WalkLimits>
  /** Looks names up; the system's own when not given. */
  readonly resolve?: Resolve
}

/** Throws only when the disk refuses. */
export async function makeDirectory(options: MakeOptions): Promise<DirectoryReport> {
  const { root, out, today } = options
  const began = performance.now()
  const tree = await walkTree(root, options)
  const hosts = await toHosts(tree, today, options.resolve)
  const last = await lastGood(out)
  const kept = whyNotSane(hosts, today, last)
  if (kept === null) await writeDirectory(out, { date: today, root, hosts: carryOver(hosts, last) })
  return {
    root,
    date: today,
    tookMs: Math.round(performance.now() - began),
    filesRead: tree.filesRead,
    organizations: tree.organizations.length,
    hosts: hosts.length,
    services: hosts.reduce((sum, host) => sum + host.services.length, 0),
    others: hosts.reduce((sum, host) => sum + (host.others?.length ?? 0), 0),
    kept,
    counts: tree.report.counts,
    dropped: tree.report.dropped,
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      root: { type: 'string' },
      out: { type: 'string', default: shippedDirectory },
      /** Also writes the report as JSON. */
      report: { type: 'string' },
    },
  })
  if (values.root === undefined)
    throw new Error(
      'Say where the tree begins: npm run directory -- --root URL|FILE [--out FILE] [--report FILE]',
    )
  const report = await makeDirectory({
    root: values.root,
    out: values.out,
    today: new Date().toISOString().slice(0, 10),
    onProgress: showProgress,
  })
  if (values.report !== undefined) await writeFile(values.report, `${JSON.stringify(report, null, 1)}\n`)
  const lines = describeDropped(report.dropped, report.counts, 20)
  console.log(
    [
      `Read ${report.filesRead} files in ${(report.tookMs / 1000).toFixed(1)} s: ${report.organizations} organisations; ` +
        `${report.hosts} hosts with ${report.services} services and ${report.others} others.`,
      ...(lines.length > 0 ? ['Left out:', ...lines] : ['Nothing was left out.']),
      report.kept === null
        ? `Written: ${values.out}`
        : `Not written: ${report.kept}. What was there is kept.`,
    ].join('\n'),
  )
  if (report.kept !== null) process.exitCode = 1
}

function showProgress({ done, known, where }: Progress): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done} of ${known} ${where.slice(0, 60)}`)
  else if (done % 25 === 0) process.stderr.write(`${done} of ${known} files\n`)
  if (process.stderr.isTTY && done === known) process.stderr.write('\r\u001b[K')
}

if (import.meta.main) {
  await main().catch(error => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
