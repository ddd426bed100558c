/** What a kind of service brings along instead of the usual: a frame of its own, controls over its page. */
import type { ComponentType } from 'react'
import type { ServiceKind } from '../../bridge/services.ts'
import type { Service } from '../services/deck.ts'
import { CallControls } from '../video/call-controls.tsx'
import { CallFrame } from '../video/call-frame.tsx'
import { FrameView, type FrameViewProps } from './frame-view.tsx'

interface KindParts {
  /**
   * Stands for a view of the shell, in the browser shell: tells the deck what happens in it (`deck.tell`), and
   * takes its commands (`deck.receive`), both by `viewIdOf(service)`.
   */
  readonly Frame?: ComponentType<FrameViewProps>
  /** Between the bar and the page, in both shells. */
  readonly Controls?: ComponentType<{ readonly service: Service }>
}

const kindParts: Readonly<Partial<Record<ServiceKind, KindParts>>> = {
  video: { Frame: CallFrame, Controls: CallControls },
}

export function frameOf(kind: ServiceKind | null): ComponentType<FrameViewProps> {
  return (kind === null ? undefined : kindParts[kind]?.Frame) ?? FrameView
}

export function controlsOf(kind: ServiceKind | null): KindParts['Controls'] {
  return kind === null ? undefined : kindParts[kind]?.Controls
}
