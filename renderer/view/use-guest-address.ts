/** The address to open for a page, as it was when the page came: a later change must not reload what one types in. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { markerColor } from '../meeting/face.ts'
import { padAddress } from '../meeting/pad-address.ts'

/** An address that may not be opened stays as it is; the view then says that it is refused. */
export function useGuestAddress(url: string, userName: string): string {
  const { i18n } = useTranslation()
  const make = () =>
    padAddress(url, { userName, language: i18n.language, color: markerColor(userName) }) ?? url
  const [kept, setKept] = useState(() => ({ url, address: make() }))
  if (kept.url === url) return kept.address
  const next = { url, address: make() }
  setKept(next)
  return next.address
}
