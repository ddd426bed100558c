/**
 * The voice format from 1.5 on: a byte of type, then the messages Audio and Ping of Mumble's UDP
 * protocol. Written by hand over protobuf's wire reader: fourteen fields, fifty times a second.
 */
import { BinaryReader, BinaryWriter, WireType } from '@protobuf-ts/runtime'
import type { IncomingVoice, VoiceFormat, VoicePing } from './voice-packet.ts'

const AUDIO = 0
const PING = 1

/** Field numbers of MumbleUDP.Audio and MumbleUDP.Ping. */
const AUDIO_TARGET = 1
const AUDIO_CONTEXT = 2
const AUDIO_SESSION = 3
const AUDIO_FRAME_NUMBER = 4
const AUDIO_OPUS = 5
const AUDIO_TERMINATOR = 16
const PING_TIMESTAMP = 1

export const protobufVoice: VoiceFormat = {
  writeAudio({ target, frameNumber, opus, terminator }) {
    const writer = new BinaryWriter()
    // A proto3 oneof is sent even when it is 0.
    writer.tag(AUDIO_TARGET, WireType.Varint).uint32(target)
    if (frameNumber !== 0) writer.tag(AUDIO_FRAME_NUMBER, WireType.Varint).uint64(frameNumber >>> 0)
    writer.tag(AUDIO_OPUS, WireType.LengthDelimited).bytes(opus)
    if (terminator) writer.tag(AUDIO_TERMINATOR, WireType.Varint).bool(true)
    return withType(AUDIO, writer.finish())
  },

  writePing(timestamp) {
    const writer = new BinaryWriter()
    writer.tag(PING_TIMESTAMP, WireType.Varint).uint64(timestamp)
    return withType(PING, writer.finish())
  },

  read(bytes) {
    try {
      if (bytes[0] === AUDIO) return readAudio(bytes.subarray(1))
      if (bytes[0] === PING) return readPing(bytes.subarray(1))
    } catch {
      // protobuf's reader throws on bytes cut short: no packet of ours
    }
    return null
  },
}

function readAudio(bytes: Uint8Array): IncomingVoice | null {
  let context = 0
  let session = 0
  let frameNumber = 0
  let terminator = false
  let opus: Uint8Array | null = null
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === AUDIO_CONTEXT && wire === WireType.Varint) context = reader.uint32()
    else if (field === AUDIO_SESSION && wire === WireType.Varint) session = reader.uint32()
    else if (field === AUDIO_FRAME_NUMBER && wire === WireType.Varint) {
      frameNumber = Number(BigInt.asUintN(32, reader.uint64().toBigInt()))
    } else if (field === AUDIO_OPUS && wire === WireType.LengthDelimited) opus = reader.bytes()
    else if (field === AUDIO_TERMINATOR && wire === WireType.Varint) terminator = reader.bool()
    else reader.skip(wire)
  }
  if (opus === null || opus.length === 0 || reader.pos > reader.len) return null
  return { type: 'audio', session, context, frameNumber, opus, terminator }
}

function readPing(bytes: Uint8Array): VoicePing | null {
  let timestamp = 0n
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag()
    if (field === PING_TIMESTAMP && wire === WireType.Varint) timestamp = reader.uint64().toBigInt()
    else reader.skip(wire)
  }
  return reader.pos > reader.len ? null : { type: 'ping', timestamp }
}

function withType(type: number, message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + message.length)
  bytes[0] = type
  bytes.set(message, 1)
  return bytes
}
