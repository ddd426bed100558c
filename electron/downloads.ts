/**
 * Files that pages of hosts send. They go to one folder under a safe name, replace nothing, and are never opened by
 * us. Systems mark them as coming from the Internet by themselves.
 */
import path from 'node:path'
import type { Download } from '../bridge/shell-api.ts'
import { freeName, isProgram, safeFileName } from './download-name.ts'
import { describeError, type Log } from './log-file.ts'
import { webOrigin } from './origin.ts'

/** At once; a page that sends more is out of hand. */
const MOST_RUNNING = 5

/** Ended ones that can still be shown in their folder. */
const MOST_KEPT = 100

/** Least time between two reports of a download, in ms. */
const REPORT_MS = 250

/** The members of a `DownloadItem` that are used here. */
export interface DownloadItem {
  getFilename(): string
  getURL(): string
  getInitiatorOrigin(): string
  getReceivedBytes(): number
  getTotalBytes(): number
  hasUserGesture(): boolean
  setSavePath(file: string): void
  cancel(): void
  on(event: 'updated', listener: (event: unknown, state: 'progressing' | 'interrupted') => void): unknown
  on(
    event: 'done',
    listener: (event: unknown, state: 'completed' | 'cancelled' | 'interrupted') => void,
  ): unknown
}

/** The members of a session that are used here. */
export interface DownloadSession {
  on(
    event: 'will-download',
    listener: (event: { preventDefault(): void }, item: DownloadItem) => void,
  ): unknown
}

export interface Downloads {
  /** Takes the downloads of a session; once for each. */
  watch(session: DownloadSession): void
  cancel(id: string): void
  /** Shows a file that is there in its folder. */
  show(id: string): void
}

export function createDownloads(parts: {
  /** Absolute; made when the first file comes. */
  folder: string
  makeFolder: (folder: string) => void
  exists: (file: string) => boolean
  showInFolder: (file: string) => void
  tell: (download: Download) => void
  log: Log
}): Downloads {
  const running = new Map<string, { readonly item: DownloadItem; readonly file: string }>()
  const done = new Map<string, string>()
  /** Those that the person ended; an interrupted one ends by `cancel` too. */
  const cancelled = new Set<string>()
  let count = 0

  function begin(event: { preventDefault(): void }, item: DownloadItem): void {
    count += 1
    const id = `download-${count}`
    const said = safeFileName(item.getFilename())
    const host = hostOf(item)
    const refuse = () => {
      event.preventDefault()
      parts.tell({ id, name: said, host, receivedBytes: 0, totalBytes: 0, state: 'failed' })
    }
    // A program that nobody clicked for is an attack; a text is at worst a nuisance.
    const unasked = isProgram(said) && !item.hasUserGesture()
    if (running.size >= MOST_RUNNING || unasked || !hasFolder()) {
      refuse()
      return
    }
    const inUse = new Set([...running.values()].map(({ file }) => file.toLowerCase()))
    const name = freeName(said, candidate => {
      const file = path.join(parts.folder, candidate)
      return inUse.has(file.toLowerCase()) || parts.exists(file)
    })
    const file = path.join(parts.folder, name)
    item.setSavePath(file)
    running.set(id, { item, file })

    const report = (state: Download['state']) =>
      parts.tell({
        id,
        name,
        host,
        receivedBytes: item.getReceivedBytes(),
        totalBytes: item.getTotalBytes(),
        state,
      })
    let reported = Date.now()
    report('running')
    item.on('updated', (_event, state) => {
      // Nobody resumes it by hand: better a clear end than a bar that stands still.
      if (state === 'interrupted') {
        item.cancel()
        return
      }
      if (Date.now() - reported < REPORT_MS) return
      reported = Date.now()
      report('running')
    })
    item.on('done', (_event, state) => {
      const wanted = cancelled.delete(id)
      running.delete(id)
      if (state === 'completed') keep(id, file)
      report(state === 'completed' ? 'done' : state === 'cancelled' && wanted ? 'cancelled' : 'failed')
    })
  }

  function hasFolder(): boolean {
    try {
      parts.makeFolder(parts.folder)
      return true
    } catch (error) {
      parts.log(`the downloads folder could not be made: ${describeError(error)}`)
      return false
    }
  }

  function keep(id: string, file: string): void {
    done.set(id, file)
    const oldest = done.keys().next().value
    if (done.size > MOST_KEPT && oldest !== undefined) done.delete(oldest)
  }

  return {
    watch(session) {
      session.on('will-download', begin)
    },
    cancel(id) {
      const one = running.get(id)
      if (one === undefined) return
      cancelled.add(id)
      one.item.cancel()
    },
    show(id) {
      const file = done.get(id)
      if (file !== undefined) parts.showInFolder(file)
    },
  }
}

/** Who sends it: the page that started it; a file made in the page has no address of its own. */
function hostOf(item: DownloadItem): string {
  const origin = webOrigin(item.getInitiatorOrigin()) ?? webOrigin(item.getURL().replace(/^blob:/, ''))
  return origin === null ? '' : new URL(origin).host
}
