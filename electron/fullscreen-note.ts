/** The note over a page in fullscreen: one line of ours, in a view of its own that runs nothing. */
import type { WebPreferences } from 'electron'
import type { Note } from './view-fullscreen.ts'
import type { Rectangle } from './view-place.ts'

const STYLE =
  'html{height:100%;background:transparent}' +
  'body{margin:0;height:100%;display:grid;place-items:center;font:600 16px system-ui,sans-serif}' +
  'p{margin:0;max-width:calc(100% - 48px);padding:10px 20px;border-radius:12px;color:#faf6f0;' +
  'background:#1b1521;border:1px solid #faf6f0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}'

/** @param sentence with `{host}` where the host goes; the host stands first, so that a long one is still seen */
export function fullscreenNoteUrl(sentence: string, host: string): string {
  const text = sentence.replace('{host}', () => host).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  const html =
    `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${policy}">` +
    `<style>${STYLE}</style><p>${text}</p>`
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`
}

/** The members of `WebContentsView` that are used here. */
export interface NoteView {
  readonly webContents: { loadURL(url: string): Promise<void>; close(): void } | undefined
  setBackgroundColor(color: string): void
  setBounds(bounds: Rectangle): void
}

/** `attach` puts the view on top of all others. */
export function showFullscreenNote<V extends NoteView>(
  url: string,
  parts: {
    create: (preferences: WebPreferences) => V
    attach: (view: V) => void
    detach: (view: V) => void
  },
): Note {
  const view = parts.create({
    partition: 'fullscreen-note',
    sandbox: true,
    contextIsolation: true,
    javascript: false,
  })
  view.setBackgroundColor('#00000000')
  parts.attach(view)
  view.webContents?.loadURL(url).catch(() => {}) // closed before it was shown
  return {
    setBounds: bounds => view.setBounds(bounds),
    close() {
      parts.detach(view)
      view.webContents?.close()
    },
  }
}
