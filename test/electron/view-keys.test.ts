import { describe, expect, it } from 'vitest'
import { appKey, isWriting } from '../../electron/view-keys.ts'

const none = { control: false, alt: false, shift: false, meta: false, isComposing: false }
const press = (key: string, more: object = {}) => ({ type: 'keyDown', key, code: '', ...none, ...more })
const ctrl = { control: true }

describe('keys of the app', () => {
  it.each([
    ['F6', {}, 'left'],
    ['F6', { alt: true }, null],
    ['F6', { type: 'keyUp' }, null],
    ['Escape', {}, 'escape'],
    ['F11', {}, 'escape'],
    ['f', ctrl, 'find'],
    ['F', ctrl, 'find'],
    ['f', { ...ctrl, shift: true }, null],
    ['f', { ...ctrl, alt: true }, null],
    ['f', {}, null],
    ['f', { meta: true }, null],
    ['+', { ...ctrl, shift: true }, 'zoom-in'],
    ['=', ctrl, 'zoom-in'],
    ['-', ctrl, 'zoom-out'],
    ['0', ctrl, 'zoom-reset'],
    ['à', { ...ctrl, code: 'Digit0' }, 'zoom-reset'],
    ['p', ctrl, null],
    ['v', ctrl, null],
    ['Escape', { isComposing: true }, null],
  ])('%s %j', (key, more, meant) => {
    expect(appKey(press(key, more), 'linux')).toBe(meant)
  })

  it('are with Command on macOS', () => {
    expect(appKey(press('f', { meta: true }), 'darwin')).toBe('find')
    expect(appKey(press('f', ctrl), 'darwin')).toBeNull()
    expect(appKey(press('+', { meta: true, control: true }), 'darwin')).toBeNull()
  })
})

describe('keys that write', () => {
  it.each([
    ['a', {}],
    ['É', { shift: true }],
    ['😀', {}],
    [' ', {}],
    ['Enter', {}],
    ['Backspace', {}],
    ['Delete', {}],
    ['Process', {}],
    ['v', ctrl],
    ['x', { meta: true }],
    ['@', { control: true, alt: true }],
    ['k', { isComposing: true }],
  ])('%s %j', (key, more) => {
    expect(isWriting(press(key, more))).toBe(true)
  })

  it.each([
    ['a', { type: 'keyUp' }],
    ['ArrowDown', {}],
    ['Tab', {}],
    ['F6', {}],
    ['Shift', { shift: true }],
    ['c', ctrl],
    ['f', ctrl],
    ['Escape', {}],
  ])('not %s %j', (key, more) => {
    expect(isWriting(press(key, more))).toBe(false)
  })
})
