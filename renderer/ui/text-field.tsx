/** A labelled field of one line, or of a few when a whole message may be pasted. */
import type { ReactNode, Ref } from 'react'
import { TextField as AriaTextField, Input, Label, Text, TextArea } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './text-field.module.css'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: string | undefined
  /** Marks the field as what to mend; the sentences are shown beside it by the caller. */
  readonly wrong?: boolean | undefined
  /** The id of those sentences. */
  readonly wrongId?: string | undefined
  readonly type?: 'text' | 'password' | undefined
  readonly maxLength?: number | undefined
  readonly autoComplete?: string | undefined
  /** Lines shown; more than one makes it a text area, where Enter still submits. */
  readonly rows?: number | undefined
  readonly onSubmit?: (() => void) | undefined
  /** Escape was pressed in a field of one line. */
  readonly onCancel?: (() => void) | undefined
  readonly onBlur?: (() => void) | undefined
  readonly inputRef?: Ref<HTMLInputElement> | undefined
  readonly areaRef?: Ref<HTMLTextAreaElement> | undefined
  readonly isReadOnly?: boolean | undefined
  /** Shown after the field, such as a button. */
  readonly after?: ReactNode
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, help, wrong = false, wrongId, type = 'text', rows = 1 } = props
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={wrong}
      isReadOnly={props.isReadOnly ?? false}
      validationBehavior="aria"
      {...(wrong && wrongId !== undefined ? { 'aria-describedby': wrongId } : {})}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.autoComplete === undefined ? {} : { autoComplete: props.autoComplete })}
      {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <div className={styles.line}>
        {rows > 1 ? (
          <TextArea
            ref={props.areaRef}
            rows={rows}
            spellCheck="false"
            className={classNames(styles.input, styles.area)}
            onKeyDown={event => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              event.preventDefault()
              props.onSubmit?.()
            }}
          />
        ) : (
          <Input
            ref={props.inputRef}
            spellCheck="false"
            className={styles.input ?? ''}
            onKeyDown={event => {
              if (event.nativeEvent.isComposing) return
              if (event.key === 'Enter') {
                // Else the same key presses what has the focus afterwards.
                event.preventDefault()
                props.onSubmit?.()
              }
              if (event.key === 'Escape') props.onCancel?.()
            }}
          />
        )}
        {props.after}
      </div>
      {help === undefined ? null : (
        <Text slot="description" className={styles.help ?? ''}>
          {help}
        </Text>
      )}
    </AriaTextField>
  )
}
