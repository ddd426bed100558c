/** The button, in its few looks. Big enough for any finger, and says what it does. */
import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  /** `primary` is the one thing to do next; one per screen. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly className?: string | undefined
  /** The keys that press it from anywhere, as `aria-keyshortcuts` names them; null = none. */
  readonly keyShortcuts?: string | null
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

export function Button({ look = 'plain', className, keyShortcuts = null, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={classNames(styles.button, styles[look], className)}
      // React Aria hands on no attribute that it does not know.
      {...(keyShortcuts === null
        ? {}
        : { render: dom => <button {...dom} aria-keyshortcuts={keyShortcuts} /> })}
    />
  )
}
