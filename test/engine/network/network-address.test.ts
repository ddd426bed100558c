import { describe, expect, test } from 'vitest'
import { placeOfHostName, placeOfIp } from '../../../bridge/private-address.ts'
import {
  findAddresses,
  isMumbleServer,
  placeOfAddress,
  reachOfOwn,
} from '../../../engine/network/network-address.ts'

describe('where an address leads', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['2a01:e0a::1', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['0.0.0.0', 'private'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'private'],
    ['169.254.169.254', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['224.0.0.1', 'private'],
    ['255.255.255.255', 'private'],
    ['::', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['64:ff9b::', 'private'],
    ['fc00::1', 'private'],
    ['fe80::1%eth0', 'private'],
    ['ff02::1', 'private'],
    ['not an address', 'private'],
  ])('%s is %s', (ip, place) => {
    expect(placeOfIp(ip)).toBe(place)
  })

  test.each([
    ['pad.example.org', 'public'],
    ['pad.example.org.', 'public'],
    ['[2a01:e0a::1]', 'public'],
    ['localhost', 'loopback'],
    ['LOCALHOST.', 'loopback'],
    ['pad.localhost', 'loopback'],
    ['[::1]', 'loopback'],
    ['printer', 'private'],
    ['nas.local', 'private'],
    ['box.lan', 'private'],
    ['x.internal', 'private'],
    ['1.168.192.in-addr.arpa', 'private'],
  ])('%s is %s by its look', (host, place) => {
    expect(placeOfHostName(host)).toBe(place)
  })

  test.each([
    ['http://2130706433/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['https://0300.0250.1.1/', 'private'],
    ['mumble://2130706433', 'loopback'],
    ['mumble://10.0.0.1:64738', 'private'],
    ['https://pad.example/', 'public'],
    ['https://', null],
  ])('%s leads to %s', (address, place) => {
    expect(placeOfAddress(address)).toBe(place)
  })

  test('a whole voice server, not one of its rooms', () => {
    expect(['mumble://a.example', 'MUMBLE://a.example:64738/'].every(isMumbleServer)).toBe(true)
    const others = [
      'mumble://a.example/Room',
      'mumble://user@a.example',
      'https://a.example',
      'mumble://a b',
      '',
    ]
    expect(others.some(isMumbleServer)).toBe(false)
  })
})

describe('what a name stands for', () => {
  const stands =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })))

  test('public addresses are given', async () => {
    expect(await findAddresses('pad.example', 'public', stands('8.8.8.8', '2a01::1'))).toHaveLength(2)
  })

  test('one private address among public ones refuses them all', async () => {
    for (const inside of ['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1'])
      await expect(findAddresses('pad.example', 'public', stands('8.8.8.8', inside))).rejects.toThrow(
        'private',
      )
  })

  test('this computer is let in only where it is asked for, the network around it only anywhere', async () => {
    await expect(findAddresses('localhost', 'public')).rejects.toThrow('private')
    expect(await findAddresses('127.0.0.1', 'loopback')).toHaveLength(1)
    await expect(findAddresses('pad.example', 'loopback', stands('10.0.0.1'))).rejects.toThrow('private')
    expect(await findAddresses('nas.local', 'anywhere', stands('10.0.0.1'))).toHaveLength(1)
  })
})

describe('how far an address of one’s own may lead', () => {
  const leads =
    (...addresses: string[]) =>
    async () =>
      addresses.map(address => ({ address, family: 4 }))
  test.each([
    ['pad.example.org', leads('8.8.8.8'), 'public'],
    ['pad.ecole.example', leads('8.8.8.8', '10.0.0.7'), 'anywhere'],
    ['here.example.org', leads('127.0.0.1'), 'loopback'],
    ['192.168.1.2', leads('8.8.8.8'), 'anywhere'],
    ['nas.local', leads('8.8.8.8'), 'anywhere'],
    ['[::1]', leads('10.0.0.1'), 'loopback'],
    ['gone.example.org', () => Promise.reject(new Error('ENOTFOUND')), 'public'],
  ] as const)('%s', async (host, resolve, reach) => {
    expect(await reachOfOwn(host, resolve)).toBe(reach)
  })
})
