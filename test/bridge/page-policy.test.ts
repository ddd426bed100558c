import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy, mediaTypeOf, pageHeaders, pagePath } from '../../bridge/page-policy.ts'

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
