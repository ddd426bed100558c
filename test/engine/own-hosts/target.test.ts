import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTarget } from '../../../engine/own-hosts/target.ts'

const bases = (text: string) => readTarget(text)?.sites.map(site => site.bases)

test.each([
  ['https://pad.example', [['https://pad.example/']]],
  ['https://pad.example/p/caf%C3%A9?lang=fr#L2', [['https://pad.example/']]],
  ['https://example.org/etherpad/p/cafe', [['https://example.org/etherpad/']]],
  ['https://example.org/drop/r/AbCd#key', [['https://example.org/drop/']]],
  ['https://visio.example/Salon', [['https://visio.example/', 'https://visio.example/Salon/']]],
  ['https://example.org/calc/budget', [['https://example.org/', 'https://example.org/calc/']]],
  ['http://127.0.0.1:9001/calc/', [['http://127.0.0.1:9001/', 'http://127.0.0.1:9001/calc/']]],
  ['pad.example', [['https://pad.example/'], ['http://pad.example/']]],
  ['pad.example/p/x', [['https://pad.example/'], ['http://pad.example/']]],
  ['[::1]:9001', [['https://[::1]:9001/'], ['http://[::1]:9001/']]],
  ['mumble://salon.example/Caf%C3%A9', []],
])('%s is asked at %j', (text, expected) => expect(bases(text)).toEqual(expected))

test.each([
  ['mumble://salon.example', { host: 'salon.example', port: 64738 }, true],
  ['mumble://[::1]:5000/x', { host: '[::1]', port: 5000 }, true],
  ['salon.example:64738', { host: 'salon.example', port: 64738 }, true],
  ['salon.example', { host: 'salon.example', port: 64738 }, false],
  ['salon.example:443', { host: 'salon.example', port: 443 }, false],
  ['salon.example:80', { host: 'salon.example', port: 80 }, false],
  ['salon.example/p/x', null, false],
  ['https://salon.example', null, false],
])('%s as a Mumble server is %j', (text, mumble, first) => {
  const target = readTarget(text)
  if (mumble === null) expect(target?.mumble).toBeNull()
  else expect(target?.mumble).toMatchObject(mumble)
  expect(target?.mumbleFirst).toBe(first)
})

test.each([
  '',
  '  ',
  'bonjour à tous',
  'javascript:alert(1)',
  'ftp://pad.example',
  'file:///etc',
  'anna@pad.example',
  'https://anna:secret@pad.example',
  'mailto:anna@pad.example',
  'mumble://',
  'https://',
  'pad.example:99999',
])('%j is no address', text => expect(readTarget(text)).toBeNull())

test('whatever is typed, only http and https sites are asked', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), text => {
      for (const base of readTarget(text)?.sites.flatMap(site => site.bases) ?? [])
        expect(base).toMatch(/^https?:\/\/[^/@]+\/(?:.*\/)?$/)
    }),
  )
})
