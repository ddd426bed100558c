import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeText,
  lastValue,
  type Properties,
  parseProperties,
  valuesIn,
} from '../../../../engine/directory/chatonsinfos/properties.ts'

const values = (properties: Properties) => Object.fromEntries(properties.values)
const parse = (text: string) => values(parseProperties(text))

describe('lines', () => {
  test('are paths and values; remarks and headings are left out', () => {
    const text = ['# remark', '! remark', '', '[File]', 'file.class = Service', '  service.name=Pads  '].join(
      '\n',
    )
    expect(parseProperties(text)).toEqual({
      values: new Map([
        ['file.class', ['Service']],
        ['service.name', ['Pads']],
      ]),
      unreadableLines: 0,
    })
  })

  test.each([
    ['spaces around the sign', 'service.name   =   Pads'],
    ['no spaces', 'service.name=Pads'],
    ['a tab', 'service.name\t=\tPads'],
    ['spaces around the dots', 'service . name = Pads'],
    ['single quotes', "service.name = 'Pads'"],
    ['double quotes', 'service.name = "Pads"'],
    ['curly quotes', 'service.name = “Pads”'],
    ['French quotes', 'service.name = « Pads »'],
    ['capitals', 'Service.NAME = Pads'],
    ['a byte order mark', '\uFEFFservice.name = Pads'],
    ['CRLF', 'file.class = Service\r\nservice.name = Pads\r\n'],
    ['old Macintosh line ends', 'file.class = Service\rservice.name = Pads'],
    ['a control character', 'service.name = \u0000Pads\u0007'],
    ['an empty value after it', 'service.name = Pads\nservice.name ='],
    ['another one before it', 'service.name = Old\nservice.name = Pads'],
    ['a letter too many', 'servicce.name = Pads'],
    ['a letter missing', 'servce.name = Pads'],
    ['a wrong letter', 'service.mame = Pads'],
    ['two letters swapped', 'service.nmae = Pads'],
    ['a heading without its sign', '[Service]\nservice.name = Pads'],
  ])('%s', (_, text) => {
    expect(lastValue(parseProperties(text), 'service.name')).toBe('Pads')
  })

  test('British spelling, and the case that the paths had in 2020', () => {
    const text = 'organisation.name = Chats\norganization.startDate = 2020-01-01'
    expect(parse(text)).toEqual({ 'organization.name': ['Chats'], 'organization.startdate': ['2020-01-01'] })
  })

  test('a path that is there is not overruled by a misspelt one', () => {
    const text = 'service.nane = Wrong\nservice.name = Right'
    expect(lastValue(parseProperties(text), 'service.name')).toBe('Right')
  })

  test('what nobody knows stays as it is, a misspelt network too', () => {
    expect(
      parse('organization.socialnetworks.pixelfeld = x\nmetrics.service.users.2021.months = 1;;3'),
    ).toEqual({
      'organization.socialnetworks.pixelfeld': ['x'],
      'metrics.service.users.2021.months': ['1;;3'],
    })
  })

  test('empty values are none', () => {
    expect(parse("service.name =\nservice.website = ''\nsoftware.name =   ")).toEqual({})
  })

  test('a value may hold the sign, quotes and remarks', () => {
    const text = 'service.website = https://pad.example/?a=b#c\nservice.name = Le "Chat" d\'ici'
    expect(parse(text)).toEqual({
      'service.website': ['https://pad.example/?a=b#c'],
      'service.name': ['Le "Chat" d\'ici'],
    })
  })

  test('children are given in order, also those under one and the same path', () => {
    const text =
      "subs.a = 'https://a.example/'\nsubs.b = https://b.example/\nsubs.a = https://c.example/\nsub.d = d"
    expect(valuesIn(parseProperties(text), 'subs')).toEqual([
      'https://a.example/',
      'https://c.example/',
      'https://b.example/',
      'd',
    ])
  })

  test('what is no line is counted', () => {
    expect(parseProperties('hello\nservice.name\n= x\nservice.name = Pads').unreadableLines).toBe(3)
  })

  test('a page gives nothing that could be a service', () => {
    expect(parse('<html>\n<a href="https://x.example/?service.name=Pads">x</a>\n</html>')).toEqual({})
  })

  test('a value has an end, and so has a file', () => {
    expect(lastValue(parseProperties(`service.name = ${'x'.repeat(1e5)}`), 'service.name')).toHaveLength(4000)
    expect(parseProperties('subs.a = x\n'.repeat(30_000)).values.get('subs.a')).toHaveLength(20_000)
  })
})

describe('bytes', () => {
  const text = 'organization.name = Chatière à Noël — « été »'
  const utf16 = (bigEndian: boolean) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', utf16(false)],
    ['UTF-16, big end first', utf16(true)],
  ])('%s', (_, bytes) => {
    expect(lastValue(parseProperties(decodeText(bytes)), 'organization.name')).toBe(
      'Chatière à Noël — « été »',
    )
  })

  test('the old Western European encoding, when it cannot be UTF-8', () => {
    const bytes = Buffer.from('organization.name = Chatière à Noël', 'latin1')
    expect(lastValue(parseProperties(decodeText(bytes)), 'organization.name')).toBe('Chatière à Noël')
    expect(decodeText(Uint8Array.of(0x80, 0x92))).toBe('€’')
  })
})

describe('whatever comes', () => {
  test('any bytes are read without a word', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), bytes => {
        const { values: read } = parseProperties(decodeText(bytes))
        for (const [path, list] of read) {
          expect(path).toBe(path.toLowerCase())
          expect(list.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('any mixture of lines, paths and quotes, too', () => {
    const piece = fc.constantFrom(
      ...'=.\'"#;,[]\r\n\t \uFEFF\u0000',
      'subs.a',
      'service.name',
      'Organization',
      'é',
      '€',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), pieces => {
        const properties = parseProperties(pieces.join(''))
        for (const value of [...properties.values.values()].flat())
          expect(value).not.toMatch(/^\s|\s$|\p{Cc}/u)
      }),
    )
  })

  test('what is written is read again', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/)
    const value = fc
      .string({ maxLength: 60, unit: 'grapheme' })
      .map(text => text.replace(/\p{C}|[\u2028\u2029'"“”‘’«»]/gu, '').trim())
      .filter(text => text !== '')
    fc.assert(
      fc.property(fc.dictionary(word, value, { maxKeys: 10 }), entries => {
        const lines = Object.entries(entries).map(([key, text]) => `metrics.${key} = ${text}`)
        expect(parse(lines.join('\n'))).toEqual(
          Object.fromEntries(Object.entries(entries).map(([key, text]) => [`metrics.${key}`, [text]])),
        )
      }),
    )
  })
})
