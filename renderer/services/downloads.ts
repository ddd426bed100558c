/** Files that pages send: the list of them, and what is said of it. Pure. */
import type { Download } from '../../bridge/shell-api.ts'

/** Older ones go: the files stay where they are. */
const MOST_LISTED = 30

/** The newest first; one that is known keeps its place. */
export function withDownload(list: readonly Download[], download: Download): readonly Download[] {
  if (list.some(({ id }) => id === download.id)) {
    return list.map(each => (each.id === download.id ? download : each))
  }
  return [download, ...list].slice(0, MOST_LISTED)
}

/** 0..1; null = the host did not say how much there is. */
export function shareOf({ receivedBytes, totalBytes }: Download): number | null {
  return totalBytes > 0 ? Math.min(1, receivedBytes / totalBytes) : null
}

/** What is worth saying aloud: that it began, and how it ended. */
export function newsOf(before: readonly Download[], download: Download): 'began' | Download['state'] | null {
  const known = before.find(({ id }) => id === download.id)
  if (known === undefined) return download.state === 'running' ? 'began' : download.state
  return known.state === download.state ? null : download.state
}
