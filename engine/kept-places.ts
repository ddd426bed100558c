/** What was made or joined: kept as it happens, and handed to the page, to files and to backups when it asks. */
import { mkdir } from 'node:fs/promises'
import type { EngineApi, Joined } from '../bridge/engine-api.ts'
import type { Invitation } from '../bridge/invitation.ts'
import type { Place, PlaceAddress } from '../bridge/places.ts'
import { failed, ProblemError, problem, succeeded } from '../bridge/problems.ts'
import type { ServiceKind } from '../bridge/services.ts'
import { siteOf } from './directory/addresses.ts'
import type { Directory, Host, Service } from './directory/directory.ts'
import { findSoftware } from './directory/software.ts'
import { hostOf } from './places/address.ts'
import { backUp } from './places/backup.ts'
import { importJson } from './places/export.ts'
import { writeExport } from './places/export-file.ts'
import { formsOf } from './places/export-forms.ts'
import type { Places } from './places/places.ts'

export interface KeptPlacesParts {
  readonly places: Places
  readonly directory: () => Promise<Directory>
  /** Absolute path of the folder for what a person saves. */
  readonly downloads: string
  readonly language: () => 'fr' | 'en'
}

type PlaceCalls = Pick<
  EngineApi,
  | 'listPlaces'
  | 'placeOpened'
  | 'renamePlace'
  | 'pinPlace'
  | 'forgetPlace'
  | 'undoForget'
  | 'keepPasted'
  | 'exportPlaces'
  | 'importPlaces'
  | 'placesEnding'
  | 'backUp'
>

export interface KeptPlaces {
  readonly calls: PlaceCalls
  /** A pad, a sheet, a call: kept as soon as it has an address. */
  madeService(kind: ServiceKind, title: string, url: string): Promise<void>
  /** A meeting that we have entered, made here or elsewhere. */
  enteredMeeting(invitation: Invitation, joined: Joined): Promise<void>
}

export function createKeptPlaces({ places, directory, downloads, language }: KeptPlacesParts): KeptPlaces {
  let forgotten: Place | null = null

  const known = (place: Place | null) => {
    if (place === null) throw new ProblemError('place-unknown')
    return succeeded(null)
  }

  /** An address with all that the directory knows of where it is. */
  const describe = async (kind: ServiceKind, url: string): Promise<PlaceAddress> => {
    const found = await directory().then(
      all => findService(all, kind, url),
      () => null, // without a directory a place is kept all the same, with less said of it
    )
    const name = found?.service.software ?? (kind === 'audio' ? 'Mumble' : '')
    const software = findSoftware(name)
    return {
      kind,
      url,
      software: software.name || name,
      hostId: found?.host.id ?? null,
      hostName: found?.host.name ?? hostOf(url),
      exports: formsOf(
        { kind, url },
        software.exports.map(form => form.format),
      ),
      lifetimeDays: found?.service.lifetimeDays ?? null,
    }
  }

  const calls: PlaceCalls = {
    listPlaces: async text => succeeded(text.trim() === '' ? places.list() : places.search(text)),
    placeOpened: async id => known(places.opened(id)),
    renamePlace: async ({ id, title }) => known(places.rename(id, title)),
    pinPlace: async ({ id, pinned }) => known(places.pin(id, pinned)),
    forgetPlace: async id => {
      forgotten = places.forget(id)
      return known(forgotten)
    },
    undoForget: async () => {
      if (forgotten === null) throw new ProblemError('place-unknown')
      places.restore(forgotten)
      forgotten = null
      return succeeded(null)
    },
    keepPasted: async pasted =>
      succeeded(places.keepPasted(pasted, await describe(pasted.kind, pasted.url.trim()))),
    exportPlaces: async form => {
      await makeFolder(downloads)
      const written = { folder: downloads, now: new Date(), language: language() }
      return succeeded({ file: await writeExport(places.list(), form, written) })
    },
    importPlaces: async ({ json, takeOver }) => {
      const read = importJson(json)
      const counts = takeOver ? places.takeOver(read.places) : places.wouldTakeOver(read.places)
      return succeeded({ ...counts, leftOut: counts.leftOut + read.leftOut })
    },
    placesEnding: async () => succeeded(places.endingSoon()),
    backUp: async id => {
      const place = places.list().find(one => one.id === id)
      if (place === undefined) throw new ProblemError('place-unknown')
      await makeFolder(downloads)
      const saved = await backUp(place, { folder: downloads, now: new Date(), language: language() })
      // The page of addresses is always there; without anything else nothing was saved.
      const isNothingSaved = saved.failed.length > 0 && saved.files.length <= 1
      return isNothingSaved
        ? failed(problem('backup-failed', { reason: saved.failed[0]?.status ?? '' }))
        : succeeded(saved)
    },
  }

  return {
    calls,
    async madeService(kind, title, url) {
      places.keep({ title, addresses: [await describe(kind, url)] })
    },
    async enteredMeeting(invitation, joined) {
      const addresses = [await describe('audio', joined.link)]
      if (joined.padUrl !== null) addresses.push(await describe('pad', joined.padUrl))
      places.keep({ title: invitation.title ?? joined.title, addresses })
    },
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(error => {
    throw new ProblemError('disk-refused', { reason: error.code ?? '' }, error)
  })
}

/** The service of the directory that an address belongs to. */
function findService(
  all: Directory,
  kind: ServiceKind,
  url: string,
): { host: Host; service: Service } | null {
  for (const host of all.hosts) {
    for (const service of host.services) {
      if (service.kind !== kind) continue
      const at = kind === 'audio' ? hostOf(service.url) === hostOf(url) : url.startsWith(siteOf(service))
      if (at) return { host, service }
    }
  }
  return null
}
