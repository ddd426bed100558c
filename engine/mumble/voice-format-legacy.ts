/** The voice format of servers before 1.5: a byte of type and target, then varints. */
import { cursorOn, readByte, readVarint, writeVarint } from './varint.ts'
import type { VoiceFormat } from './voice-packet.ts'

const PING = 1
const OPUS = 4
const SIZE_MASK = 0x1fff
const TERMINATOR = 0x2000
/** Three 32-bit floats may follow the sound. */
const POSITION_BYTES = 12

export const legacyVoice: VoiceFormat = {
  writeAudio({ target, frameNumber, opus, terminator }) {
    const head = [
      (OPUS << 5) | target,
      ...writeVarint(frameNumber >>> 0),
      ...writeVarint(opus.length | (terminator ? TERMINATOR : 0)),
    ]
    const bytes = new Uint8Array(head.length + opus.length)
    bytes.set(head)
    bytes.set(opus, head.length)
    return bytes
  },

  writePing(timestamp) {
    return Uint8Array.from([PING << 5, ...writeVarint(timestamp)])
  },

  read(bytes) {
    const cursor = cursorOn(bytes)
    const first = readByte(cursor)
    const type = first >> 5
    if (type === PING) {
      const timestamp = readVarint(cursor)
      return cursor.failed ? null : { type: 'ping', timestamp }
    }
    if (type !== OPUS) return null
    const session = readVarint(cursor)
    const frameNumber = readVarint(cursor)
    const header = readVarint(cursor)
    if (cursor.failed || session < 0n || session > 0xffff_ffffn || header < 0n || header > 0x3fffn)
      return null
    const size = Number(header) & SIZE_MASK
    const rest = bytes.length - cursor.offset - size
    if (size === 0 || (rest !== 0 && rest !== POSITION_BYTES)) return null
    return {
      type: 'audio',
      session: Number(session),
      context: first & 0x1f,
      frameNumber: Number(BigInt.asUintN(32, frameNumber)),
      opus: bytes.subarray(cursor.offset, cursor.offset + size),
      terminator: (Number(header) & TERMINATOR) !== 0,
    }
  },
}
