/** How the sound travels, as the pill shows it. Pure. */
import type { Connection } from '../../bridge/engine-api.ts'
import type { Verdict } from '../diagnostics/verdict.ts'

/** Without a connection there is nothing to judge. */
export type ConnectionHealth =
  | { readonly state: 'connecting' | 'reconnecting' }
  | { readonly state: 'judged'; readonly verdict: Verdict }

export function connectionHealth({ phase }: Connection, verdict: Verdict): ConnectionHealth {
  if (phase === 'reconnecting') return { state: 'reconnecting' }
  if (phase !== 'joined') return { state: 'connecting' }
  return { state: 'judged', verdict }
}
