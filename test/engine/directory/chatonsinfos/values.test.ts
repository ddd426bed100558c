import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readCountry,
  readDate,
  readDecimal,
  readList,
  readPage,
  readWord,
} from '../../../../engine/directory/chatonsinfos/values.ts'

describe('values as administrators write them', () => {
  test.each([
    ['2021-03-09', '2021-03-09'],
    ['2021-03-09T10:11:12', '2021-03-09'],
    ['2021-03-09 10:11', '2021-03-09'],
    ['2021/3/9', '2021-03-09'],
    ['09/03/2021', '2021-03-09'],
    ['9/3/2021', '2021-03-09'],
    ['09.03.2021', '2021-03-09'],
    ['09-03-2021', '2021-03-09'],
    ['2021-03', '2021-03'],
    ['2021', '2021'],
    ['29/02/2024', '2024-02-29'],
    ['29/02/2023', null],
    ['31/04/2021', null],
    ['2021-13-01', null],
    ['2021-00-01', null],
    ['0000-01-01', null],
    ['12/2021', null],
    ['mars 2021', null],
    ['', null],
  ])('the date %s is %s', (text, date) => {
    expect(readDate(text)).toBe(date)
  })

  test('any day is read as it was written, in both ways', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        day => {
          const iso = day.toISOString().slice(0, 10)
          expect(readDate(day.toISOString())).toBe(iso)
          expect(readDate(iso.split('-').reverse().join('/'))).toBe(iso)
        },
      ),
    )
  })

  test.each([
    ['48.85', 48.85],
    ['48,85', 48.85],
    ['-1,5', -1.5],
    ['1 024,5', 1024.5],
    ['1\u202f024', 1024],
    ['12', 12],
    ['1,2,3', null],
    ['1e9', null],
    ['', null],
  ])('the number %s is %s', (text, number) => {
    expect(readDecimal(text)).toBe(number)
  })

  test('lists have ; or , between, and empty places', () => {
    expect(readList('None; Free,Member;;')).toEqual(['None', 'Free', 'Member'])
    expect(readList('')).toEqual([])
  })

  test.each([
    ['https://pad.example', 'https://pad.example/'],
    ['http://pad.example/x', 'http://pad.example/x'],
    ['pad.example', 'https://pad.example/'],
    ['pad.example/p/', 'https://pad.example/p/'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['data:text/html,x', null],
    ['https://user:word@pad.example/', null],
    ['//pad.example/', null],
    ['not an address', null],
  ])('the address %s is %s', (text, page) => {
    expect(readPage(text)).toBe(page)
  })

  test.each([
    ['FR', 'FR'],
    ['fr', 'FR'],
    ['France', 'FR'],
    ['belgique', 'BE'],
    ['Germany', 'DE'],
    ['États-Unis', 'US'],
    ['UK', 'GB'],
    ['Royaume-Uni', 'GB'],
    ['Gaule', null],
    ['', null],
  ])('the country %s is %s', (text, code) => {
    expect(readCountry(text)).toBe(code)
  })

  test('words of a set, whatever their case', () => {
    expect(readWord(' hostedbay ', ['HOME', 'HOSTEDBAY'])).toBe('HOSTEDBAY')
    expect(readWord('cave', ['HOME', 'HOSTEDBAY'])).toBeNull()
  })
})
