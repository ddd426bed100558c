import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { emptyRoom, reduceRoomAll } from '../../bridge/room.ts'
import { MOST_VOLUMES, settingsChangeSchema } from '../../bridge/settings.ts'
import { asItComes, gainsIn, personOf, volumeOf, withVolume } from '../../renderer/meeting/volumes.ts'

const hash = 'A1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
const anouk = { name: 'Anouk', hash }
const jose = { name: 'José', hash: '' }

describe('the volume of a person', () => {
  it('goes with the certificate, whatever the name, and with the name where there is none', () => {
    const volumes = withVolume(withVolume([], anouk, { loudness: 2, muted: false }), jose, {
      loudness: 1,
      muted: true,
    })
    expect(volumeOf(volumes, { name: 'Nouk', hash: hash.toLowerCase() })).toMatchObject({ loudness: 2 })
    expect(volumeOf(volumes, { name: 'José', hash: '' }).muted).toBe(true)
    expect(volumeOf(volumes, { name: 'José', hash: hash.replace('A', 'f') })).toEqual(asItComes)
    expect(volumeOf(volumes, { name: 'Anouk', hash: '' })).toEqual(asItComes)
  })

  it('is no name that a certificate could be taken for', () => {
    const named = personOf({ name: hash.toLowerCase(), hash: '' })
    expect(named).not.toBe(personOf({ name: '', hash }))
  })

  it('is forgotten when it is as it comes', () => {
    const volumes = withVolume([], anouk, { loudness: 2, muted: true })
    expect(withVolume(volumes, anouk, asItComes)).toEqual([])
  })

  it('keeps so many people, and lets the oldest go', () => {
    let volumes = withVolume([], anouk, { loudness: 2, muted: false })
    for (let i = 0; i < MOST_VOLUMES; i++) {
      volumes = withVolume(volumes, { name: `P${i}`, hash: '' }, { loudness: 0.5, muted: false })
    }
    expect(volumes).toHaveLength(MOST_VOLUMES)
    expect(volumeOf(volumes, anouk)).toEqual(asItComes)
    expect(volumeOf(volumes, { name: 'P0', hash: '' }).loudness).toBe(0.5)
  })

  it('is one that the engine keeps, whatever a server calls people', () => {
    const someone = fc.record({ name: fc.string({ maxLength: 300 }), hash: fc.string() })
    const volume = fc.record({ loudness: fc.double({ noNaN: true }), muted: fc.boolean() })
    fc.assert(
      fc.property(someone, volume, (user, wanted) => {
        expect(v.is(settingsChangeSchema, { volumes: withVolume([], user, wanted) })).toBe(true)
      }),
    )
  })
})

it('becomes decibels for the sessions of the moment', () => {
  const room = reduceRoomAll(emptyRoom, [
    { type: 'user', session: 4, changed: { ...anouk } },
    { type: 'user', session: 5, changed: { ...jose } },
    { type: 'user', session: 6, changed: { name: 'Samir' } },
  ])
  const volumes = withVolume(withVolume([], anouk, { loudness: 2, muted: false }), jose, {
    loudness: 3,
    muted: true,
  })
  expect([...gainsIn(room, volumes)]).toEqual([
    [4, 10],
    [5, Number.NEGATIVE_INFINITY],
  ])
  expect(gainsIn(room, []).size).toBe(0)
})
