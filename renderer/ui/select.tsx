/** A choice among a few, closed until asked for. */
import { Check, ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import sheet from './popover.module.css'
import styles from './select.module.css'

export interface SelectOption {
  readonly id: string
  readonly label: string
}

interface SelectProps {
  readonly label: string
  readonly options: readonly SelectOption[]
  readonly value: string
  readonly onChange: (id: string) => void
}

export function Select({ label, options, value, onChange }: SelectProps) {
  return (
    <AriaSelect
      className={styles.select ?? ''}
      value={value}
      onChange={key => {
        if (key !== null) onChange(String(key))
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <ChevronDown aria-hidden className={styles.chevron} />
      </Button>
      <Popover className={classNames(sheet.popover, styles.popover)}>
        <ListBox className={sheet.list ?? ''} items={options}>
          {option => (
            <ListBoxItem
              className={classNames(sheet.item, styles.option)}
              id={option.id}
              textValue={option.label}
            >
              <Check aria-hidden className={styles.check} />
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
