/** Something takes a while: says what, and shows that it moves. */
import { Label, ProgressBar } from 'react-aria-components'
import styles from './progress.module.css'

export function Progress({ label }: { readonly label: string }) {
  return (
    <div role="status" className={styles.progress}>
      <ProgressBar isIndeterminate className={styles.bar ?? ''}>
        <Label>{label}</Label>
        <span className={styles.track} aria-hidden>
          <span className={styles.fill} />
        </span>
      </ProgressBar>
    </div>
  )
}
