import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksum, OggWriter } from '../../../engine/recording/ogg-writer.ts'
import { opusSamples } from '../../../engine/recording/opus-samples.ts'
import { WebmError, WebmReader } from '../../../engine/recording/webm-reader.ts'
import { readOgg } from './ogg.ts'
import { cluster, element, packet, webmHead } from './webm.ts'

const packets = Array.from({ length: 40 }, (_, number) => packet(number, 20 + number * 15))
const webm = Buffer.concat([webmHead(), cluster(packets.slice(0, 20)), cluster(packets.slice(20), true)])

describe('WebM', () => {
  it('gives its packets, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), lengths => {
        const reader = new WebmReader()
        const found: Uint8Array[] = []
        for (let at = 0, turn = 0; at < webm.length; turn++) {
          const end = at + (lengths[turn % lengths.length] ?? 1)
          found.push(...reader.read(webm.subarray(at, end)))
          at = end
        }
        expect(found.map(each => [...each])).toEqual(packets.map(each => [...each]))
      }),
    )
  })

  it.each([
    ['another codec', webmHead('A_VORBIS')],
    ['an element without an end', element([0xec], new Uint8Array(70_000))],
    ['no WebM at all', new Uint8Array(20)],
    [
      'several frames in a block',
      Buffer.concat([webmHead(), element([0xa3], Uint8Array.of(0x81, 0, 0, 2, 1))]),
    ],
    ['a block without a head', element([0xa3], Uint8Array.of(0x81))],
  ])('with %s is refused', (_what, bytes) => {
    expect(() => new WebmReader().read(bytes)).toThrow(WebmError)
  })

  it('ends in a refusal or in packets, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        try {
          new WebmReader().read(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WebmError)
        }
      }),
    )
  })
})

describe('the length of an Opus packet', () => {
  it.each([
    [[0x08], 960],
    [[0x00], 480],
    [[0x18], 2880],
    [[0x60], 480],
    [[0x78], 960],
    [[0x80], 120],
    [[0x98], 960],
    [[0xf8], 960],
    [[0x09, 1, 1], 1920],
    [[0x0b, 3, 0], 2880],
    [[0x1b, 3, 0], 0],
    [[0x0b], 0],
    [[], 0],
  ])('%j is %i samples', (bytes, samples) => {
    expect(opusSamples(Uint8Array.from(bytes))).toBe(samples)
  })
})

describe('Ogg', () => {
  it('has the checksum of RFC 3533: of one byte its polynomial, of CRC-32/MPEG-2 its check without the preset', () => {
    expect(checksum(Uint8Array.of(1))).toBe(0x04c11db7)
    // "123456789" by the same polynomial, start 0, neither reflected nor inverted: CRC-32/POSIX without its length.
    expect(checksum(Buffer.from('123456789'))).toBe(0x89a1897f)
  })

  it('holds every packet, in pages that each tell the time up to them', () => {
    const writer = new OggWriter(7)
    const file = Buffer.concat([
      writer.head('Café'),
      writer.pages(packets.slice(0, 10)),
      writer.pages(packets.slice(10)),
      writer.end(),
    ])
    const { pages, rest } = readOgg(file)
    expect(rest).toBe(0)
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index))
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 0, 4])
    expect(pages.map(({ granule }) => granule)).toEqual([0, 0, 9600, 38_400, 38_400])
    expect(pages.slice(2).flatMap(page => page.packets.map(each => [...each]))).toEqual(
      packets.map(each => [...each]),
    )
    expect(Buffer.from(pages[1]?.packets[0] ?? []).toString()).toContain('TITLE=Café')
    expect(writer.durationMs).toBe(800)
  })

  it('begins another page where one is full, and leaves out what is no Opus', () => {
    const writer = new OggWriter(7)
    const many = Array.from({ length: 300 }, (_, number) => packet(number, 255))
    const { pages } = readOgg(writer.pages([Uint8Array.of(), ...many]))
    expect(pages.map(page => page.packets.length)).toEqual([127, 127, 46])
  })
})
