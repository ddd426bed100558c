/** What the bar over a page offers: only what this shell can do with it. The most wanted first. */
import {
  ChevronLeft,
  Columns2,
  Copy,
  ExternalLink,
  Minus,
  Moon,
  Plus,
  Printer,
  RotateCw,
  Search,
  Square,
  Volume2,
  VolumeX,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { announce } from '../ui/live.tsx'
import { isAwake, type Service } from './deck.ts'
import { ZOOM_STEP } from './deck-store.ts'
import type { ServiceActions } from './service-actions.ts'

export interface BarTool {
  readonly id: string
  readonly label: string
  readonly icon: ReactNode
  readonly onPress: () => void
  /** Shown as words instead of the icon. */
  readonly text?: string
  readonly isDisabled?: boolean
  /** Nothing would come of it: said in the bar, left out of the menu. */
  readonly notInMenu?: boolean
  /** These stand together or not at all; absent = alone. */
  readonly group?: 'zoom'
}

interface ToolsOptions {
  readonly service: Service
  readonly actions: ServiceActions
  readonly onFind: () => void
  /** Shows the list to choose a second service from; null = nothing could lie beside. */
  readonly onBeside: (() => void) | null
  /** Shows this one alone; null = it is. */
  readonly onAlone: (() => void) | null
}

/** `bar` may be shown in the bar; `menu` is always in its menu. */
export function useBarTools(options: ToolsOptions): {
  readonly bar: readonly BarTool[]
  readonly menu: readonly BarTool[]
} {
  const { t } = useTranslation()
  const { deck, shell } = useApp()
  const { service, actions, onBeside, onAlone } = options
  const { id, zoom } = service
  const awake = isAwake(service)
  const native = shell.nativeViews !== null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(service.url)
      announce(t('common.copied'))
    } catch {
      announce(t('common.copy-failed'))
    }
  }
  const tool = (when: boolean, made: BarTool): readonly BarTool[] => (when ? [made] : [])
  const percent = t('service.percent', { percent: Math.round(zoom * 100) })
  const bar = [
    ...tool(native && awake, {
      id: 'back',
      label: t('service.back'),
      icon: <ChevronLeft aria-hidden />,
      isDisabled: !service.canGoBack,
      onPress: () => deck.command(id, { type: 'back' }),
    }),
    ...tool(awake, {
      id: 'reload',
      label: t('page.reload'),
      icon: <RotateCw aria-hidden />,
      onPress: () => actions.end('reload', service),
    }),
    ...tool(onAlone !== null, {
      id: 'alone',
      label: t('service.alone'),
      icon: <Square aria-hidden />,
      onPress: () => onAlone?.(),
    }),
    ...tool(onBeside !== null && onAlone === null, {
      id: 'beside',
      label: t('service.beside'),
      icon: <Columns2 aria-hidden />,
      onPress: () => onBeside?.(),
    }),
    {
      id: 'copy',
      label: t('page.copy-link'),
      icon: <Copy aria-hidden />,
      onPress: () => void copy(),
    },
    ...tool(awake, {
      id: 'zoom-out',
      group: 'zoom',
      label: t('service.zoom-out'),
      icon: <Minus aria-hidden />,
      onPress: () => deck.zoom(id, zoom - ZOOM_STEP),
    }),
    ...tool(awake, {
      id: 'zoom-reset',
      group: 'zoom',
      label: t('service.zoom-reset', { percent }),
      text: percent,
      icon: null,
      notInMenu: zoom === 1,
      onPress: () => deck.zoom(id, 1),
    }),
    ...tool(awake, {
      id: 'zoom-in',
      group: 'zoom',
      label: t('service.zoom-in'),
      icon: <Plus aria-hidden />,
      onPress: () => deck.zoom(id, zoom + ZOOM_STEP),
    }),
    {
      id: 'external',
      label: t('page.open-browser'),
      icon: <ExternalLink aria-hidden />,
      onPress: () => void shell.openExternal(service.url),
    },
    ...tool(native && awake, {
      id: 'find',
      label: t('service.find'),
      icon: <Search aria-hidden />,
      onPress: options.onFind,
    }),
    ...tool(native && awake, {
      id: 'print',
      label: t('service.print'),
      icon: <Printer aria-hidden />,
      onPress: () => deck.command(id, { type: 'print' }),
    }),
    ...tool(native && (service.audible || service.silenced), {
      id: 'silence',
      label: service.silenced ? t('service.unsilence') : t('service.silence'),
      icon: service.silenced ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />,
      onPress: () => deck.silence(id, !service.silenced),
    }),
  ]
  const menu = tool(awake, {
    id: 'sleep',
    label: t('service.sleep'),
    icon: <Moon aria-hidden />,
    onPress: () => actions.end('sleep', service),
  })
  return { bar, menu }
}
