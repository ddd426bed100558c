/**
 * What each software can do and how it is addressed. A host's kind of service follows from its software; one
 * kind can have several, so templates belong to the software, never to the kind.
 *
 * In templates `{base}` is the site's address with its ending slash, `{name}` the name, percent-encoded, and
 * `{url}` the address of what was made.
 */
import type { Creation } from '../../bridge/host-facts.ts'
import type { ServiceKind } from '../../bridge/services.ts'

export interface NameRules {
  /** Characters. */
  readonly longest: number
  /** One regular expression for a whole name that is taken as it is. */
  readonly fits: RegExp
}

/** A small question to the site, and what an answer of this very software looks like. */
export interface HealthQuestion {
  /** Behind the site's address. */
  readonly path: string
  readonly gives: 'page' | 'image' | 'audio' | 'json'
  /** Says why a JSON answer is not welcome: another software's, or one that takes nobody now. */
  readonly judge?: (answer: unknown) => 'lying' | 'full' | 'signup' | null
}

export interface ExportForm {
  readonly format: 'txt' | 'html' | 'etherpad' | 'csv' | 'xlsx'
  /** Template with `{url}`. */
  readonly template: string
}

export interface Software {
  readonly id: string
  /** As its makers write it. */
  readonly name: string
  /** Null: of no kind that Chatière opens itself; listed under "more". */
  readonly kind: ServiceKind | null
  /** Other ways people write it, lower case, letters and digits only; `name` need not be repeated. */
  readonly aliases: readonly string[]
  readonly creation: Creation
  /** Where a name goes; null when nothing can be named in advance. */
  readonly template: string | null
  readonly names: NameRules | null
  /** Where something is made on the site, behind its address. */
  readonly start: string
  /** Asked in order, until one is answered as this software would. */
  readonly health: readonly HealthQuestion[]
  readonly exports: readonly ExportForm[]
}

const page: HealthQuestion = { path: '', gives: 'page' }
const has = (field: string) => (answer: unknown) => (Object.hasOwn(fieldsOf(answer), field) ? null : 'lying')

/** A site that is opened, where the rest happens by hand. */
const onSite = {
  creation: 'on-site',
  template: null,
  names: null,
  start: '',
  health: [page],
  exports: [],
} as const

/** Also for a software that nobody told us about: its page is opened, no more. */
export const unknownSoftware: Software = { ...onSite, id: 'unknown', name: '', kind: null, aliases: [] }

export const softwareTable: readonly Software[] = [
  {
    id: 'mumble',
    name: 'Mumble',
    kind: 'audio',
    aliases: ['murmur', 'mumbleserver', 'murmurd', 'mumblemurmur', 'umurmur'],
    creation: 'named',
    template: '{base}{name}',
    // A channel: engine/names.ts makes the names, Mumble's servers judge them.
    names: { longest: 512, fits: /^[^/]+$/ },
    start: '',
    health: [], // asked over UDP and TCP: probe.ts
    exports: [],
  },
  {
    id: 'jitsi-meet',
    name: 'Jitsi Meet',
    kind: 'video',
    aliases: ['jitsi', 'jitsimeeting', 'meetjitsi', 'jitsivisio'],
    creation: 'named',
    template: '{base}{name}',
    names: { longest: 200, fits: /^[^/?&:'"%#\\]+$/ },
    start: '',
    health: [{ path: 'sounds/outgoingRinging.wav', gives: 'audio' }],
    exports: [],
  },
  {
    id: 'etherpad',
    name: 'Etherpad',
    kind: 'pad',
    aliases: ['etherpadlite', 'etherpadmypads', 'etherpadlitemypads', 'epetherpadlite'],
    creation: 'named',
    template: '{base}p/{name}',
    // Its own rule: [^$]{1,50}, no slash at the end; a slash anywhere would need encoding that proxies undo.
    names: { longest: 50, fits: /^[^$/]+$/ },
    start: '',
    health: [
      // `api` is as old as Etherpad Lite; some hosts close it, and then one of the others is open.
      { path: 'api', gives: 'json', judge: has('currentVersion') },
      {
        path: 'health',
        gives: 'json',
        judge: answer => (fieldsOf(answer).status === 'pass' ? null : 'lying'),
      },
      { path: 'locales.json', gives: 'json', judge: has('fr') },
    ],
    exports: [
      { format: 'txt', template: '{url}/export/txt' },
      { format: 'html', template: '{url}/export/html' },
      { format: 'etherpad', template: '{url}/export/etherpad' },
    ],
  },
  {
    id: 'ethercalc',
    name: 'EtherCalc',
    kind: 'sheet',
    aliases: ['ethersheet', 'framacalc'],
    creation: 'named',
    template: '{base}{name}',
    // "_" and "=" at the front are its own commands; its page takes its name for a pattern, with ":" and "*" it
    // asks for another sheet than it exports, and no sign beyond Latin-1 fits into its CSV's Content-Disposition.
    names: { longest: 100, fits: /^(?![_=])(?:(?![/.?#%:*()])[ -~\u00a0-\u00ff])+$/ },
    start: '',
    health: [
      // Asks after a sheet without making it; hosts may hide it.
      {
        path: '_exists/chatiere',
        gives: 'json',
        judge: answer => (typeof answer === 'boolean' ? null : 'lying'),
      },
      { path: 'static/img/davy/bg/home2.png', gives: 'image' },
      page,
    ],
    exports: [
      { format: 'csv', template: '{url}.csv' },
      { format: 'xlsx', template: '{url}.xlsx' },
    ],
  },
  {
    ...onSite,
    id: 'framadate',
    name: 'Framadate',
    kind: 'poll',
    aliases: ['framasoftdate'],
    start: 'create_poll.php?type=date',
    health: [{ path: 'images/date.png', gives: 'image' }, page],
  },
  { ...onSite, id: 'opensondage', name: 'OpenSondage', kind: 'poll', aliases: ['studs'] },
  { ...onSite, id: 'nuages', name: 'Nuages', kind: 'poll', aliases: [] },
  {
    id: 'scrumblr',
    name: 'Scrumblr',
    kind: 'notes',
    aliases: ['framemo', 'scrumblrjs'],
    creation: 'named',
    template: '{base}{name}',
    names: { longest: 100, fits: /^(?!demo$)[^/?#%]+$/ },
    start: '',
    health: [page],
    exports: [],
  },
  {
    ...onSite,
    id: 'lufi',
    name: 'Lufi',
    kind: 'files',
    aliases: ['framadrop'],
    health: [{ path: 'about/config', gives: 'json', judge: judgeLufi }, page],
  },
  {
    ...onSite,
    id: 'send',
    name: 'Send',
    kind: 'files',
    aliases: ['firefoxsend', 'ffsend', 'timviseesend', 'mozillasend', 'sendfirefox'],
    health: [{ path: '__version__', gives: 'json', judge: has('version') }],
  },
  { ...onSite, id: 'plik', name: 'Plik', kind: 'files', aliases: [] },
  {
    ...onSite,
    id: 'lutim',
    name: 'Lutim',
    kind: 'images',
    aliases: ['framapic'],
    health: [{ path: 'infos', gives: 'json', judge: judgeLutim }, page],
  },
  { ...onSite, id: 'lstu', name: 'LSTU', kind: 'link', aliases: ['framalink', 'letsshortenthaturl'] },
  { ...onSite, id: 'polr', name: 'Polr', kind: 'link', aliases: [] },
  { ...onSite, id: 'rs-short', name: 'rs-short', kind: 'link', aliases: [] },
  { ...onSite, id: 'yourls', name: 'YOURLS', kind: 'link', aliases: ['yourownurlshortener'] },
  { ...onSite, id: 'privatebin', name: 'PrivateBin', kind: 'paste', aliases: ['zerobin', 'framabin'] },
  // Not opened as one of ours: an account, or keys that are made in the page.
  {
    ...onSite,
    id: 'mumble-web',
    name: 'mumble-web',
    kind: null,
    aliases: ['mumblemumblewebclient', 'mumblewebclient'],
  },
  {
    ...onSite,
    id: 'cryptpad',
    name: 'CryptPad',
    kind: null,
    aliases: [],
    health: [{ path: 'customize/images/AGPL.png', gives: 'image' }, page],
  },
  {
    ...onSite,
    id: 'hedgedoc',
    name: 'HedgeDoc',
    kind: null,
    aliases: ['codimd', 'hackmd'],
    health: [{ path: 'screenshot.png', gives: 'image' }, page],
  },
  { ...onSite, id: 'nextcloud', name: 'Nextcloud', kind: null, aliases: ['nextcloudhub', 'nextcloudtalk'] },
  { ...onSite, id: 'bigbluebutton', name: 'BigBlueButton', kind: null, aliases: ['bbb', 'greenlight'] },
  { ...onSite, id: 'peertube', name: 'PeerTube', kind: null, aliases: [] },
  { ...onSite, id: 'mobilizon', name: 'Mobilizon', kind: null, aliases: [] },
]

/** Its `about/config` tells in so many words whether it takes files from strangers. */
function judgeLufi(answer: unknown) {
  const config = fieldsOf(answer)
  if (!Object.hasOwn(config, 'instance_name') && !Object.hasOwn(config, 'max_file_size')) return 'lying'
  if (isOn(config.need_authentication)) return 'signup'
  return isOn(config.stop_upload) ? 'full' : null
}

/** As Lufi's, under `infos`. */
function judgeLutim(answer: unknown) {
  const infos = fieldsOf(answer)
  if (!Object.hasOwn(infos, 'upload_enabled')) return 'lying'
  return isOn(infos.upload_enabled) ? null : 'full'
}

/** Of a JSON object; of anything else, none. */
function fieldsOf(answer: unknown): Readonly<Record<string, unknown>> {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? { ...answer } : {}
}

/** Perl's JSON writes booleans in several ways. */
function isOn(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true'
}

const byName = new Map(
  softwareTable.flatMap(software =>
    [software.name, ...software.aliases].map(name => [plain(name), software] as const),
  ),
)

/**
 * Finds it by the name that an administrator typed: "Etherpad Lite 1.8.14", "ETHERPAD-LITE", "Jitsi (visio)".
 * Gives {@link unknownSoftware} for a name that nobody told us about.
 */
export function findSoftware(name: string): Software {
  const withoutVersion = name.replace(/[\s_-]+v?\d+(?:\.\d+)*\S*\s*$/i, '')
  const withoutRemark = name.replace(/\([^)]*\)/g, '')
  for (const candidate of [name, withoutVersion, withoutRemark]) {
    const found = byName.get(plain(candidate))
    if (found !== undefined) return found
  }
  return unknownSoftware
}

function plain(name: string): string {
  return name
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
