import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  type Ability,
  abilitiesOf,
  callWithout,
  frameAllowList,
  type Grant,
  grantsSchema,
  servicePermissions,
} from '../../bridge/service-permissions.ts'
import { serviceKinds } from '../../bridge/services.ts'

/** What the table must say, written a second time on purpose: where, and whether the person is asked. */
const expected: Readonly<Record<Ability, { call: 'yes' | 'asked' | 'no'; page: 'yes' | 'asked' | 'no' }>> = {
  microphone: { call: 'asked', page: 'no' },
  camera: { call: 'asked', page: 'no' },
  screen: { call: 'asked', page: 'no' },
  'speaker-selection': { call: 'yes', page: 'no' },
  'screen-wake-lock': { call: 'yes', page: 'no' },
  'picture-in-picture': { call: 'yes', page: 'no' },
  autoplay: { call: 'yes', page: 'no' },
  'clipboard-write': { call: 'yes', page: 'yes' },
  fullscreen: { call: 'yes', page: 'yes' },
}
const everything: readonly Grant[] = ['microphone', 'camera', 'screen']

it('has one line for each ability, with a reason', () => {
  expect(servicePermissions.map(line => line.ability).sort()).toEqual(Object.keys(expected).sort())
  for (const line of servicePermissions) expect(line.why).not.toBe('')
})

describe.each(Object.entries(expected))('%s', (name, { call, page }) => {
  const ability = name as Ability

  it(`is given to calls: ${call}`, () => {
    expect(abilitiesOf('video', []).includes(ability)).toBe(call === 'yes')
    expect(abilitiesOf('video', everything).includes(ability)).toBe(call !== 'no')
  })

  it(`is given to every other page: ${page}`, () => {
    for (const kind of [...serviceKinds.filter(other => other !== 'video'), null]) {
      expect(abilitiesOf(kind, []).includes(ability)).toBe(page === 'yes')
      expect(abilitiesOf(kind, everything).includes(ability)).toBe(page !== 'no')
    }
  })
})

it('gives what was agreed to and no more', () => {
  expect(abilitiesOf('video', ['microphone'])).toContain('microphone')
  expect(abilitiesOf('video', ['microphone'])).not.toContain('camera')
  expect(abilitiesOf('video', ['microphone'])).not.toContain('screen')
})

describe('the allow list of a frame', () => {
  it('names each policy once, for the frame itself or for one origin', () => {
    expect(frameAllowList('pad', everything)).toBe("clipboard-write; fullscreen; picture-in-picture 'none'")
    expect(frameAllowList('video', ['screen'], { origin: 'https://meet.example' }).split('; ')).toContain(
      'display-capture https://meet.example',
    )
    expect(frameAllowList('video', [], { origin: 'https://meet.example' })).not.toMatch(
      /camera|microphone|display-capture/,
    )
  })
})

it.each([
  [true, /(?:^|; )picture-in-picture https:\/\/meet\.example/],
  [false, /(?:^|; )picture-in-picture 'none'/],
])('a call has small windows of faces as the person set it: %s', (pictureInPicture, expected) => {
  const without = callWithout({ pictureInPicture })
  expect(frameAllowList('video', [], { origin: 'https://meet.example', without })).toMatch(expected)
})

it('reads grants as they are sent', () => {
  expect(v.safeParse(grantsSchema, ['camera', 'screen']).success).toBe(true)
  expect(v.safeParse(grantsSchema, ['fullscreen']).success).toBe(false)
  expect(v.safeParse(grantsSchema, ['camera', 'camera', 'camera', 'camera']).success).toBe(false)
})
