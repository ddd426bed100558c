/** Says which wish holds from now on, with the way back. */
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Wishing } from './use-wish.ts'
import styles from './wish-note.module.css'

export function WishNote({ wishing }: { readonly wishing: Wishing }) {
  const { t } = useTranslation()
  const { given, problem } = wishing
  const word = given?.wish ?? 'null'
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div role="status" className={styles.status}>
        {given === null ? null : (
          <div className={styles.note}>
            <p>{t(`wish.told-${word}`, { host: given.host.name })}</p>
            {given.wish === null ? null : (
              <Button look="quiet" onPress={() => void wishing.give(given.host, null)}>
                {t('wish.undo')}
              </Button>
            )}
          </div>
        )}
      </div>
    </>
  )
}
