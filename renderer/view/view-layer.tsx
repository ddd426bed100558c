/**
 * Every awake view, mounted once over all screens: a frame that is moved in the document loads anew, so none ever
 * moves. Screens keep room (`service-slot.tsx`); the views are laid over it.
 */
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { isAwake, viewIdOf } from '../services/deck.ts'
import { FullscreenNote } from './fullscreen-note.tsx'
import { frameOf } from './kind-parts.ts'
import { NativeView } from './native-view.tsx'
import { useF6 } from './use-f6.ts'
import styles from './view-layer.module.css'

export function ViewLayer() {
  const { deck, shell } = useApp()
  const { services } = useStore(deck.state)
  const slots = useStore(deck.slots)
  useF6()
  return (
    <div className={styles.layer} data-views>
      {services.filter(isAwake).map(service => {
        const slot = slots.get(service.id)
        const key = viewIdOf(service)
        if (shell.nativeViews !== null) {
          return <NativeView key={key} service={service} slot={slot} views={shell.nativeViews} />
        }
        const Frame = frameOf(service.kind)
        return <Frame key={key} service={service} slot={slot} />
      })}
      {shell.nativeViews === null ? <FullscreenNote /> : null}
    </div>
  )
}
