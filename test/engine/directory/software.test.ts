import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exportsOf,
  isNamed,
  namedAddress,
  newAddress,
  startAddress,
} from '../../../engine/directory/addresses.ts'
import { findSoftware, softwareTable } from '../../../engine/directory/software.ts'

describe('names of software', () => {
  test.each([
    ['Etherpad', 'etherpad'],
    ['Etherpad Lite', 'etherpad'],
    ['etherpad-lite', 'etherpad'],
    ['ETHERPAD LITE 1.8.14', 'etherpad'],
    ['Etherpad v2.5', 'etherpad'],
    ['Ethercalc', 'ethercalc'],
    ['EtherCalc', 'ethercalc'],
    ['Jitsi', 'jitsi-meet'],
    ['Jitsi Meet', 'jitsi-meet'],
    ['Jitsi-Meet', 'jitsi-meet'],
    ['jitsi (visio)', 'jitsi-meet'],
    ['PrivateBin', 'privatebin'],
    ['Private Bin', 'privatebin'],
    ['ZeroBin', 'privatebin'],
    ['Lufi', 'lufi'],
    ['Firefox Send', 'send'],
    ['Send', 'send'],
    ['Plik', 'plik'],
    ['Lutim', 'lutim'],
    ['Framadate', 'framadate'],
    ['Nuages', 'nuages'],
    ['OpenSondage', 'opensondage'],
    ['Scrumblr', 'scrumblr'],
    ['LSTU', 'lstu'],
    ['Lstu', 'lstu'],
    ["Let's Shorten That URL", 'lstu'],
    ['rs-short', 'rs-short'],
    ['RS Short', 'rs-short'],
    ['Polr', 'polr'],
    ['YOURLS', 'yourls'],
    ['Mumble', 'mumble'],
    ['murmur', 'mumble'],
    ['mumble-server', 'mumble'],
    ['Mumble (mumble-web client)', 'mumble-web'],
    ['mumble-web', 'mumble-web'],
    ['CryptPad', 'cryptpad'],
    ['Nextcloud', 'nextcloud'],
    ['BigBlueButton', 'bigbluebutton'],
    ['PeerTube', 'peertube'],
    ['Mobilizon', 'mobilizon'],
    ['Éthèrpad', 'etherpad'],
    ['Unheard Of', 'unknown'],
    ['', 'unknown'],
    ['unknown', 'unknown'],
    ['constructor', 'unknown'],
  ])('“%s” is %s', (name, id) => {
    expect(findSoftware(name).id).toBe(id)
  })

  test('no name stands for two', () => {
    const names = softwareTable.flatMap(({ name, aliases }) => [
      ...new Set([name.toLowerCase().replace(/[^a-z0-9]/g, ''), ...aliases]),
    ])
    expect(new Set(names).size).toBe(names.length)
    for (const alias of softwareTable.flatMap(({ aliases }) => aliases)) expect(alias).toMatch(/^[a-z0-9]+$/)
  })

  test('whatever is typed, something is found', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), name => {
        expect(findSoftware(name)).toHaveProperty('creation')
      }),
    )
  })
})

describe('addresses of what is made', () => {
  test.each([
    ['Jitsi Meet', 'https://b.example', 'Réunion 1', 'https://b.example/R%C3%A9union%201'],
    ['Jitsi Meet', 'https://b.example/visio/', 'n', 'https://b.example/visio/n'],
    ['Etherpad', 'https://b.example', 'n', 'https://b.example/p/n'],
    ['Etherpad', 'https://b.example/p/', 'n', 'https://b.example/p/n'],
    ['Etherpad', 'https://b.example/p', 'n', 'https://b.example/p/n'],
    ['Etherpad', 'https://b.example/pad/', 'été', 'https://b.example/pad/p/%C3%A9t%C3%A9'],
    ['EtherCalc', 'https://b.example/', 'n', 'https://b.example/n'],
    ['Scrumblr', 'https://b.example/', 'n', 'https://b.example/n'],
  ])('%s at %s: %s → %s', (software, url, name, made) => {
    expect(namedAddress({ software, url }, name)).toBe(made)
  })

  test('a site with a layout of its own has it its way', () => {
    const fdn = { software: 'Etherpad', url: 'https://pad.example/', template: 'https://pad.example/{name}' }
    expect(namedAddress(fdn, 'n')).toBe('https://pad.example/n')
  })

  test.each([
    ['Etherpad', 'x'.repeat(51)],
    ['Etherpad', 'a$b'],
    ['Etherpad', 'a/b'],
    ['Etherpad', ''],
    ['EtherCalc', '_new'],
    ['EtherCalc', '=n'],
    ['EtherCalc', 'n.csv'],
    ['Scrumblr', 'demo'],
    ['Jitsi Meet', 'a/b'],
    ['Jitsi Meet', 'a?b'],
  ])('%s takes no name “%s”', (software, name) => {
    expect(() => namedAddress({ software, url: 'https://b.example/' }, name)).toThrow('page-refused')
  })

  test.each([
    ['Framadate', 'https://b.example', 'https://b.example/create_poll.php?type=date'],
    ['Lufi', 'https://b.example/', 'https://b.example/'],
    ['Send', 'https://b.example/', 'https://b.example/'],
    ['PrivateBin', 'https://b.example/paste', 'https://b.example/paste/'],
    ['Unheard Of', 'https://b.example/x', 'https://b.example/x/'],
    ['', 'https://b.example/', 'https://b.example/'],
  ])('%s is made on its site %s: %s', (software, url, page) => {
    expect([isNamed({ software, url }), startAddress({ software, url })]).toEqual([false, page])
    expect(newAddress({ software, url }, 'title')).toBe(page)
  })

  test('a new name is read, is never guessed, and fits wherever names are ours to choose', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), title => {
        for (const { name: software } of softwareTable.filter(({ creation }) => creation === 'named')) {
          const made = newAddress({ software, url: 'https://b.example/' }, title)
          expect(made).toMatch(/^https:\/\/b\.example\/(?:p\/)?[a-z0-9-]*[a-z2-9]{10}$/)
          expect(newAddress({ software, url: 'https://b.example/' }, title)).not.toBe(made)
        }
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    [
      'Etherpad',
      'https://b.example/p/n?lang=fr#L4',
      ['txt', 'html', 'etherpad'].map(f => `https://b.example/p/n/export/${f}`),
    ],
    [
      'Etherpad Lite',
      'https://b.example/p/r.abc/',
      ['txt', 'html', 'etherpad'].map(f => `https://b.example/p/r.abc/export/${f}`),
    ],
    ['EtherCalc', 'https://b.example/n', ['https://b.example/n.csv', 'https://b.example/n.xlsx']],
    ['EtherCalc', 'https://b.example/=n', ['https://b.example/=n.csv', 'https://b.example/=n.xlsx']],
    ['Jitsi Meet', 'https://b.example/n', []],
    ['Unheard Of', 'https://b.example/n', []],
    ['Etherpad', 'javascript:alert(1)', []],
  ])('%s at %s is saved from %j', (software, made, urls) => {
    expect(exportsOf(software, made).map(({ url }) => url)).toEqual(urls)
  })
})
