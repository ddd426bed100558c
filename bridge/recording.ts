/** A recording of a meeting as it crosses the bridge. */

/** Characters of base64: a piece has about 8 000 bytes, a page that hung for a while sends more at once. */
export const LONGEST_PIECE = 1_000_000

export interface RecordedPiece {
  /** WebM as the browser's recorder writes it, in base64. */
  readonly data: string
  /** A recorder begins with this piece: the first one, or another because the sound was opened anew. */
  readonly first: boolean
}

export interface RecordingKept {
  readonly bytes: number
  readonly durationMs: number
  /** Not everybody knows of it right now (we reconnect): nothing is kept meanwhile. */
  readonly paused: boolean
}

export interface RecordingEnd {
  /** Absolute path. */
  readonly file: string
  /** 0 = nothing was kept, and the file is gone. */
  readonly bytes: number
  readonly durationMs: number
}
