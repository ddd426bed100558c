/** Saves what is in a place, and keeps what came of it in sight. */
import { useState } from 'react'
import type { Backup, Place } from '../../bridge/places.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'

export type BackupState =
  | { readonly phase: 'none' }
  | { readonly phase: 'saving'; readonly title: string }
  | { readonly phase: 'saved'; readonly backup: Backup }
  | { readonly phase: 'failed'; readonly problem: Problem }

export interface Saving {
  readonly state: BackupState
  /** One at a time: hosts allow few exports a minute. */
  save(place: Place): Promise<void>
}

export function useBackup(): Saving {
  const { link } = useApp()
  const [state, setState] = useState<BackupState>({ phase: 'none' })
  const save = async ({ id, title }: Place) => {
    if (state.phase === 'saving') return
    setState({ phase: 'saving', title })
    const outcome = await link.engine.backUp(id)
    setState(
      outcome.ok ? { phase: 'saved', backup: outcome.value } : { phase: 'failed', problem: outcome.problem },
    )
  }
  return { state, save }
}
