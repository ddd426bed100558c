import { describe, expect, test } from 'vitest'
import { describeRoom, padInDescription } from '../../engine/room-description.ts'

describe('the pad in a room description', () => {
  test.each([true, false])('is found where we wrote it (html: %s)', html => {
    const pad = 'https://pad.example/p/caf%C3%A9?a=1&b=2'
    expect(padInDescription(describeRoom(pad, html))).toBe(pad)
  })

  test.each([
    ['', null],
    ['Bienvenue', null],
    ['<a href="javascript:alert(1)">pad</a>', null],
    ['<a href="https://u:p@pad.example/">pad</a>', null],
    ['notes : https://pad.example/p/x, à lundi', 'https://pad.example/p/x'],
    ["<p><a href='https://pad.example/p/y'>ici</a></p>", 'https://pad.example/p/y'],
  ])('in %j is %j', (description, pad) => {
    expect(padInDescription(description)).toBe(pad)
  })

  test('an address cannot break out of the link we write', () => {
    expect(describeRoom('https://pad.example/"><b>', true)).not.toContain('"><b>')
    expect(describeRoom(null, true)).toBe('')
  })
})
