/** A few things more to do, behind a button. */
import { Ellipsis } from 'lucide-react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Button } from './button.tsx'
import styles from './menu.module.css'

interface MenuProps<Id extends string> {
  /** What the button is called: it shows three dots alone. */
  readonly label: string
  readonly items: readonly { readonly id: Id; readonly label: string }[]
  readonly onAction: (id: Id) => void
}

export function Menu<Id extends string>({ label, items, onAction }: MenuProps<Id>) {
  return (
    <MenuTrigger>
      <Button look="quiet" className={styles.button} aria-label={label}>
        <Ellipsis aria-hidden />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <AriaMenu className={styles.list ?? ''} aria-label={label}>
          {items.map(item => (
            <MenuItem
              key={item.id}
              id={item.id}
              className={styles.item ?? ''}
              onAction={() => onAction(item.id)}
            >
              {item.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
