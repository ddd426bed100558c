/** Mumble versions in their two encodings on the wire. */

export interface MumbleVersion {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** What we say we are: the fields and the voice format of this release are what we speak. */
export const OUR_VERSION: MumbleVersion = { major: 1, minor: 5, patch: 735 }

/** Servers from here on speak the protobuf voice format with clients that announce as much. */
const FIRST_PROTOBUF_VOICE: MumbleVersion = { major: 1, minor: 5, patch: 0 }

/** 16 bits major, 8 minor, 8 patch; components too large are clamped. */
export function toV1({ major, minor, patch }: MumbleVersion): number {
  return Math.min(major, 0xffff) * 0x1_0000 + Math.min(minor, 0xff) * 0x100 + Math.min(patch, 0xff)
}

/** 16 bits each for major, minor, patch, and 16 unused. */
export function toV2({ major, minor, patch }: MumbleVersion): bigint {
  return (BigInt(major) << 48n) | (BigInt(minor) << 32n) | (BigInt(patch) << 16n)
}

/** Version 2 wins where both are there; null where neither is. */
export function readVersion(fields: { versionV1?: number; versionV2?: bigint }): MumbleVersion | null {
  const { versionV2 } = fields
  if (versionV2 !== undefined) {
    const part = (shift: bigint) => Number((versionV2 >> shift) & 0xffffn)
    return { major: part(48n), minor: part(32n), patch: part(16n) }
  }
  if (fields.versionV1 === undefined) return null
  return fromV1(fields.versionV1)
}

export function fromV1(version: number): MumbleVersion {
  return { major: version >>> 16, minor: (version >>> 8) & 0xff, patch: version & 0xff }
}

export function speaksProtobufVoice(server: MumbleVersion): boolean {
  return toV2(server) >= toV2(FIRST_PROTOBUF_VOICE)
}
