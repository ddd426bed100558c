/** The border between the page and the engine: every call is checked here, once, before anything happens. */
import { type BirpcReturn, createBirpc } from 'birpc'
import * as v from 'valibot'
import { type EngineApi, type EngineCall, engineCalls, type PageApi } from '../bridge/engine-api.ts'
import { failed, ProblemError, problem } from '../bridge/problems.ts'
import type { Channel } from './channel.ts'

/** Calls whose answer has no place for a problem: they fail as errors. */
const plainCalls: ReadonlySet<EngineCall> = new Set(['start', 'leave', 'setSelf', 'enterRoom'])

/** Serves one page over a channel. What is called on the result reaches the page as events. */
export function servePage(channel: Channel, engine: EngineApi): PageApi {
  const checked = Object.fromEntries(
    (Object.keys(engineCalls) as EngineCall[]).map(call => [call, checkedCall(call, engine)]),
  )
  const remote: BirpcReturn<PageApi, typeof checked> = createBirpc<PageApi, typeof checked>(checked, {
    post: data => channel.post(data),
    on: listener => channel.onMessage(listener),
    // Nothing but the calls above can be reached, whatever name comes.
    resolver: name => (Object.hasOwn(checked, name) ? checked[name] : undefined),
    timeout: -1,
  })
  const tell = {
    room: events => void remote.room.asEvent(events),
    connection: state => void remote.connection.asEvent(state),
    self: state => void remote.self.asEvent(state),
    pad: url => void remote.pad.asEvent(url),
    notice: reason => void remote.notice.asEvent(reason),
  } satisfies PageApi
  return tell
}

function checkedCall(call: EngineCall, engine: EngineApi): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const parsed = v.safeParse(engineCalls[call] as v.GenericSchema<unknown, unknown[]>, args)
    try {
      if (!parsed.success) throw new ProblemError('call-malformed', { call })
      return await (engine[call] as (...args: unknown[]) => Promise<unknown>)(...parsed.output)
    } catch (error) {
      if (plainCalls.has(call)) throw error
      if (error instanceof ProblemError) return failed(error.problem)
      console.error(`${call} failed:`, error)
      return failed(problem('internal', { reason: error instanceof Error ? error.name : '' }))
    }
  }
}
