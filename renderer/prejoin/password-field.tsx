/** A server's password, hidden unless asked to be seen. */
import { Eye, EyeOff } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { TextField } from '../ui/text-field.tsx'
import styles from './password-field.module.css'

interface PasswordFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit: () => void
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly wrong: boolean
  readonly wrongId: string
}

export function PasswordField({ inputRef, ...field }: PasswordFieldProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...field}
      label={t('prejoin.password-label')}
      help={t('prejoin.password-help')}
      type={shown ? 'text' : 'password'}
      maxLength={512}
      autoComplete="off"
      inputRef={inputRef}
      after={
        <ToggleButton
          className={styles.show ?? ''}
          aria-label={t('prejoin.password-show')}
          isSelected={shown}
          onChange={setShown}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </ToggleButton>
      }
    />
  )
}
