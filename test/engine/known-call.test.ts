import { describe, expect, test } from 'vitest'
import { readLink } from '../../bridge/invitation.ts'
import { Directory, type Host } from '../../engine/directory/directory.ts'
import { knownCall } from '../../engine/known-call.ts'

const host: Host = {
  id: 'ici',
  name: 'Ici',
  website: null,
  country: null,
  chatons: null,
  asOf: null,
  weight: 1,
  services: [
    { kind: 'video', software: 'Jitsi Meet', url: 'https://visio.example.org' },
    { kind: 'video', software: 'Jitsi Meet', url: 'https://ensemble.example.org/visio/' },
    { kind: 'pad', software: 'Etherpad', url: 'https://pad.example.org/p/' },
  ],
}
const directory = new Directory('2026-03-01', [host])

function read(text: string) {
  const found = readLink(text)
  return found.ok ? knownCall(found.value, directory) : found.problem.code
}

describe('a link', () => {
  test.each([
    'https://visio.example.org/Gouter',
    'https://visio.example.org/Gouter?lang=fr#config.x=1',
    'https://ensemble.example.org/visio/Gouter',
  ])('to a room of a known host is a call: %s', url => {
    expect(read(`Venez : ${url}`)).toEqual({ kind: 'call', url, hostName: 'Ici' })
  })

  test.each([
    'https://visio.example.org/',
    'https://ensemble.example.org/autre/Gouter',
    'https://pad.example.org/p/Gouter',
    'https://visio.example.org.evil.example/Gouter',
    'https://evil.example/https://visio.example.org/Gouter',
    'https://visio.example.org:8443/Gouter',
    'http://visio.example.org/Gouter',
  ])('to anything else is a page: %s', url => {
    expect(read(url)).toEqual({ kind: 'page', url })
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
