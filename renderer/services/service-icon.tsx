/** The sign of a service; a page of none of our kinds has the world's. */
import { Globe } from 'lucide-react'
import { KindIcon } from '../ui/kind-icon.tsx'
import type { Service } from './deck.ts'

export function ServiceIcon({ service }: { readonly service: Service }) {
  return service.kind === null ? <Globe aria-hidden /> : <KindIcon kind={service.kind} />
}
