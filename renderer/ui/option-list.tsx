/**
 * A long list to choose one from: one stop for Tab, arrows within. Rows are drawn as far as one has come, so that
 * thousands open and filter at once.
 */
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type UIEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import styles from './option-list.module.css'

/** Rows that Page Up and Page Down go over: about what is in sight. */
const PAGE = 6
/** Rows drawn at first, and more each time that their end comes near: several pages. */
const STEP = 60
/** So near is near, in px: about two pages. */
const NEAR_PX = 800

export interface Option {
  readonly id: string
  readonly name: string
  /** The second line. */
  readonly about: string
}

interface OptionListProps<O extends Option> {
  readonly label: string
  /** Never empty. */
  readonly options: readonly O[]
  readonly onPick: (option: O) => void
  /** After the name, such as pills; the same function as long as it gives the same. */
  readonly beside: (option: O) => ReactNode
}

export function OptionList<O extends Option>({ label, options, onPick, beside }: OptionListProps<O>) {
  const id = useId()
  const rows = useRef<HTMLDivElement>(null)
  const start = { options, active: 0, drawn: STEP }
  const [state, setState] = useState(start)
  // Another list begins at its top.
  const { active, drawn } = state.options === options ? state : start
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is the reason
  useLayoutEffect(() => {
    rows.current?.scrollTo(0, 0)
  }, [options])

  const go = (to: number) => {
    const next = Math.max(0, Math.min(options.length - 1, to))
    // Its row has to be there before it can be shown.
    flushSync(() => setState({ options, active: next, drawn: Math.max(drawn, next + STEP) }))
    rows.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE,
      PageUp: active - PAGE,
      Home: 0,
      End: options.length - 1,
    }
    const to = targets[event.key]
    const option = options[active]
    if (to !== undefined) go(to)
    else if ((event.key === 'Enter' || event.key === ' ') && option !== undefined) onPick(option)
    else return
    event.preventDefault()
  }
  const onScroll = ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent) => {
    if (drawn < options.length && scrollHeight - scrollTop - clientHeight < NEAR_PX) {
      setState({ options, active, drawn: drawn + STEP })
    }
  }
  const pickAt = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest('[role="option"]') : null
    const option = row === null ? undefined : options[[...(rows.current?.children ?? [])].indexOf(row)]
    if (option !== undefined) onPick(option)
  }

  return (
    <div
      ref={rows}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={`${id}-${active}`}
      className={styles.list}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
      onClick={event => pickAt(event.target)}
    >
      {options.slice(0, drawn).map((option, index) => (
        <Row
          key={option.id}
          id={`${id}-${index}`}
          option={option}
          index={index}
          count={options.length}
          isActive={index === active}
          beside={beside as (option: Option) => ReactNode}
        />
      ))}
    </div>
  )
}

interface RowProps {
  readonly id: string
  readonly option: Option
  readonly index: number
  readonly count: number
  readonly isActive: boolean
  readonly beside: (option: Option) => ReactNode
}

const Row = memo(function Row({ id, option, index, count, isActive, beside }: RowProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={styles.option}
    >
      <span className={styles.title}>
        {option.name}
        {beside(option)}
      </span>{' '}
      <span className={styles.about}>{option.about}</span>
    </div>
  )
})
