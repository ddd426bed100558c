import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeName, safeFileName } from '../../../engine/places/file-names.ts'

const reservedOnWindows = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i

describe('a safe name', () => {
  test.each([
    ['Café du lundi', 'Café du lundi'],
    ['../../etc/passwd', 'etc passwd'],
    ['..\\..\\Windows\\System32', 'Windows System32'],
    ['C:\\autoexec.bat', 'C autoexec.bat'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['COM1 .x', '_COM1 .x'],
    ['...', 'document'],
    ['-rf ~', 'rf ~'],
    ['~evil', 'evil'],
    ['a\0b\nc', 'a b c'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['e\u0301te\u0301', 'été'],
    ['fin. . ', 'fin'],
    ['', 'document'],
    [`con.${'a'.repeat(90)}`, `_con.${'a'.repeat(75)}`],
  ])('of %j is %j', (text, name) => expect(safeFileName(text, 'document')).toBe(name))

  test('leads nowhere, fits everywhere, and is safe again', () => {
    const unit = fc.oneof(
      fc.constantFrom('/', '\\', '.', ' ', ':', '\0', '-', '~', '\u202e', 'é', '🐈', 'CON', 'nul', 'a'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 120 }), parts => {
        const name = safeFileName(parts.join(''), 'document')
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}\p{Cs}]|^[\s.\-~]|[\s.]$|^$/u)
        expect(name).not.toMatch(reservedOnWindows)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(80)
        expect(safeFileName(name, 'document')).toBe(name)
      }),
      { numRuns: 500 },
    )
  })
})

test('a name that is taken gets a number, whatever its capitals', () => {
  expect(freeName('Café', new Set(['café', 'café 2']))).toBe('Café 3')
  expect(freeName('Café', new Set())).toBe('Café')
})
