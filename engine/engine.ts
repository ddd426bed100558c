/** The engine: all that needs the network or the disk and no screen, for one page at a time. */
import { join } from 'node:path'
import type { EngineApi, PageApi } from '../bridge/engine-api.ts'
import { type Invitation, readLink } from '../bridge/invitation.ts'
import { ProblemError, problem, succeeded } from '../bridge/problems.ts'
import type { Channel } from './channel.ts'
import { isNamed } from './directory/addresses.ts'
import { planMeeting, planService } from './directory/choice.ts'
import { EventLoopLag } from './event-loop-lag.ts'
import { KeptHostPreferences } from './host-preferences.ts'
import { loadIdentity } from './identity.ts'
import { createKeptPlaces } from './kept-places.ts'
import { openKnownHosts } from './known-hosts.ts'
import { knownService } from './known-service.ts'
import { createLauncher } from './launcher.ts'
import { Meeting } from './meeting.ts'
import { OwnHosts } from './own-hosts/own-hosts.ts'
import { servePage } from './page-link.ts'
import { Places } from './places/places.ts'
import { Recordings } from './recording/recordings.ts'
import { Storage } from './storage.ts'
import { Trust } from './trust.ts'
import { whereLeads } from './where-leads.ts'

export interface EngineOptions {
  /** Absolute path of the folder for settings and identity. */
  readonly dataFolder: string
  readonly directoryFile: string
  /** Address of a newer directory, asked for at most once a week; null or absent = never (engine/directory/README.md). */
  readonly directoryAddress?: string | null
  /** Absolute path of the folder for what a person saves. */
  readonly downloads: string
  readonly version: string
  /** BCP 47 tag of the computer's language. */
  readonly systemLanguage: string
}

export interface Engine {
  /** A page asks and is told through this channel. The page before it is told that another took its place. */
  attachPage(channel: Channel): void
  /** Sound from the page's microphone comes through this channel. */
  attachMic(channel: Channel): void
  /** Sound for the page's loudspeaker goes through this channel. */
  attachEar(channel: Channel): void
  /** Leaves the meeting; settles when the server knows it, or after a second. */
  close(): Promise<void>
}

/** Throws when the data folder cannot be used. */
export function createEngine(options: EngineOptions): Engine {
  const storage = new Storage(options.dataFolder)
  const trust = new Trust(storage)
  let page: { channel: Channel; tell: PageApi } | null = null
  let mic: Channel | null = null
  let ear: Channel | null = null
  let identity: ReturnType<typeof loadIdentity> | null = null
  /** Rooms that we planned and nobody has made yet. */
  const planned = new Set<string>()

  const ownHosts = new OwnHosts(join(options.dataFolder, 'own-hosts.json'))
  const places = new Places(join(options.dataFolder, 'places.json'))
  const preferences = new KeptHostPreferences(join(options.dataFolder, 'host-preferences.json'))
  /** Files that could not be read in whole, and that no page was told of yet. */
  const setAside = [storage, ownHosts, places, preferences].flatMap(kept => kept.setAside ?? [])
  const knownHosts = openKnownHosts({
    shipped: options.directoryFile,
    dataFolder: options.dataFolder,
    address: options.directoryAddress ?? null,
    storage,
  })
  const launcher = createLauncher({ storage, ownHosts, shipped: knownHosts.current })
  const kept = createKeptPlaces({
    places,
    directory: launcher.directory,
    downloads: options.downloads,
    language: () => {
      const { language } = storage.settings
      return language === 'system' ? (/^en\b/i.test(options.systemLanguage) ? 'en' : 'fr') : language
    },
  })
  const tellPage: PageApi = {
    room: events => page?.tell.room(events),
    connection: state => page?.tell.connection(state),
    self: state => page?.tell.self(state),
    pad: url => page?.tell.pad(url),
    notice: reason => page?.tell.notice(reason),
  }
  const tellSetAside = (file: string) => tellPage.notice(problem('kept-set-aside', { file }))
  const meeting = new Meeting({
    identity: () => {
      identity ??= loadIdentity(options.dataFolder, tellSetAside).catch(error => {
        identity = null // the next meeting tries the disk again
        throw error
      })
      return identity
    },
    trust,
    release: `Chatière ${options.version}`,
    page: tellPage,
    hear: frame => ear?.post(frame),
    over: () => void recordings.stop(),
  })

  const recordings = new Recordings({ flag: meeting.recordingFlag, folder: options.downloads })
  const lag = new EventLoopLag()

  /** What cannot be kept costs the memory of a place, not the place: nobody may be in a meeting that the page denies. */
  const keeping = (kept: Promise<void>) =>
    kept.catch(error => {
      console.error(
        'a place could not be kept:',
        (error as NodeJS.ErrnoException).code ?? (error as Error).name,
      )
      const isFull = error instanceof ProblemError && error.problem.code === 'places-full'
      tellPage.notice(problem(isFull ? 'places-full' : 'disk-refused'))
    })

  const api: EngineApi = {
    start: async () => {
      const known = await launcher.directory().catch(error => {
        console.error('the directory cannot be read:', error.cause ?? error)
        return null
      })
      for (const file of setAside.splice(0)) tellSetAside(file)
      return {
        version: options.version,
        settings: storage.settings,
        systemLanguage: options.systemLanguage,
        kinds: known?.kinds ?? [],
        directoryDate: known?.date ?? '',
      }
    },
    changeSettings: async change => succeeded(storage.changeSettings(change)),
    readLink: async text => {
      const read = readLink(text)
      if (!read.ok) return read
      // Without a directory every address is a page like any other.
      const known = await launcher.directory().catch(() => null)
      return known === null ? read : succeeded(knownService(read.value, known))
    },
    ...launcher.calls,
    ...kept.calls,
    whereLeads: async url => {
      // Without a directory every host is a stranger.
      const { hosts } = await launcher.directory().catch(() => ({ hosts: [] }))
      return succeeded(await whereLeads(url, { hosts, places: places.list() }))
    },
    hostPreferences: async origin => succeeded(preferences.of(origin)),
    setHostPreferences: async change => succeeded(preferences.change(change)),
    listHostPreferences: async () => succeeded(preferences.list()),
    planMeeting: async ({ title, hostId, padHostId }) => {
      const audio = launcher.answered(hostId, 'audio')
      const pad = launcher.answered(padHostId ?? hostId, 'pad')
      const invitation = planMeeting(await launcher.directory(), title, hostId, padHostId, {
        ...(audio === undefined ? {} : { audio }),
        ...(pad === undefined ? {} : { pad }),
      })
      planned.add(roomOf(invitation))
      return succeeded(invitation)
    },
    planService: async ({ kind, title, hostId }) => {
      const drawn = launcher.answered(hostId, kind)
      const { url, host, service } = planService(await launcher.directory(), kind, title, hostId, drawn)
      const creation = isNamed(service) ? 'named' : 'on-site'
      if (creation === 'named') await keeping(kept.madeService(kind, title, url))
      return succeeded({ url, host, creation })
    },
    join: async request => {
      const outcome = await meeting.join(request)
      if (!outcome.ok) return outcome
      await keeping(kept.enteredMeeting(request.invitation, outcome.value))
      // A room that we have just planned is new, not made again.
      const isNew = planned.delete(roomOf(request.invitation))
      return isNew ? succeeded({ ...outcome.value, roomMade: false }) : outcome
    },
    leave: async () => {
      meeting.leave()
      return null
    },
    setSelf: async state => {
      meeting.setSelf(state)
      return null
    },
    enterRoom: async id => {
      await meeting.enterRoom(id)
      return null
    },
    acceptCertificate: async ({ host, port, fingerprint }) => {
      trust.accept({ host, port }, fingerprint)
      return succeeded(null)
    },
    startRecording: async title => succeeded(await recordings.start(title)),
    keepRecording: async piece => succeeded(await recordings.keep(piece)),
    stopRecording: async () => succeeded(await recordings.stop()),
    showRecording: async () => {
      if (await recordings.show()) return succeeded(null)
      throw new ProblemError('folder-not-shown')
    },
    lineReport: async sessions => {
      const report = meeting.lineReport(sessions)
      return succeeded(report === null ? null : { ...report, engineLagMs: lag.take() })
    },
  }

  return {
    attachPage(channel) {
      if (page !== null) {
        page.tell.notice(problem('opened-elsewhere'))
        page.channel.close()
        // The new page knows of no meeting, and the old one can end none any more.
        meeting.leave()
      }
      const attached = { channel, tell: servePage(channel, api) }
      page = attached
      channel.onClose(() => {
        if (page !== attached) return
        page = null
        // Nobody may stay in a room, heard, whose page is gone.
        meeting.leave()
      })
    },
    attachMic(channel) {
      // One mouth: what another page still says is not heard.
      mic?.close()
      mic = channel
      channel.onMessage(data => {
        if (mic !== channel) return
        if (data instanceof Uint8Array) meeting.speak(data)
      })
      channel.onClose(() => {
        if (mic === channel) mic = null
      })
    },
    attachEar(channel) {
      ear?.close()
      ear = channel
      channel.onClose(() => {
        if (ear === channel) ear = null
      })
    },
    async close() {
      knownHosts.stop()
      meeting.leave()
      page?.channel.close()
      mic?.close()
      ear?.close()
      page = null
      lag.stop()
      await Promise.all([meeting.parted(), recordings.stop()])
    },
  }
}

function roomOf({ host, port, path }: Invitation): string {
  return JSON.stringify([host, port, path])
}
