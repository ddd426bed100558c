import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorOn, readVarint, writeVarint } from '../../../engine/mumble/varint.ts'

const read = (bytes: number[]) => {
  const cursor = cursorOn(Uint8Array.from(bytes))
  return { value: readVarint(cursor), used: cursor.offset, failed: cursor.failed }
}

describe('varint', () => {
  test('every 64-bit number survives the way there and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n }), number => {
        const bytes = writeVarint(number)
        expect(read(bytes)).toEqual({ value: number, used: bytes.length, failed: false })
      }),
    )
  })

  test.each([
    [0x7fn, 1],
    [0x80n, 2],
    [0x3fffn, 2],
    [0x4000n, 3],
    [0x1f_ffffn, 3],
    [0x20_0000n, 4],
    [0xfff_ffffn, 4],
    [0x1000_0000n, 5],
    [0xffff_ffffn, 5],
    [0x1_0000_0000n, 9],
    [-1n, 1],
    [-4n, 1],
    [-5n, 2],
  ])('%s takes %i bytes', (number, length) => {
    expect(writeVarint(number)).toHaveLength(length)
  })

  test('a negative number is the bit inverse of what follows', () => {
    expect(read([0xf8, 0x04]).value).toBe(-5n)
    expect(read([0xfc]).value).toBe(-1n)
  })

  test('bytes cut short fail and never throw', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0x80n, max: (1n << 64n) - 1n }), number => {
        expect(read(writeVarint(number).slice(0, -1)).failed).toBe(true)
      }),
    )
  })

  test('nesting without end is refused', () => {
    expect(read([...Array(20).fill(0xf8), 1]).failed).toBe(true)
  })

  test('any bytes are read without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), bytes => {
        readVarint(cursorOn(bytes))
      }),
    )
  })
})
