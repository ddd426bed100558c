/** On or off, at once. */

import { useId } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'
import styles from './switch.module.css'

interface SwitchProps {
  readonly label: string
  readonly help?: string | undefined
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
}

export function Switch({ label, help, isSelected, onChange }: SwitchProps) {
  const helpId = useId()
  return (
    <div className={styles.row}>
      <AriaSwitch
        className={styles.switch ?? ''}
        isSelected={isSelected}
        onChange={onChange}
        {...(help === undefined ? {} : { 'aria-describedby': helpId })}
      >
        <span className={styles.track} aria-hidden>
          <span className={styles.thumb} />
        </span>
        {label}
      </AriaSwitch>
      {help === undefined ? null : (
        <p id={helpId} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  )
}
