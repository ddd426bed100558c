/** A few things more to do, behind a button. */
import { Ellipsis } from 'lucide-react'
import { type Ref, useState } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { useCover } from './dialog.tsx'
import styles from './menu.module.css'
import sheet from './popover.module.css'

interface MenuProps<Id extends string> {
  /** What the button is called: it shows three dots alone. */
  readonly label: string
  readonly items: readonly { readonly id: Id; readonly label: string }[]
  readonly onAction: (id: Id) => void
  /** To give the focus back to it. */
  readonly buttonRef?: Ref<HTMLButtonElement>
}

export function Menu<Id extends string>({ label, items, onAction, buttonRef }: MenuProps<Id>) {
  const [isOpen, setOpen] = useState(false)
  useCover(isOpen)
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button ref={buttonRef} look="quiet" className={styles.button} aria-label={label}>
        <Ellipsis aria-hidden />
      </Button>
      <Popover className={classNames(sheet.popover, styles.popover)} placement="bottom end">
        <AriaMenu className={sheet.list ?? ''} aria-label={label}>
          {items.map(item => (
            <MenuItem
              key={item.id}
              id={item.id}
              className={sheet.item ?? ''}
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
