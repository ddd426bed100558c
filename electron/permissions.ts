/**
 * What a page may ask of the computer. Everything is refused unless a line of the table says otherwise,
 * and each line says why. `app` is the app's own page, `view` any page of a host. The type names every
 * permission Electron knows, so a new one does not compile until it has its line.
 */
import type { Session } from 'electron'
import { type AppOrigin, isAppUrl } from './origin.ts'

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
export type Permission = Parameters<CheckHandler>[1]

/** Who asks: the app's own page, or a page of a host in a view. */
export type Asker = 'app' | 'view'

interface Line {
  /** `audio`: only for the microphone. */
  readonly app: boolean | 'audio'
  readonly view: boolean
  readonly why: string
}

const nobody = (why: string): Line => ({ app: false, view: false, why })

export const permissions: Readonly<Record<Permission, Line>> = {
  media: { app: 'audio', view: false, why: 'people talk in the app; a pad needs no microphone' },
  'speaker-selection': { app: true, view: false, why: 'the person chooses the loudspeaker of the meeting' },
  notifications: {
    app: true,
    view: false,
    why: 'the app may say who came; hosts may not call for attention',
  },
  'screen-wake-lock': { app: true, view: false, why: 'the screen stays on during a meeting' },
  'clipboard-sanitized-write': { app: true, view: true, why: 'copying a link, or text of a pad' },
  fullscreen: { app: false, view: true, why: 'a sheet or a slide show takes the whole screen' },

  'display-capture': nobody('the app shares no screen'),
  'captured-surface-control': nobody('the app shares no screen'),
  'clipboard-read': nobody('pasting by hand works without it; reading unasked is spying'),
  'deprecated-sync-clipboard-read': nobody('pasting by hand works without it; reading unasked is spying'),
  geolocation: nobody('where somebody is does not matter here'),
  'geolocation-approximate': nobody('where somebody is does not matter here'),
  'idle-detection': nobody('whether somebody is at the desk is nobody’s business'),
  'local-network': nobody('a page of the web must not reach the home network'),
  'local-network-access': nobody('a page of the web must not reach the home network'),
  'loopback-network': nobody('a page of the web must not reach programs on this computer'),
  'local-fonts': nobody('the list of fonts tells computers apart'),
  openExternal: nobody('addresses go outside through external.ts only'),
  fileSystem: nobody('files are chosen in the system’s own dialogue'),
  'persistent-storage': nobody('hosts get what browsers give by default'),
  'storage-access': nobody('third parties in a host’s page get no storage'),
  'top-level-storage-access': nobody('third parties in a host’s page get no storage'),
  'automatic-fullscreen': nobody('fullscreen is asked for by a click'),
  keyboardLock: nobody('the person must always be able to leave'),
  pointerLock: nobody('the person must always be able to leave'),
  'window-management': nobody('no page places windows'),
  'web-app-installation': nobody('no page installs anything'),
  'payment-handler': nobody('nothing is paid here'),
  mediaKeySystem: nobody('no protected films here'),
  'background-fetch': nobody('a page that is closed has ended'),
  'background-sync': nobody('a page that is closed has ended'),
  'periodic-background-sync': nobody('a page that is closed has ended'),
  'system-wake-lock': nobody('the screen lock is enough'),
  'web-printing': nobody('no page looks for printers'),
  hid: nobody('no devices'),
  usb: nobody('no devices'),
  serial: nobody('no devices'),
  'smart-card': nobody('no devices'),
  nfc: nobody('no devices'),
  midi: nobody('no devices'),
  midiSysex: nobody('no devices'),
  sensors: nobody('no devices'),
  'hand-tracking': nobody('no devices'),
  ar: nobody('no devices'),
  vr: nobody('no devices'),
  unknown: nobody('what has no name gets nothing'),
}

/** One question, as far as it decides the answer. */
export interface PermissionQuestion {
  readonly permission: string
  /** Every address that the question names as the one who asks. */
  readonly askers: readonly string[]
  /** For `media`: what is asked for. Electron 45 sends an empty list for what is none of both. */
  readonly media: readonly string[]
}

/** The one decision behind both handlers. What is not in the table is refused. */
export function mayHave(session: Asker, question: PermissionQuestion, origin: AppOrigin): boolean {
  const line = Object.hasOwn(permissions, question.permission)
    ? permissions[question.permission as Permission]
    : null
  if (line === null || question.askers.length === 0) return false
  if (session === 'view') return line.view && question.askers.every(isWebPage)
  if (!question.askers.every(asker => isAppUrl(origin, asker))) return false
  if (line.app !== 'audio') return line.app
  return question.media.length > 0 && question.media.every(type => type === 'audio')
}

function isWebPage(url: string): boolean {
  return /^https?:\/\//i.test(url)
}

/** The members of a session that are used here. */
export type GuardedSession = Pick<
  Session,
  'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler'
>

/**
 * Puts both handlers on a session; doing it again changes nothing. `askMicrophone`: macOS asks the person
 * once more for itself (it resolves to the answer); null where the system does not.
 */
export function guardSession(
  session: GuardedSession,
  asker: Asker,
  parts: { readonly origin: AppOrigin; readonly askMicrophone: (() => Promise<boolean>) | null },
): void {
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const askers = given([requestingOrigin, details.requestingUrl, details.securityOrigin])
    return mayHave(asker, { permission, askers, media: given([details.mediaType]) }, parts.origin)
  })
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const securityOrigin = 'securityOrigin' in details ? details.securityOrigin : undefined
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const askers = given([details.requestingUrl, securityOrigin])
    const allowed = mayHave(asker, { permission, askers, media }, parts.origin)
    if (!allowed || permission !== 'media' || parts.askMicrophone === null) {
      answer(allowed)
      return
    }
    parts.askMicrophone().then(answer, () => answer(false))
  })
  session.setDevicePermissionHandler(() => false)
}

function given(texts: readonly (string | undefined)[]): string[] {
  return texts.filter(text => text !== undefined).filter(text => text !== '')
}
