/**
 * What a host's page may do, by what the service is. One table, one reason a line; the desktop shell's permission
 * handlers and the browser shell's frame rules both come from it. What is not listed is refused.
 */
import * as v from 'valibot'
import type { ServiceKind } from './services.ts'

/** What a person is asked for, once a host. */
export const grantNames = ['microphone', 'camera', 'screen'] as const
export type Grant = (typeof grantNames)[number]
export const grantsSchema = v.pipe(v.array(v.picklist(grantNames)), v.maxLength(grantNames.length))

/** Everything a page of a host may ever be allowed, by any line of the table. */
export type Ability =
  | Grant
  | 'speaker-selection'
  | 'screen-wake-lock'
  | 'picture-in-picture'
  | 'autoplay'
  | 'clipboard-write'
  | 'fullscreen'

interface Line {
  readonly ability: Ability
  /** `call`: a video call; `page`: a pad and everything else. */
  readonly allowed: readonly ('call' | 'page')[]
  /** Only after the person agreed, for this very host. */
  readonly asked: boolean
  /** The name in a frame's `allow` list (Permissions Policy). */
  readonly policy: string
  readonly why: string
}

export const servicePermissions: readonly Line[] = [
  {
    ability: 'microphone',
    allowed: ['call'],
    asked: true,
    policy: 'microphone',
    why: 'people talk in a call; a pad hears nobody, and the meeting’s voice belongs to our own page',
  },
  {
    ability: 'camera',
    allowed: ['call'],
    asked: true,
    policy: 'camera',
    why: 'people see each other in a call, nowhere else',
  },
  {
    ability: 'screen',
    allowed: ['call'],
    asked: true,
    policy: 'display-capture',
    why: 'a screen is shown in a call; what is shown is chosen each time',
  },
  {
    ability: 'speaker-selection',
    allowed: ['call'],
    asked: false,
    policy: 'speaker-selection',
    why: 'the call is heard where the person wants it',
  },
  {
    ability: 'screen-wake-lock',
    allowed: ['call'],
    asked: false,
    policy: 'screen-wake-lock',
    why: 'a screen must not go dark in the middle of a call',
  },
  {
    ability: 'picture-in-picture',
    allowed: ['call'],
    asked: false,
    policy: 'picture-in-picture',
    why: 'faces stay in sight while one works beside the call',
  },
  {
    ability: 'autoplay',
    allowed: ['call'],
    asked: false,
    policy: 'autoplay',
    why: 'the others are heard without a click; a pad makes no noise by itself',
  },
  {
    ability: 'clipboard-write',
    allowed: ['call', 'page'],
    asked: false,
    policy: 'clipboard-write',
    why: 'a click on "copy" copies; nothing reads the clipboard',
  },
  {
    ability: 'fullscreen',
    allowed: ['call', 'page'],
    asked: false,
    policy: 'fullscreen',
    why: 'a click shows a face, a sheet or slides on the whole screen',
  },
]

/**
 * What the frames of a call are listed with. A frame's list cannot grow while it is open, so the screen is always in
 * it, and gives nothing by itself: the desktop shell's handlers go by what the person agreed to, and a browser asks
 * each time.
 */
export function framedGrants(agreed: readonly Grant[]): Grant[] {
  return grantNames.filter(grant => grant === 'screen' || agreed.includes(grant))
}

/** What a page of this kind has, once the person agreed to `grants` for its host. */
export function abilitiesOf(kind: ServiceKind | null, grants: readonly Grant[]): readonly Ability[] {
  return linesOf(kind, grants).map(line => line.ability)
}

/** Of the table, what browsers give to every frame unless it is taken away. */
const givenByBrowsers: readonly Ability[] = ['picture-in-picture']

/**
 * The `sandbox` list of a frame: scripts, a storage of its own, forms, exports, and windows that a click opens. Those
 * are plain windows of the browser: with a sandbox around them, every site that has a Cross-Origin-Opener-Policy would
 * show an error instead of itself. Ours cuts them off from us. Not on the list: boxes that stop everything (`alert`,
 * print, "leave this page?"), the pointer, and the window itself.
 */
export const frameSandbox =
  'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox'

/**
 * The `allow` list of a frame. `origin`: the only one that may use it, such as `https://meet.example.org`; null
 * leaves the choice to the frame's own address. `without`: what the person switched off for every host.
 */
export function frameAllowList(
  kind: ServiceKind | null,
  grants: readonly Grant[],
  { origin = null, without = [] }: { origin?: string | null; without?: readonly Ability[] } = {},
): string {
  const lines = linesOf(kind, grants).filter(line => !without.includes(line.ability))
  const allowed = lines.map(line => (origin === null ? line.policy : `${line.policy} ${origin}`))
  const taken = servicePermissions
    .filter(line => givenByBrowsers.includes(line.ability) && !lines.includes(line))
    .map(line => `${line.policy} 'none'`)
  return [...allowed, ...taken].join('; ')
}

/** What a call goes without, by the settings. */
export function callWithout({
  pictureInPicture,
}: {
  readonly pictureInPicture: boolean
}): readonly Ability[] {
  return pictureInPicture ? [] : ['picture-in-picture']
}

function linesOf(kind: ServiceKind | null, grants: readonly Grant[]): readonly Line[] {
  const place = kind === 'video' ? 'call' : 'page'
  return servicePermissions.filter(
    line => line.allowed.includes(place) && (!line.asked || grants.some(grant => grant === line.ability)),
  )
}
