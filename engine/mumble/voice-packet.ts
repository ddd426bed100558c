/** What both voice formats say: sound, and pings. A format turns packets into bytes and back. */

export interface VoicePacket {
  readonly type: 'audio'
  /** Counts 10 ms units, modulo 2^32. */
  readonly frameNumber: number
  readonly opus: Uint8Array
  readonly terminator: boolean
}

/** 0 = to everybody in the room, 1..30 = a voice target, 31 = back to ourselves. */
export interface OutgoingVoice extends VoicePacket {
  readonly target: number
}

export interface IncomingVoice extends VoicePacket {
  readonly session: number
  /** 0 = talk, 1 = shout, 2 = whisper, 3 = heard as a listener. */
  readonly context: number
}

export interface VoicePing {
  readonly type: 'ping'
  /** Ours, echoed as it was. */
  readonly timestamp: bigint
}

export interface VoiceFormat {
  writeAudio(packet: OutgoingVoice): Uint8Array
  writePing(timestamp: bigint): Uint8Array
  /** Null for anything that is not a well-formed packet from a server. */
  read(bytes: Uint8Array): IncomingVoice | VoicePing | null
}

/** The largest UDP packet Mumble takes, with its encryption; the tunnel has the same limit. */
export const LARGEST_VOICE_PACKET = 1024
