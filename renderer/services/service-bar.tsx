/** The slim bar over a page: what it is, who hosts it, what can be done with it. */
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { fitTools } from './bar-fit.ts'
import type { Service } from './deck.ts'
import { ServiceIcon } from './service-icon.tsx'
import styles from './service-pane.module.css'
import type { BarTool } from './use-bar-tools.tsx'
import { useElementWidth } from './use-element-width.ts'

/** CSS pixels: a tool as in the style sheet, what names the page at least, and the way back. */
const TOOL = 44
const PERCENT = 64
const NAME = 190
const LEAD = 120

interface ServiceBarProps {
  readonly service: Service
  readonly name: string
  readonly level: 1 | 2
  readonly headingRef: RefObject<HTMLHeadingElement | null>
  /** The way back to the screen before, where there is one. */
  readonly lead: ReactNode
  readonly tools: { readonly bar: readonly BarTool[]; readonly menu: readonly BarTool[] }
  readonly onHost: () => void
  /** Null: it cannot be closed from here. */
  readonly onClose: (() => void) | null
}

export function ServiceBar(props: ServiceBarProps) {
  const { t } = useTranslation()
  const { service, name, level, headingRef, lead, tools, onHost, onClose } = props
  const bar = useRef<HTMLElement>(null)
  const width = useElementWidth(bar)
  const Heading = level === 1 ? 'h1' : 'h2'
  const units = unitsOf(tools.bar)
  const room = width - NAME - (lead === null ? 0 : LEAD) - (onClose === null ? 0 : TOOL)
  const { shown, inMenu } = fitTools(units, { room, menuWidth: TOOL, menuNeeded: tools.menu.length > 0 })
  const menu = [...inMenu.flatMap(unit => unit.tools), ...tools.menu].filter(
    ({ isDisabled, notInMenu }) => isDisabled !== true && notInMenu !== true,
  )
  return (
    <header ref={bar} className={styles.bar}>
      {lead}
      <span className={styles.icon}>
        <ServiceIcon service={service} />
      </span>
      <div className={styles.what}>
        <Heading ref={headingRef} tabIndex={-1} className={styles.name}>
          {name}
        </Heading>
        <AriaButton
          className={styles.host ?? ''}
          aria-label={t('service.host-card', { host: hostOf(service.url) })}
          onPress={onHost}
        >
          {t('page.at-host', { host: hostOf(service.url) })}
        </AriaButton>
      </div>
      {shown.map(unit => (
        <span key={unit.id} className={styles.unit}>
          {unit.tools.map(tool => (
            <Tool key={tool.id} tool={tool} />
          ))}
        </span>
      ))}
      {menu.length === 0 ? null : (
        <Menu
          label={t('service.menu', { name })}
          items={menu.map(({ id, label }) => ({ id, label }))}
          onAction={id => menu.find(tool => tool.id === id)?.onPress()}
        />
      )}
      {onClose === null ? null : (
        <Tool
          tool={{
            id: 'close',
            label: t('service.close-name', { name }),
            icon: <X aria-hidden />,
            onPress: onClose,
          }}
        />
      )}
    </header>
  )
}

/** An icon alone says too little to who sees it for the first time: the name comes with the pointer. */
function Tool({ tool }: { readonly tool: BarTool }) {
  return (
    <span title={tool.label}>
      <Button
        look="quiet"
        className={classNames(styles.tool, tool.text !== undefined && styles.percent)}
        aria-label={tool.label}
        isDisabled={tool.isDisabled ?? false}
        onPress={tool.onPress}
      >
        {tool.text ?? tool.icon}
      </Button>
    </span>
  )
}

interface Unit {
  readonly id: string
  readonly tools: readonly BarTool[]
  readonly width: number
}

/** Tools of a group stand together or go into the menu together. */
function unitsOf(tools: readonly BarTool[]): readonly Unit[] {
  const units: { id: string; tools: BarTool[]; width: number }[] = []
  for (const tool of tools) {
    const last = units.at(-1)
    const width = tool.text === undefined ? TOOL : PERCENT
    if (tool.group !== undefined && last?.id === tool.group) {
      last.tools.push(tool)
      last.width += width
    } else units.push({ id: tool.group ?? tool.id, tools: [tool], width })
  }
  return units
}
