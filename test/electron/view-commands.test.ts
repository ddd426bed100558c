import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { preventable } from './doubles.ts'
import { type Desk, desk, PAD, place, press, ROOM } from './view-desk.ts'

let d: Desk
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  d = desk()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('commands', () => {
  beforeEach(() => {
    d.open(PAD, 'pad', { zoom: 1.5 })
  })

  it('are carried out on the page', () => {
    const { contents } = d.only()
    d.views.command('pad', { type: 'back' })
    contents.history = 1
    d.views.command('pad', { type: 'back' })
    d.views.command('pad', { type: 'print' })
    d.views.command('pad', { type: 'silence', on: true })
    d.views.command('pad', { type: 'reload' })
    expect(contents.done).toEqual([['back'], ['print'], ['muted', true]])
    expect(contents.reloads).toBe(1)
  })

  it('zoom, and keep the zoom at every arrival', () => {
    const { contents, preferences } = d.only()
    expect(preferences.zoomFactor).toBe(1.5)
    contents.emit('did-navigate', {}, PAD)
    d.views.command('pad', { type: 'zoom', factor: 0.8 })
    contents.emit('did-navigate', {}, PAD)
    expect(contents.done).toEqual([
      ['zoom', 1.5],
      ['zoom', 0.8],
      ['zoom', 0.8],
    ])
  })

  it('find a text, then the next place of it', () => {
    const { contents } = d.only()
    const find = (text: string, forward = true) => d.views.command('pad', { type: 'find', text, forward })
    find('tea')
    find('tea')
    find('tea', false)
    find('cake')
    find('')
    find('cake')
    d.views.command('pad', { type: 'stop-find' })
    expect(contents.done).toEqual([
      ['find', 'tea', { forward: true, findNext: true }],
      ['find', 'tea', { forward: true, findNext: false }],
      ['find', 'tea', { forward: false, findNext: false }],
      ['find', 'cake', { forward: true, findNext: true }],
      ['stop-find', 'clearSelection'],
      ['find', 'cake', { forward: true, findNext: true }],
      ['stop-find', 'clearSelection'],
    ])
  })

  it('do nothing where there is no view, and none reaches a page as a call', () => {
    d.views.command('nobody', { type: 'reload' })
    d.views.command('pad', { type: 'call', command: { type: 'hang-up' } })
    expect(d.only().contents.sent).toEqual([])
  })

  it('reach the call page, and its events come back', () => {
    d.open(ROOM, 'video')
    const { contents } = d.only()
    d.views.command('pad', { type: 'call', command: { type: 'mute', on: true } })
    expect(contents.sent).toEqual([['call:command', { type: 'mute', on: true }]])
    const frame = { parent: null, url: 'chatiere://call/index.html' }
    contents.ipc.emit('call:event', { senderFrame: frame }, { type: 'ready' })
    expect(d.events.at(-1)).toEqual({ id: 'pad', type: 'call', event: { type: 'ready' } })
  })
})

describe('fullscreen', () => {
  const whole = { x: 0, y: 0, width: 1280, height: 720 }

  beforeEach(() => {
    d.open(PAD)
    d.views.place('pad', place)
    d.only().contents.url = 'https://elsewhere.example/film'
    d.only().contents.emit('enter-html-full-screen')
  })

  it('takes the window, under a note with the host where the page really is', () => {
    expect(d.only().bounds).toEqual(whole)
    expect(d.notes).toEqual([{ host: 'elsewhere.example', shown: true }])
    vi.advanceTimersByTime(6000)
    expect(d.notes).toEqual([{ host: 'elsewhere.example', shown: false }])
  })

  it('gives the place back when the page leaves, and leaves the window as it is', () => {
    d.views.place('pad', { ...place, x: 50 })
    expect(d.only().bounds).toEqual(whole)
    d.only().contents.emit('leave-html-full-screen')
    expect(d.only().bounds).toEqual({ ...place, x: 50 })
    expect(d.notes[0]?.shown).toBe(false)
    expect(d.state.left).toBe(0)
  })

  it.each(['Escape', 'F11'])('is left by %s, whatever the page does', key => {
    expect(press(d, { key })).toBe(true)
    expect(d.only().bounds).toEqual(place)
    expect(d.only().contents.done.at(-1)).toEqual(['script', 1001, 'void document.exitFullscreen()'])
    expect(d.state.left).toBe(1)
    expect(press(d, { key })).toBe(false)
  })

  it('ends when something else must be seen, or the view ends', () => {
    d.views.place('pad', null)
    expect(d.only().visible).toBe(false)
    expect(d.fullscreen.view).toBeNull()
    d.views.place('pad', place)
    d.only().contents.emit('enter-html-full-screen')
    d.views.close('pad')
    expect(d.fullscreen.view).toBeNull()
    expect(d.notes.every(note => !note.shown)).toBe(true)
  })

  it('follows the window', () => {
    d.only().bounds = null
    d.fullscreen.resized()
    expect(d.only().bounds).toEqual(whole)
  })

  it('names the room’s host for a call', () => {
    d.open(ROOM, 'video')
    d.only().contents.url = 'chatiere://call/index.html'
    d.only().contents.emit('enter-html-full-screen')
    expect(d.notes.at(-1)?.host).toBe('meet.example')
  })
})

describe('pages that hold somebody back', () => {
  const unload = () => {
    const event = preventable({})
    d.only().contents.emit('will-prevent-unload', event)
    return event.defaultPrevented
  }

  it('ask the person, who decides', () => {
    d.open(PAD)
    expect(unload()).toBe(false)
    d.state.leaves = true
    expect(unload()).toBe(true)
    expect(d.state.asked).toBe(2)
  })

  it('hold nobody when the view closes, nor in a call', () => {
    d.open(PAD)
    d.views.close('pad')
    expect(unload()).toBe(true)
    d.open(ROOM, 'video')
    expect(unload()).toBe(true)
    expect(d.state.asked).toBe(0)
  })
})
