/** The sign of each kind of service, the same wherever one is shown. */
import {
  CalendarCheck,
  FileText,
  Image,
  Link2,
  Lock,
  type LucideIcon,
  Mic,
  StickyNote,
  Table2,
  Upload,
  Video,
} from 'lucide-react'
import type { ServiceKind } from '../../bridge/services.ts'

const icons: Readonly<Record<ServiceKind, LucideIcon>> = {
  audio: Mic,
  video: Video,
  pad: FileText,
  sheet: Table2,
  poll: CalendarCheck,
  notes: StickyNote,
  files: Upload,
  images: Image,
  link: Link2,
  paste: Lock,
}

export function KindIcon({ kind }: { readonly kind: ServiceKind }) {
  const Icon = icons[kind]
  return <Icon aria-hidden />
}
