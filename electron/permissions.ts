/**
 * What a page may ask of the computer. Everything is refused unless a line of the table says otherwise, and
 * each line says why. The app's own page has its column; pages of hosts have what bridge/service-permissions.ts
 * gives their kind of service, under the names that Electron has for it. The type names every permission
 * Electron knows, so a new one does not compile until it has its line.
 */
import type { Session } from 'electron'
import { type Ability, abilitiesOf, type Grant, grantNames } from '../bridge/service-permissions.ts'
import { type AppOrigin, isAppUrl, isCallPageUrl, webOrigin } from './origin.ts'

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
export type Permission = Parameters<CheckHandler>[1]

/** Who asks: the app's own page, a page of a host in a view, or a call in its call page. */
export type Asker = 'app' | 'view' | CallAsker

export interface CallAsker {
  /** The room's origin, such as `https://meet.example.org`: nobody else in the call gets anything. */
  readonly origin: string
  /** What the person agreed to for this host, as it is now. */
  grants(): readonly Grant[]
}

interface Line {
  /** `audio`: only for the microphone. */
  readonly app: boolean | 'audio'
  /** What a host's page must have; null: no host's page. `devices`: microphone, camera, by what is asked for. */
  readonly host: Ability | 'devices' | null
  /** A host's page has it only just after the person pressed something there. */
  readonly afterPress?: true
  readonly why: string
}

const nobody = (why: string): Line => ({ app: false, host: null, why })

export const permissions: Readonly<Record<Permission, Line>> = {
  media: { app: 'audio', host: 'devices', why: 'people talk in the app, and see each other in a call' },
  'display-capture': { app: false, host: 'screen', why: 'a screen is shown in a call; the app shares none' },
  'speaker-selection': {
    app: true,
    host: 'speaker-selection',
    why: 'the person chooses the loudspeaker of the meeting and of the call',
  },
  'screen-wake-lock': { app: true, host: 'screen-wake-lock', why: 'the screen stays on while people talk' },
  'clipboard-sanitized-write': {
    app: true,
    host: 'clipboard-write',
    afterPress: true,
    why: 'copying a link, or text of a pad; nobody puts anything there unasked',
  },
  fullscreen: { app: false, host: 'fullscreen', why: 'a face, a sheet or slides take the whole screen' },
  notifications: {
    app: true,
    host: null,
    why: 'the app may say who came; hosts may not call for attention',
  },

  'captured-surface-control': nobody('who sees a screen does not steer it'),
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
  /** Every address that the question names as the page around it; empty when it names none. */
  readonly embedders: readonly string[]
  /** For `media`: what is asked for. Electron 45 sends an empty list for what is none of both. */
  readonly media: readonly string[]
  /** Did the person press something in a page of this session just now? */
  readonly pressed: boolean
}

/** The one decision behind both handlers. What is not in the table is refused. */
export function mayHave(asker: Asker, question: PermissionQuestion, app: AppOrigin): boolean {
  const line = Object.hasOwn(permissions, question.permission)
    ? permissions[question.permission as Permission]
    : null
  if (line === null || question.askers.length === 0) return false
  if (asker === 'app') {
    if (!question.askers.every(address => isAppUrl(app, address))) return false
    if (line.app !== 'audio') return line.app
    return question.media.length > 0 && question.media.every(type => type === 'audio')
  }
  if (line.afterPress === true && !question.pressed) return false
  const needed = neededAbilities(line, question.media)
  if (needed.length === 0) return false
  if (asker === 'view') return question.askers.every(isWebPage) && hasAll(abilitiesOf(null, []), needed)
  return isOfCall(asker, question, needed) && hasAll(abilitiesOf('video', asker.grants()), needed)
}

/** The room wants to show a screen, and nothing but the person's word for its host is missing. */
function lacksConsent(asker: Asker, question: PermissionQuestion): boolean {
  if (typeof asker !== 'object' || question.permission !== 'display-capture') return false
  return !asker.grants().includes('screen') && isOfCall(asker, question, ['screen'])
}

/** Empty: nobody is given this. */
function neededAbilities(line: Line, media: readonly string[]): readonly Ability[] {
  if (line.host === null) return []
  if (line.host !== 'devices') return [line.host]
  const devices = media.map(type => (type === 'audio' ? 'microphone' : type === 'video' ? 'camera' : null))
  return devices.includes(null) ? [] : devices.filter(device => device !== null)
}

/**
 * Only the room's own origin, inside our call page. Some questions name the page around the room instead of the
 * room (Chromium hands permissions of a frame on to its top page), which will do for what nobody is asked for.
 */
function isOfCall(call: CallAsker, question: PermissionQuestion, needed: readonly Ability[]): boolean {
  const isRoom = (address: string) => webOrigin(address) === call.origin
  const addresses = [...question.askers, ...question.embedders]
  if (!addresses.every(address => isRoom(address) || isCallPageUrl(address))) return false
  if (!needed.some(ability => grantNames.some(name => name === ability))) return true
  return question.askers.some(isRoom) && addresses.some(isCallPageUrl)
}

function hasAll(had: readonly Ability[], needed: readonly Ability[]): boolean {
  return needed.every(ability => had.includes(ability))
}

function isWebPage(url: string): boolean {
  return webOrigin(url) !== null
}

/** The members of a session that are used here. */
export type GuardedSession = Pick<
  Session,
  'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler'
>

export interface PermissionParts {
  readonly origin: AppOrigin
  /** macOS asks the person once more for itself (it resolves to the answer); null where the system does not. */
  readonly askSystem: ((device: 'microphone' | 'camera') => Promise<boolean>) | null
  /** Before a screen is captured: the person chooses which. Null: nobody captures any. */
  readonly askScreen: (() => Promise<boolean>) | null
  /** The room was refused a screen for want of the person's word: they may be asked for it. Null: nobody is asked. */
  readonly askConsent: (() => void) | null
  /** Did the person press something in a page of this session just now? */
  readonly pressed: () => boolean
}

/** For sessions in which nobody is asked anything, and nothing depends on a press. */
export const asksNobody = {
  askSystem: null,
  askScreen: null,
  askConsent: null,
  pressed: () => false,
} as const

/** Puts both handlers on a session; doing it again replaces them. Each question is answered exactly once. */
export function guardSession(session: GuardedSession, asker: Asker, parts: PermissionParts): void {
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) =>
    mayHave(
      asker,
      {
        permission,
        askers: given([requestingOrigin, details.requestingUrl, details.securityOrigin]),
        embedders: given([details.embeddingOrigin, contents?.getURL()]),
        media: given([details.mediaType]),
        pressed: parts.pressed(),
      },
      parts.origin,
    ),
  )
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const securityOrigin = 'securityOrigin' in details ? details.securityOrigin : undefined
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const question = {
      permission,
      askers: given([details.requestingUrl, securityOrigin]),
      embedders: given([contents?.getURL()]),
      media,
      pressed: parts.pressed(),
    }
    if (mayHave(asker, question, parts.origin)) {
      askFurther(permission, media, parts).then(answer, () => answer(false))
      return
    }
    answer(false)
    if (lacksConsent(asker, question)) parts.askConsent?.()
  })
  session.setDevicePermissionHandler(() => false)
}

/** Whom else the answer depends on: the system, or the person who chooses a screen. */
async function askFurther(
  permission: string,
  media: readonly string[],
  parts: PermissionParts,
): Promise<boolean> {
  if (permission === 'display-capture') return parts.askScreen !== null && (await parts.askScreen())
  if (permission !== 'media' || parts.askSystem === null) return true
  for (const type of media) {
    if (!(await parts.askSystem(type === 'video' ? 'camera' : 'microphone'))) return false
  }
  return true
}

function given(texts: readonly (string | undefined)[]): string[] {
  return texts.filter(text => text !== undefined).filter(text => text !== '')
}
