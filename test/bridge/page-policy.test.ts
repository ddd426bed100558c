import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  callPagePolicy,
  contentSecurityPolicy,
  mediaTypeOf,
  pageHeaders,
  pagePath,
} from '../../bridge/page-policy.ts'

describe('paths of the page', () => {
  test.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/index-B2x_9.js', 'assets/index-B2x_9.js'],
  ])('%s is %s', (asked, file) => {
    expect(pagePath(asked)).toBe(file)
  })

  test.each([
    '/..',
    '/../x',
    '/a/../../x',
    '/%2e%2e/x',
    '/a%2f..%2fx',
    '/a//b',
    '/a/',
    '/.git',
    '/a\\b',
    '/%',
    '/a%00',
    'x',
    '',
  ])('%s leads nowhere', asked => {
    expect(pagePath(asked)).toBeNull()
  })

  test('whatever is asked, the file lies inside', () => {
    fc.assert(
      fc.property(fc.string(), asked => {
        expect(pagePath(`/${asked}`)?.split('/') ?? []).not.toContain('..')
      }),
    )
  })
})

describe('headers of the page', () => {
  test('every media type that the page loads is named, and unknown ones are nothing to run', () => {
    expect(mediaTypeOf('a/b.JS')).toMatch(/^text\/javascript/)
    expect(mediaTypeOf('a.wasm')).toBe('application/wasm')
    expect(mediaTypeOf('a.exe')).toBe('application/octet-stream')
    expect(mediaTypeOf('a')).toBe('application/octet-stream')
  })

  test('the policy refuses by default and frames nothing unless told', () => {
    const policy = contentSecurityPolicy({ connect: [], frames: [] })
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-src 'none'")
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|\*/)
    expect(pageHeaders('index.html', policy)['x-content-type-options']).toBe('nosniff')
  })
})

describe('the call page’s policy', () => {
  test('frames one host over https, talks to nobody, and is framed by nobody', () => {
    const directives = callPagePolicy('meet.example.org:8443').split('; ')
    expect(directives).toContain('frame-src https://meet.example.org:8443')
    expect(directives).toContain("default-src 'none'")
    expect(directives).toContain("connect-src 'none'")
    expect(directives).toContain("frame-ancestors 'none'")
    expect(directives.join()).not.toMatch(/unsafe|\*|wasm/)
  })

  test('may be framed by who is named', () => {
    expect(callPagePolicy('meet.example', ['http://127.0.0.1:8080'])).toContain(
      'frame-ancestors http://127.0.0.1:8080',
    )
  })

  test.each([
    '',
    '*',
    '*.example',
    'a.example; script-src *',
    'a.example/',
    'A.example',
    'a b',
    'a.example:443',
    'x@a.example',
  ])('is not made for %j', host => {
    expect(() => callPagePolicy(host)).toThrow()
  })
})
