/** WebM as browsers' recorders write it, made up: Opus packets in clusters whose length is not told. */

const UNKNOWN = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)

export function element(id: readonly number[], body: Uint8Array): Uint8Array {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(0x1000_0000 + body.length)
  return Buffer.concat([Uint8Array.from(id), size, body])
}

const opened = (id: readonly number[]) => Buffer.concat([Uint8Array.from(id), UNKNOWN])

export function webmHead(codec = 'A_OPUS'): Uint8Array {
  const entry = Buffer.concat([element([0xd7], Uint8Array.of(1)), element([0x86], Buffer.from(codec))])
  return Buffer.concat([
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('webm'))),
    opened([0x18, 0x53, 0x80, 0x67]),
    element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Uint8Array.of(15, 66, 64))),
    element([0x16, 0x54, 0xae, 0x6b], element([0xae], entry)),
  ])
}

export function cluster(packets: readonly Uint8Array[], grouped = false): Uint8Array {
  const blocks = packets.map((packet, index) => {
    const block = Buffer.concat([Uint8Array.of(0x81, 0, index * 20, grouped ? 0 : 0x80), packet])
    return grouped ? element([0xa0], element([0xa1], block)) : element([0xa3], block)
  })
  return Buffer.concat([opened([0x1f, 0x43, 0xb6, 0x75]), element([0xe7], Uint8Array.of(0)), ...blocks])
}

/** A 20 ms packet of `length` bytes, told from others by `number`: nobody decodes it here. */
export function packet(number: number, length = 60): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index === 0 ? 0x08 : (number * 31 + index) & 0xff))
}
