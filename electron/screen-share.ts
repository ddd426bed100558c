/**
 * A call shows a screen: the person chooses which, every time. The choice is asked for when the host asks for the
 * permission, before anything can be captured: an older way to capture (`chromeMediaSource`) never asks further.
 */
import type { ScreenSource } from '../bridge/shell-api.ts'
import type { Log } from './log-file.ts'
import { oneLine } from './one-line.ts'
import { webOrigin } from './origin.ts'

/** How long the person may think, in ms. */
const ANSWER_MS = 120_000

/** How long a choice waits for the host to take it, in ms: it does so at once. */
const TAKE_MS = 10_000

/** In device-independent pixels; small enough for dozens of windows in one message. */
const PICTURE = { width: 240, height: 150 }

/** Longest picture, in characters: a data: URL of about 90 kB. */
const LONGEST_PICTURE = 120_000

/** More windows than anybody finds their own among. */
const MOST_SOURCES = 60

/** The members of a `DesktopCapturerSource` that are used here. */
export interface CaptureSource {
  readonly id: string
  readonly name: string
  readonly thumbnail: { isEmpty(): boolean; toDataURL(): string }
}

/** `desktopCapturer.getSources`. */
export type GetSources<S> = (options: {
  types: ('screen' | 'window')[]
  thumbnailSize: { width: number; height: number }
}) => Promise<S[]>

/** What the host's page asked `getDisplayMedia` for. */
export interface CaptureRequest {
  /** Null once the frame went away. */
  readonly frame: { isDestroyed(): boolean } | null
  readonly securityOrigin: string
  readonly videoRequested: boolean
}

const nobody = { sourceId: null, byPerson: false } as const

export interface ScreenShare<S> {
  /** The host asks for the permission: resolves to whether it may go on. */
  permit(): Promise<boolean>
  /** The host takes it. `answer` is called exactly once, and with null for no. */
  take(request: CaptureRequest, answer: (streams: { video: S } | null) => void): Promise<void>
  /** The person's answer to the last wish; null: none. */
  choose(sourceId: string | null): void
  /** The view is gone, or the person's word: an open question is over. */
  stop(): void
}

/**
 * @param parts.picker `page`: our page asks the person; `portal`: Wayland's own picker, which opens at `getSources` and
 *   gives one source; `system`: macOS asks by itself from version 15 on, and our page does before that
 * @param parts.granted did the person agree to screens for this host?
 * @param parts.wish asks the person which; null: the question is over without them
 * @param parts.refused the host took one without the person's word
 */
export function createScreenShare<S extends CaptureSource>(parts: {
  readonly origin: string
  readonly picker: 'page' | 'portal' | 'system'
  readonly granted: () => boolean
  readonly getSources: GetSources<S>
  readonly wish: (sources: readonly ScreenSource[] | null) => void
  readonly refused: () => void
  readonly log: Log
}): ScreenShare<S> {
  let asking: ((answer: { readonly sourceId: string | null; readonly byPerson: boolean }) => void) | null =
    null
  let chosen: { readonly source: S; readonly until: number } | null = null

  /** Asks the person; null when there is no answer, or another question is open already. */
  async function ask(): Promise<S | null> {
    if (asking !== null) return null
    const { promise: answered, resolve: answer } = Promise.withResolvers<{
      readonly sourceId: string | null
      readonly byPerson: boolean
    }>()
    let over = false
    asking = given => {
      over = !given.byPerson
      answer(given)
    }
    const late = setTimeout(asking, ANSWER_MS, nobody)
    late.unref()
    try {
      const found = await parts.getSources({ types: ['screen', 'window'], thumbnailSize: PICTURE })
      const sources = found.slice(0, MOST_SOURCES)
      // Sources take a moment to be listed: the view may be gone by then.
      if (sources.length === 0 || over) return null
      parts.wish(sources.map(described))
      const { sourceId, byPerson } = await answered
      if (!byPerson) parts.wish(null)
      return sources.find(source => source.id === sourceId) ?? null
    } catch (error) {
      parts.log(`screens could not be listed: ${error instanceof Error ? error.name : 'unknown'}`)
      return null
    } finally {
      clearTimeout(late)
      asking = null
    }
  }

  async function sourceFor(): Promise<S | null> {
    if (parts.picker === 'portal') {
      // One call only: each opens the portal's window. The pictures are not needed.
      const found = await parts.getSources({
        types: ['screen', 'window'],
        thumbnailSize: { width: 0, height: 0 },
      })
      return found[0] ?? null
    }
    const kept = chosen
    chosen = null
    if (kept !== null) return kept.until >= Date.now() ? kept.source : null
    return parts.picker === 'system' ? ask() : null
  }

  return {
    async permit() {
      if (!parts.granted()) return false
      if (parts.picker !== 'page') return true
      const source = await ask()
      if (source === null) return false
      chosen = { source, until: Date.now() + TAKE_MS }
      return true
    },
    async take(request, answer) {
      const reply = (streams: { video: S } | null) => {
        try {
          answer(streams)
        } catch {
          parts.log('a screen was chosen for a frame that is gone')
        }
      }
      const { frame } = request
      const isRoom = frame !== null && webOrigin(request.securityOrigin) === parts.origin
      if (!isRoom || !request.videoRequested || !parts.granted()) {
        reply(null)
        if (isRoom && !parts.granted()) parts.refused()
        return
      }
      const source = await sourceFor().catch(() => null)
      const isOver = frame.isDestroyed() || !parts.granted()
      reply(source === null || isOver ? null : { video: source })
    },
    choose(sourceId) {
      asking?.({ sourceId, byPerson: true })
    },
    stop() {
      asking?.(nobody)
      chosen = null
    },
  }
}

function described(source: CaptureSource): ScreenSource {
  const picture = source.thumbnail.isEmpty() ? '' : source.thumbnail.toDataURL()
  return {
    id: source.id,
    name: oneLine(source.name, 100),
    kind: source.id.startsWith('screen:') ? 'screen' : 'window',
    picture: picture.length <= LONGEST_PICTURE && picture.startsWith('data:image/') ? picture : '',
  }
}

/**
 * Who asks the person for a screen. Chromium goes through the portal by the same two variables
 * (webrtc, `DesktopCapturer::IsRunningUnderWayland`).
 */
export function screenPicker(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): 'page' | 'portal' | 'system' {
  if (platform === 'darwin') return 'system'
  const wayland = (env.XDG_SESSION_TYPE ?? '').startsWith('wayland') && (env.WAYLAND_DISPLAY ?? '') !== ''
  return platform === 'linux' && wayland ? 'portal' : 'page'
}
