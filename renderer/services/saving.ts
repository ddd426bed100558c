/** Which kinds of page keep what is typed by themselves: only those may be unloaded after somebody typed. */
import type { ServiceKind } from '../../bridge/services.ts'

interface Saving {
  readonly byItself: boolean
  readonly why: string
}

const saving: Readonly<Record<ServiceKind | 'page', Saving>> = {
  audio: { byItself: false, why: 'a voice server has no page of ours' },
  video: { byItself: false, why: 'what is written in a call’s chat is gone with its page' },
  pad: { byItself: true, why: 'Etherpad sends each change to its server at once' },
  sheet: { byItself: true, why: 'EtherCalc sends each cell to its server as soon as it is left' },
  poll: { byItself: false, why: 'a vote is a form, kept when it is sent' },
  notes: { byItself: true, why: 'Scrumblr sends each note to its server at once' },
  files: { byItself: false, why: 'a file that is being sent is lost with its page' },
  images: { byItself: false, why: 'a picture that is being sent is lost with its page' },
  link: { byItself: false, why: 'a form, kept when it is sent; the new link is shown once' },
  paste: { byItself: false, why: 'a form, kept when it is sent; the secret address is shown once' },
  page: { byItself: false, why: 'nothing is known of it' },
}

export function savesByItself(kind: ServiceKind | null): boolean {
  return saving[kind ?? 'page'].byItself
}
