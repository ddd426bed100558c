import { expect, it } from 'vitest'
import { EventLoopLag } from '../../engine/event-loop-lag.ts'

it('tells how long the process could do nothing, once', async () => {
  const lag = new EventLoopLag()
  expect(lag.take()).toBe(0)
  await new Promise(resolve => setTimeout(resolve, 60))
  const until = performance.now() + 300
  while (performance.now() < until);
  await new Promise(resolve => setTimeout(resolve, 60))
  expect(lag.take()).toBeGreaterThan(200)
  lag.stop()
  expect(lag.take()).toBe(0)
  lag.stop()
})
