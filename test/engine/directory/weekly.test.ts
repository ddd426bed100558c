import { expect, test } from 'vitest'
import { doWeekly } from '../../../engine/directory/weekly.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A clock that a test moves; what is due runs, and what that plans as well. */
function clock(start = Date.UTC(2026, 10, 23)) {
  let now = start
  let timers: { at: number; run: () => void }[] = []
  return {
    time: {
      now: () => now,
      after: (ms: number, run: () => void) => {
        const timer = { at: now + ms, run }
        timers.push(timer)
        return () => {
          timers = timers.filter(other => other !== timer)
        }
      },
    },
    async pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter(timer => timer !== next)
        now = next.at
        next.run()
        // What runs is asynchronous.
        await new Promise(resolve => setImmediate(resolve))
      }
      now = end
    },
  }
}

function weekly(going: { well: boolean }, at = 0) {
  const { time, pass } = clock()
  const runs: number[] = []
  const began = time.now()
  let turn = at
  const run = async () => {
    runs.push(time.now() - began)
    return going.well
  }
  const start = () =>
    doWeekly({
      run,
      time,
      turn: {
        get: () => turn,
        set: moment => {
          turn = moment
        },
      },
    })
  return { start, pass, runs, began }
}

test('ten minutes after the start, and then every week', async () => {
  const { start, pass, runs } = weekly({ well: true })
  start()
  await pass(9 * MINUTE)
  expect(runs).toEqual([])
  await pass(15 * DAY)
  expect(runs).toEqual([10 * MINUTE, 7 * DAY + 10 * MINUTE, 14 * DAY + 10 * MINUTE])
})

test('an app that is started every day asks no more often', async () => {
  const { start, pass, runs } = weekly({ well: true })
  for (let day = 0; day < 15; day++) {
    const stop = start()
    await pass(60 * MINUTE)
    stop()
    await pass(DAY - 60 * MINUTE)
  }
  expect(runs).toEqual([10 * MINUTE, 7 * DAY + 10 * MINUTE, 14 * DAY + 10 * MINUTE])
})

test('what did not go well is done again the next day', async () => {
  const going = { well: false }
  const { start, pass, runs } = weekly(going)
  start()
  await pass(60 * MINUTE)
  going.well = true
  await pass(3 * DAY)
  expect(runs).toEqual([10 * MINUTE, DAY + 10 * MINUTE])
})

test('a turn that lies years ahead was kept by a clock that was wrong', async () => {
  const { start, pass, runs } = weekly({ well: true }, Date.UTC(2040, 0))
  start()
  await pass(DAY)
  expect(runs).toEqual([10 * MINUTE])
})

test('what is ended runs no more, not even when it was running', async () => {
  const { time, pass } = clock()
  let runs = 0
  let stop = () => {}
  const run = async () => {
    runs += 1
    stop()
    return true
  }
  stop = doWeekly({ run, time, turn: { get: () => 0, set: () => undefined } })
  await pass(30 * DAY)
  expect(runs).toBe(1)
  doWeekly({ run, time, turn: { get: () => 0, set: () => undefined } })()
  await pass(30 * DAY)
  expect(runs).toBe(1)
})
