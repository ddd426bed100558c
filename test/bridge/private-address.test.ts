import { BlockList } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeOfHostName, placeOfIp } from '../../bridge/private-address.ts'

describe('addresses', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['[::1]', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['0.0.0.0', 'private'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'private'],
    ['169.254.169.254', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['255.255.255.255', 'private'],
    ['::', 'private'],
    ['::ffff:192.168.1.1', 'private'],
    ['64:ff9b::c0a8:101', 'private'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fe80::1%eth0', 'private'],
    ['ff02::1', 'private'],
    ['2001:db8::1', 'private'],
    ['2002:c0a8:101::1', 'private'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['2a01:4f8::1', 'public'],
    ['1:2:3:4:5:6:7:8', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
    ['', 'private'],
    ['nonsense', 'private'],
    ['1.2.3', 'private'],
    ['1.2.3.4.5', 'private'],
    ['256.1.1.1', 'private'],
    ['1::2::3', 'private'],
  ])('%s is %s', (ip, place) => {
    expect(placeOfIp(ip)).toBe(place)
  })

  it('agree with Node about every private network of old', () => {
    const list = new BlockList()
    for (const [net, prefix] of [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
    ] as const) {
      list.addSubnet(net, prefix, 'ipv4')
    }
    fc.assert(
      fc.property(fc.ipV4(), ip => {
        if (list.check(ip, 'ipv4')) expect(placeOfIp(ip)).toBe('private')
      }),
      { numRuns: 1000 },
    )
  })

  it('never break, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6()), ip => {
        expect(['public', 'loopback', 'private']).toContain(placeOfIp(ip))
      }),
    )
  })
})

describe('names', () => {
  it.each([
    ['localhost', 'loopback'],
    ['LOCALHOST.', 'loopback'],
    ['app.localhost', 'loopback'],
    ['127.0.0.1', 'loopback'],
    ['[::1]', 'loopback'],
    ['router', 'private'],
    ['nas.local', 'private'],
    ['printer.lan', 'private'],
    ['fritz.home', 'private'],
    ['192.168.1.1', 'private'],
    ['[fe80::1]', 'private'],
    ['1.0.0.127.in-addr.arpa', 'private'],
    ['pad.example.org', 'public'],
    ['pad.example.org.', 'public'],
    ['127.0.0.1.example.org', 'public'],
    ['9.9.9.9', 'public'],
  ])('%s is %s', (name, place) => {
    expect(placeOfHostName(name)).toBe(place)
  })
})
