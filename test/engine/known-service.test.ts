import { describe, expect, test } from 'vitest'
import { readLink } from '../../bridge/invitation.ts'
import { Directory, type Host } from '../../engine/directory/directory.ts'
import { knownService } from '../../engine/known-service.ts'

function hostOf(name: string, services: Host['services']): Host {
  return {
    id: name.toLowerCase(),
    name,
    website: null,
    country: null,
    chatons: null,
    asOf: null,
    weight: 1,
    services,
  }
}

const directory = new Directory('2026-03-01', [
  hostOf('Ici', [
    { kind: 'video', software: 'Jitsi Meet', url: 'https://visio.example.org' },
    { kind: 'video', software: 'Jitsi Meet', url: 'https://ensemble.example.org/visio/' },
    { kind: 'audio', software: 'Mumble', url: 'mumble://voix.example.org' },
    { kind: 'pad', software: 'Etherpad', url: 'https://pad.example.org/p/' },
    { kind: 'sheet', software: 'EtherCalc', url: 'https://calc.example.org' },
    { kind: 'poll', software: 'Framadate', url: 'https://dates.example.org' },
    { kind: 'notes', software: 'Scrumblr', url: 'https://ensemble.example.org/notes' },
    { kind: 'files', software: 'Lufi', url: 'https://fichiers.example.org' },
    { kind: 'paste', software: 'PrivateBin', url: 'https://secret.example.org' },
    { kind: 'link', software: 'LSTU', url: 'https://court.example.org' },
  ]),
  hostOf('Ailleurs', [
    { kind: 'images', software: 'Lutim', url: 'https://tout.example.net' },
    { kind: 'sheet', software: 'EtherCalc', url: 'https://tout.example.net/calc/' },
    {
      kind: 'pad',
      software: 'Etherpad',
      url: 'https://mypads.example.net',
      template: 'https://mypads.example.net/mypads/p/{name}?lang=fr',
    },
    // Added by hand, in the network of a school.
    { kind: 'pad', software: 'Etherpad', url: 'http://pads.ecole.lan:9001/' },
  ]),
])

function read(text: string) {
  const found = readLink(text)
  return found.ok ? knownService(found.value, directory) : found.problem.code
}

describe('a link to a call', () => {
  test.each([
    'https://visio.example.org/Gouter',
    'https://visio.example.org/Gouter?lang=fr#config.x=1',
    'https://ensemble.example.org/visio/Gouter',
  ])('at a known host is one: %s', url => {
    expect(read(`Venez : ${url}`)).toEqual({ kind: 'call', url, hostName: 'Ici' })
  })

  test('written for an app names its host itself', () => {
    expect(read('jitsi-meet://visio.example.net/Gouter?jwt=x')).toEqual({
      kind: 'call',
      url: 'https://visio.example.net/Gouter?jwt=x',
      hostName: null,
    })
  })

  test.each([
    'jitsi-meet://Gouter',
    'jitsi-meet://host/',
    'jitsi-meet://me:secret@host/Gouter',
    'jitsi-meet://',
  ])('written for an app without host or room is none: %s', text => {
    expect(read(text)).toBe('link-unreadable')
  })
})

describe('a link to something made at a known host', () => {
  test.each([
    ['https://pad.example.org/p/Go%C3%BBter', 'pad', 'Goûter', 'Ici'],
    ['https://pad.example.org/p/Gouter/timeslider?lang=fr#L4', 'pad', 'Gouter', 'Ici'],
    ['https://calc.example.org/depenses#A1', 'sheet', 'depenses', 'Ici'],
    ['https://calc.example.org/=classeur', 'sheet', '=classeur', 'Ici'],
    ['https://calc.example.org/50%', 'sheet', '50%', 'Ici'],
    ['https://dates.example.org/a1B2c3', 'poll', '', 'Ici'],
    ['https://ensemble.example.org/notes/mur', 'notes', 'mur', 'Ici'],
    ['https://fichiers.example.org/r/abc#cle', 'files', '', 'Ici'],
    ['https://secret.example.org/?abc#cle', 'paste', '', 'Ici'],
    ['https://court.example.org/abc', 'link', '', 'Ici'],
    ['https://tout.example.net/abc.jpg', 'images', '', 'Ailleurs'],
    // The folder of a site within another one.
    ['https://tout.example.net/calc/comptes', 'sheet', 'comptes', 'Ailleurs'],
    ['https://mypads.example.net/mypads/p/conseil?lang=en', 'pad', '', 'Ailleurs'],
    ['http://pads.ecole.lan:9001/p/sixieme', 'pad', 'sixieme', 'Ailleurs'],
  ] as const)('%s is a %s', (url, service, title, hostName) => {
    expect(read(`Voici <${url}>`)).toEqual({ kind: 'service', url, service, title, hostName })
  })
})

describe('a link to anything else is a page', () => {
  test.each([
    'https://visio.example.org/',
    'https://ensemble.example.org/autre/Gouter',
    'https://visio.example.org.evil.example/Gouter',
    'https://evil.example/https://visio.example.org/Gouter',
    'https://visio.example.org:8443/Gouter',
    'http://visio.example.org/Gouter',
    'https://pad.example.org/',
    'https://pad.example.org/p/',
    'https://pad.example.org/p/?lang=fr',
    'https://pad.example.org/admin',
    'http://pad.example.org/p/Gouter',
    'https://dates.example.org/',
    'https://dates.example.org/create_poll.php?type=date',
    'https://mypads.example.net/p/conseil',
    'https://voix.example.org/Salon',
  ])('%s', url => {
    expect(read(url)).toEqual({ kind: 'page', url })
  })
})
