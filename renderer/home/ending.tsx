/** What is about to be deleted, told where everybody begins. */
import { useState } from 'react'
import type { Problem } from '../../bridge/problems.ts'
import { BackupNote } from '../places/backup-note.tsx'
import { EndingNote } from '../places/ending-note.tsx'
import { useBackup } from '../places/use-backup.ts'
import { useOpenPlace } from '../places/use-open-place.ts'
import { ProblemNote } from '../ui/problem-note.tsx'

export function Ending() {
  const open = useOpenPlace()
  const { state, save } = useBackup()
  const [failure, setFailure] = useState<Problem | null>(null)
  return (
    <>
      <EndingNote onOpen={place => void open(place).then(setFailure)} onSave={place => void save(place)} />
      {failure === null ? null : <ProblemNote problem={failure} onDismiss={() => setFailure(null)} />}
      <BackupNote state={state} />
    </>
  )
}
