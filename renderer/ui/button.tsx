/** The button, in its few looks. Big enough for any finger, and says what it does. */
import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `primary` is the one thing to do next; one per screen. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly className?: string | undefined
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

export function Button({ look = 'plain', className, ...props }: ButtonProps) {
  return <AriaButton {...props} className={classNames(styles.button, styles[look], className)} />
}
