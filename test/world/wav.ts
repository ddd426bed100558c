import { readFileSync, writeFileSync } from 'node:fs'

/** One channel of 16-bit samples. */
export interface Wav {
  /** Samples per second. */
  rate: number
  samples: Int16Array
}

/** @throws when the file is not a mono, 16-bit, uncompressed WAV file. */
export function readWav(file: string): Wav {
  const bytes = readFileSync(file)
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error(`${file} is not a WAV file`)
  }
  let rate = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const start = at + 8
    // A program that writes to a pipe can't know the length: it says more than there is.
    const length = Math.min(bytes.readUInt32LE(at + 4), bytes.length - start)
    if (name === 'fmt ') {
      const [format, channels, bits] = [start, start + 2, start + 14].map(where => bytes.readUInt16LE(where))
      if (format !== 1 || channels !== 1 || bits !== 16) throw new Error(`${file} is not 16-bit mono PCM`)
      rate = bytes.readUInt32LE(start + 4)
    }
    if (name === 'data') {
      if (rate === 0) throw new Error(`${file} has no format before its data`)
      return { rate, samples: samplesOf(bytes.subarray(start, start + length)) }
    }
    at = start + length + (length % 2)
  }
  throw new Error(`${file} has no data`)
}

export function writeWav(file: string, { rate, samples }: Wav): void {
  const header = Buffer.alloc(44)
  const length = samples.length * 2
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(length, 40)
  writeFileSync(file, Buffer.concat([header, bytesOf(samples)]))
}

/** 16-bit samples from bytes; an odd last byte is left out. Little-endian, as every machine that runs Node is. */
export function samplesOf(bytes: Uint8Array): Int16Array {
  // A copy, because samples must begin at an even place in memory.
  return new Int16Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 2))
}

/** The bytes of 16-bit samples, little-endian; a view, not a copy. */
export function bytesOf(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
}
