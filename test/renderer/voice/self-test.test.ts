import { expect, test, vi } from 'vitest'
import type { Recording } from '../../../renderer/voice/capture.ts'
import { SelfTest } from '../../../renderer/voice/self-test.ts'

const frame = { frameNumber: 0, terminator: true, opus: Uint8Array.of(1, 2, 3) }
const recording: Recording = { conditioned: [frame], plain: [{ ...frame, frameNumber: 1 }] }

function begun() {
  const lines = { record: vi.fn(), play: vi.fn() }
  return { ...lines, selfTest: new SelfTest(lines) }
}

test('records, plays what the others would hear, and then in both ways', async () => {
  const { selfTest, record, play } = begun()
  const phases: string[] = []
  selfTest.phase.subscribe(() => phases.push(selfTest.phase.get()))
  const first = selfTest.start(3)
  expect(record).toHaveBeenCalledWith(3)
  expect(selfTest.canCompare.get()).toBe(false)
  selfTest.recorded(recording)
  expect(play).toHaveBeenLastCalledWith(recording.conditioned)
  selfTest.played()
  expect(await first).toBe(true)
  expect(selfTest.canCompare.get()).toBe(true)
  const again = selfTest.replay('plain')
  expect(play).toHaveBeenLastCalledWith(recording.plain)
  selfTest.played()
  expect(await again).toBe(true)
  expect(phases).toEqual(['recording', 'playing', 'off', 'playing', 'off'])
})

test('a newer one ends the one before, and what still comes of that is not played', async () => {
  const { selfTest, play } = begun()
  const first = selfTest.start(3)
  const second = selfTest.start(3)
  expect(await first).toBe(false)
  selfTest.stop()
  expect(await second).toBe(false)
  selfTest.recorded(recording)
  selfTest.played()
  expect(play).not.toHaveBeenCalled()
  expect(await selfTest.replay('conditioned')).toBe(false)
})
