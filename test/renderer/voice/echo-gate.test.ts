import { describe, expect, it } from 'vitest'
import { EchoGate, type EchoGating } from '../../../renderer/voice/echo-gate.ts'
import { noise, peak } from './sound.ts'

/** 10 ms at a level in dBFS. */
const at = (db: number) => noise(480, db)

/** As it is once the canceller has learnt the room. */
function gate(gating: EchoGating): EchoGate {
  const made = new EchoGate()
  made.set(gating)
  for (let i = 0; i < 500; i++) made.hear(at(-60), at(-25))
  for (let i = 0; i < 60; i++) made.hear(at(-60), null)
  return made
}

/** Lets time go by; gives in how many of the frames it was closed. */
function hear(echo: EchoGate, microphoneDb: number, playedDb: number | null, count: number): number {
  let closed = 0
  for (let i = 0; i < count; i++) {
    echo.hear(at(microphoneDb), playedDb === null ? null : at(playedDb))
    if (echo.closed) closed++
  }
  return closed
}

describe('the gate for the rest of an echo', () => {
  it('closes on what is much softer than what is played, and while it may still sound', () => {
    const echo = gate('rest')
    expect(hear(echo, -60, -25, 50)).toBe(50)
    expect(hear(echo, -60, null, 39)).toBe(39)
    expect(hear(echo, -60, null, 10)).toBeLessThanOrEqual(1)
  })

  it('lets a voice through that is louder than any rest, to the soft end of its word', () => {
    const echo = gate('rest')
    hear(echo, -60, -25, 20)
    expect(hear(echo, -40, -25, 20)).toBe(0)
    expect(hear(echo, -60, -25, 14)).toBe(0)
    expect(hear(echo, -60, -25, 10)).toBeGreaterThan(5)
  })

  it('until the canceller has learnt the room, only who is as loud as the others is heard over them', () => {
    const echo = new EchoGate()
    echo.set('rest')
    expect(hear(echo, -35, -25, 499)).toBe(499)
    expect(hear(echo, -35, -25, 20)).toBe(0)
    echo.forget()
    expect(hear(echo, -35, -25, 400)).toBeGreaterThan(380)
    expect(hear(echo, -24, -25, 20)).toBe(0)
  })

  it('where the canceller fails, only who is as loud as the others is heard over them', () => {
    const echo = gate('speaker')
    expect(hear(echo, -35, -25, 20)).toBe(20)
    expect(hear(echo, -24, -25, 20)).toBe(0)
    expect(hear(gate('speaker'), -35, null, 20)).toBe(0)
  })

  it('does nothing when off, or while nobody else is heard', () => {
    expect(hear(gate('off'), -60, -10, 20)).toBe(0)
    expect(hear(gate('rest'), -90, -60, 20)).toBe(0)
  })

  it('turns down by 34 dB, and from one to the other without a click', () => {
    const echo = gate('rest')
    const ones = () => new Float32Array(480).fill(0.5)
    echo.hear(at(-60), at(-20))
    const sinking = ones()
    echo.apply(sinking)
    for (let i = 1; i < 480; i++)
      expect(Math.abs((sinking[i] ?? 0) - (sinking[i - 1] ?? 0))).toBeLessThan(0.002)
    const down = ones()
    echo.apply(down)
    expect(peak(down)).toBeCloseTo(0.01)
    echo.hear(at(-10), at(-20))
    const rising = ones()
    echo.apply(rising)
    expect(rising[0]).toBeLessThan(0.02)
    expect(rising[479]).toBeCloseTo(0.5)
  })
})
