/** A page that a link led to may be a call of a host that nobody knows: as a page it would have neither camera nor sound. */
import { Video } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { createStore, useStore } from '../engine-link/store.ts'
import type { Service } from '../services/deck.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/problem-note.tsx'

/** Addresses that were asked about, and whether there is still something to offer. */
const offered = createStore<ReadonlyMap<string, boolean>>(new Map())

function setOffered(url: string, offer: boolean): void {
  offered.set(new Map(offered.get()).set(url, offer))
}

export function CallQuestion({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { deck, dispatch, link } = useApp()
  const { id, askedUrl: url } = service
  const wanted = mayBeCall(service)
  const shown = useStore(offered).get(url) === true
  useEffect(() => {
    if (!wanted || offered.get().has(url)) return
    setOffered(url, false)
    void link.engine.leadsToCall(url).then(asked => {
      if (asked.ok && asked.value.call) setOffered(url, true)
    })
  }, [wanted, url, link])
  if (!wanted || !shown) return null
  const open = () => {
    deck.dispatch({ type: 'close', id })
    dispatch({
      type: 'open',
      screen: { name: 'call', url, host: null, hostId: null, title: null, insteadOf: null },
    })
  }
  return (
    <Note what={t('call.maybe')} next={t('call.maybe-next')}>
      <Button look="primary" onPress={open}>
        <Video aria-hidden />
        {t('call.maybe-yes')}
      </Button>
      <Button onPress={() => setOffered(url, false)}>{t('call.maybe-no')}</Button>
    </Note>
  )
}

/** A link of which only the address is known, with a room in it: calls are one or two names behind their host. */
function mayBeCall({ kind, hostName, unmade, askedUrl }: Service): boolean {
  if (kind !== null || hostName !== null || unmade !== null || !URL.canParse(askedUrl)) return false
  const { protocol, pathname } = new URL(askedUrl)
  return protocol === 'https:' && /^\/[^/]+(?:\/[^/]+)?$/.test(pathname)
}
