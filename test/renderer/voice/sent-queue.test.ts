import { expect, test } from 'vitest'
import { SentQueue } from '../../../renderer/voice/sent-queue.ts'
import { firstDifference, join, speech } from './sound.ts'

const drained = (queue: SentQueue, samples: number) => {
  const out = new Float32Array(samples)
  queue.drain(out)
  return out
}

test('what was sent comes whole, 40 ms late, though either side stumbles', () => {
  const queue = new SentQueue()
  const said = speech(48_000)
  const out: Float32Array[] = []
  let pushed = 0
  for (let at = 0; at < 47_000; at += 128) {
    const late = at % 9600 < 1200
    for (; !late && pushed + 480 <= at; pushed += 480) queue.push(said.subarray(pushed, pushed + 480))
    out.push(drained(queue, 128))
  }
  const all = join(...out)
  const first = all.findIndex(sample => sample !== 0)
  const begin = said.findIndex(sample => sample !== 0)
  expect(firstDifference(all.subarray(first), said.subarray(begin, begin + all.length - first))).toBe(-1)
})

test('a capture that is a hundredth too quick never runs over: pauses are left out', () => {
  const queue = new SentQueue()
  let heard = 0
  let said = 0
  for (let i = 0; i < 100 * 60; i++) {
    const speaks = i % 300 < 200
    if (speaks) said += 480
    queue.push(speaks ? new Float32Array(480).fill(0.5) : null)
    heard += drained(queue, 475).filter(sample => sample !== 0).length
  }
  heard += drained(queue, 24_000).filter(sample => sample !== 0).length
  expect(heard).toBe(said)
})

test('nothing sent is silence', () => {
  const queue = new SentQueue()
  for (let i = 0; i < 100; i++) queue.push(null)
  expect(firstDifference(drained(queue, 4800), new Float32Array(4800))).toBe(-1)
})
