/** One of two or three, all in sight. */
import { Label, Radio, RadioGroup, Text } from 'react-aria-components'
import styles from './choice.module.css'

interface ChoiceProps<Id extends string> {
  readonly label: string
  /** `lang`: when the label is not in the page's language. */
  readonly options: readonly { readonly id: Id; readonly label: string; readonly lang?: string }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  readonly help?: string
}

export function Choice<Id extends string>({ label, options, value, onChange, help }: ChoiceProps<Id>) {
  return (
    <RadioGroup
      className={styles.group ?? ''}
      value={value}
      onChange={next => {
        const chosen = options.find(option => option.id === next)
        if (chosen !== undefined) onChange(chosen.id)
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.options}>
        {options.map(option => (
          <Radio key={option.id} value={option.id} className={styles.option ?? ''}>
            <span className={styles.dot} aria-hidden />
            <span lang={option.lang}>{option.label}</span>
          </Radio>
        ))}
      </div>
      {help === undefined ? null : (
        <Text slot="description" className={styles.help ?? ''}>
          {help}
        </Text>
      )}
    </RadioGroup>
  )
}
