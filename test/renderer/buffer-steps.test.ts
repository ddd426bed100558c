import { expect, it } from 'vitest'
import { afterMeeting } from '../../renderer/meeting/buffer-steps.ts'

const quiet = { durationMs: 30 * 60_000, crackles: 1, enlarged: false }

it('after five quiet meetings in a row a smaller buffer is tried', () => {
  let kept: Parameters<typeof afterMeeting>[0] = { audioBuffer: 512, quietMeetings: 0 }
  for (let meeting = 1; meeting <= 4; meeting++) {
    kept = { ...kept, ...afterMeeting(kept, quiet) }
    expect(kept).toEqual({ audioBuffer: 512, quietMeetings: meeting })
  }
  expect(afterMeeting(kept, quiet)).toEqual({ audioBuffer: 384, quietMeetings: 0 })
})

it.each([
  ['crackles', { ...quiet, crackles: 9 }],
  ['a larger buffer', { ...quiet, enlarged: true }],
])('one with %s starts the count anew', (_what, meeting) => {
  expect(afterMeeting({ audioBuffer: 256, quietMeetings: 4 }, meeting)).toEqual({ quietMeetings: 0 })
  expect(afterMeeting({ audioBuffer: 256, quietMeetings: 0 }, meeting)).toBeNull()
})

it('a short one says nothing of the machine, and below the smallest there is nothing', () => {
  expect(afterMeeting({ audioBuffer: 256, quietMeetings: 4 }, { ...quiet, durationMs: 60_000 })).toBeNull()
  expect(afterMeeting({ audioBuffer: 128, quietMeetings: 4 }, quiet)).toBeNull()
})
