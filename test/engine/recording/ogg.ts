/** Reads an Ogg file as RFC 3533 says it: for tests, and as strict as can be. */
import { checksum } from '../../../engine/recording/ogg-writer.ts'

export interface OggPage {
  readonly flags: number
  readonly granule: number
  readonly sequence: number
  readonly packets: readonly Uint8Array[]
}

/** The whole pages at the beginning of a file; `rest` bytes are no whole page. Throws on a wrong checksum. */
export function readOgg(file: Uint8Array): { readonly pages: OggPage[]; readonly rest: number } {
  const bytes = Buffer.from(file)
  const pages: OggPage[] = []
  let at = 0
  while (bytes.length - at >= 27) {
    if (bytes.toString('latin1', at, at + 4) !== 'OggS') throw new Error(`no page at ${at}`)
    const segments = bytes[at + 26] ?? 0
    const lengths = [...bytes.subarray(at + 27, at + 27 + segments)]
    const end = at + 27 + segments + lengths.reduce((sum, length) => sum + length, 0)
    if (lengths.length < segments || end > bytes.length) break
    const page = Buffer.from(bytes.subarray(at, end))
    const told = page.readUInt32LE(22)
    page.writeUInt32LE(0, 22)
    if (checksum(page) !== told) throw new Error(`page ${pages.length} has another checksum`)
    const packets: Uint8Array[] = []
    let from = 27 + segments
    let length = 0
    for (const segment of lengths) {
      length += segment
      if (segment === 255) continue
      packets.push(page.subarray(from, from + length))
      from += length
      length = 0
    }
    const granule = Number(page.readBigUInt64LE(6))
    pages.push({ flags: page[5] ?? 0, granule, sequence: page.readUInt32LE(18), packets })
    at = end
  }
  return { pages, rest: bytes.length - at }
}
