import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayBeFramed } from '../../bridge/framing.ts'

const page = 'https://pad.example.org'
const app = 'http://chatiere.localhost:4321'

function verdict(xFrameOptions: string | null, contentSecurityPolicy: string | null, around = [app]) {
  return mayBeFramed({ xFrameOptions, contentSecurityPolicy }, page, around)
}

describe('X-Frame-Options', () => {
  test.each([
    [null, true],
    ['DENY', false],
    [' deny\t', false],
    ['SameOrigin', false],
    ['deny, DENY', false],
    ['deny, sameorigin', false],
    ['sameorigin, nonsense', false],
    // A value that browsers no longer know, or never did, refuses nobody.
    ['ALLOW-FROM https://www.example.org/', true],
    ['allowall', true],
    ['allowall, nonsense', false],
    ['one, other', true],
    ['"deny"', true],
    ['', true],
  ])('%j: %s', (header, allowed) => {
    expect(verdict(header, null)).toBe(allowed)
  })

  test('of the same origin lets in that origin, when nobody else is around', () => {
    expect(verdict('sameorigin', null, [page])).toBe(true)
    expect(verdict('sameorigin', null, [page, app])).toBe(false)
  })
})

describe('frame-ancestors', () => {
  test.each([
    ["'none'", false],
    ['', false],
    ["'self'", false],
    ['*', true],
    ["'none' *", true],
    // The app's own page comes over http, from a name of this computer.
    ['https:', false],
    ['http:', true],
    ['HTTP:', true],
    ['ws:', true],
    ['wss:', false],
    ['file: data: chatiere:', false],
    [app, true],
    ['HTTP://CHATIERE.LOCALHOST:4321', true],
    [`${app}/`, true],
    [`${app}/page`, false],
    ['http://chatiere.localhost', false],
    ['http://chatiere.localhost:80', false],
    ['http://chatiere.localhost:*', true],
    ['http://chatiere.localhost:43210', false],
    ['https://chatiere.localhost:4321', false],
    // Without a scheme it is that of the page itself.
    ['chatiere.localhost:4321', false],
    ['http://*.localhost:*', true],
    ['http://*.chatiere.localhost:*', false],
    ['http://*:*', true],
    ['http://*', false],
    ['http://*ere.localhost:*', false],
    ['http://localhost:*', false],
    ['https://www.example.org https://*.example.org', false],
    [`https://www.example.org ${app}`, true],
    ["'unsafe-inline' 'nonce-abc' %%% http:// :// : ://*", false],
  ])('%j: %s', (list, allowed) => {
    expect(verdict(null, `frame-ancestors ${list}`)).toBe(allowed)
  })

  test.each([
    ['default-src *; Frame-Ancestors\t*', true],
    ["frame-ancestors 'none'; frame-ancestors *", false],
    ["frame-ancestors *; frame-ancestors 'none'", true],
    ["frame-ancestors *, frame-ancestors 'none'", false],
    ["default-src 'none', frame-ancestors *", true],
    ["frame-src 'none'; child-src 'none'", true],
    ['frame-ancestorsx', true],
    [';;, ;', true],
  ])('among others, %j: %s', (policy, allowed) => {
    expect(verdict(null, policy)).toBe(allowed)
  })

  test('has the last word over X-Frame-Options', () => {
    expect(verdict('deny', 'frame-ancestors *')).toBe(true)
    expect(verdict('allowall', "frame-ancestors 'none'")).toBe(false)
    expect(verdict('deny', "default-src 'self'")).toBe(false)
  })

  test('counts for every window around, each by the safer form of what is said', () => {
    expect(verdict(null, `frame-ancestors ${app}`, [app, 'https://evil.example'])).toBe(false)
    expect(verdict(null, 'frame-ancestors http://ici.example', ['https://ici.example'])).toBe(true)
    expect(verdict(null, 'frame-ancestors http://ici.example:80', ['https://ici.example'])).toBe(true)
    expect(verdict(null, 'frame-ancestors https://ici.example', ['http://ici.example'])).toBe(false)
    expect(verdict(null, 'frame-ancestors http://127.0.0.1:*', ['http://127.0.0.1:8000'])).toBe(true)
    expect(verdict(null, 'frame-ancestors http://10.0.0.1:*', ['http://10.0.0.1:8000'])).toBe(false)
    expect(verdict(null, "frame-ancestors 'self'", [page])).toBe(true)
  })
})

describe('whatever a host sends', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          ..."deny sameorigin allowall frame-ancestors 'none' 'self' * http: https://a.example:* /x".split(
            ' ',
          ),
          ';',
          ',',
          '"',
          '\t',
          ':',
        ),
        { maxLength: 30 },
      )
      .map(parts => parts.join(' ')),
  )

  test('is judged without an error, and the same in capitals', () => {
    fc.assert(
      fc.property(fc.option(odd), fc.option(odd), (options, policy) => {
        const upper = (text: string | null) => text?.replace(/[a-z]/g, sign => sign.toUpperCase()) ?? null
        expect(verdict(upper(options), upper(policy))).toBe(verdict(options, policy))
      }),
    )
  })

  test('one more policy that refuses everybody refuses, and one that names us changes nothing', () => {
    fc.assert(
      fc.property(fc.option(odd), odd, (options, policy) => {
        expect(verdict(options, `${policy}, frame-ancestors 'none'`)).toBe(false)
        const speaks = verdict('deny', policy) || !verdict('allowall', policy)
        if (speaks) {
          expect(verdict(options, `${policy}, frame-ancestors ${app}`)).toBe(verdict(options, policy))
        }
      }),
    )
  })

  test('a list with our origin lets us in wherever it stands', () => {
    const word = odd.map(text => text.replace(/[;,]/g, ''))
    fc.assert(
      fc.property(fc.option(odd), word, word, (options, before, after) => {
        expect(verdict(options, `frame-ancestors ${before} ${app} ${after}`)).toBe(true)
      }),
    )
  })
})
