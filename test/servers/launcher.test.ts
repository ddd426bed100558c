/** From "a pad, please" to a pad that is found again and saved: the engine's calls, on real servers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome } from '../../bridge/problems.ts'
import { demoDirectory } from '../../build/demo-directory.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { type Etherpad, startEtherpad } from '../world/etherpad.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { freePort } from '../world/ports.ts'
import { eventually, joinServer, leaveAll } from './mumble-people.ts'
import { openPage, type PageDouble } from './page-double.ts'

let folder: string
let etherpad: Etherpad
let voice: MumbleServer
let engine: Engine
let page: PageDouble

test('the host of an address is known by what it offers there', async () => {
  const factsAt = async (url: string, kind: 'pad' | 'sheet' | null) =>
    got(await page.engine.hostAt({ url, kind })).facts?.id ?? null
  const pad = etherpad.padUrl('compte-rendu')
  expect(await Promise.all([factsAt(pad, 'pad'), factsAt(pad, null)])).toEqual([
    'this-computer',
    'this-computer',
  ])
  expect(await factsAt(pad, 'sheet')).toBeNull()
  expect(await factsAt('https://ailleurs.example/p/x', 'pad')).toBeNull()
  expect(await factsAt('mumble://127.0.0.1', null)).toBeNull()
})

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  ;[etherpad, voice] = await Promise.all([startEtherpad(), startMumbleServer({ series: '1.3' })])
  const directory = demoDirectory({ mumblePort: voice.port, padUrl: etherpad.padUrl('') })
  const dead = {
    ...directory.hosts[0],
    id: 'dead',
    name: 'Hébergeur éteint',
    weight: 100,
    services: [{ kind: 'pad', software: 'Etherpad', url: `http://127.0.0.1:${await freePort()}/p/` }],
  }
  writeFileSync(
    join(folder, 'directory.json'),
    JSON.stringify({ ...directory, hosts: [dead, ...directory.hosts] }),
  )
  engine = createEngine({
    dataFolder: join(folder, 'data'),
    directoryFile: join(folder, 'directory.json'),
    downloads: join(folder, 'downloads'),
    version: '0',
    systemLanguage: 'fr',
  })
  page = openPage(engine)
})
afterAll(async () => {
  await engine?.close()
  await Promise.all([etherpad?.stop(), voice?.stop()])
  rmSync(folder, { recursive: true, force: true })
})

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

test('a dead host with a hundred times the weight costs nothing but a moment', async () => {
  for (let i = 0; i < 3; i++) {
    const choice = got(await page.engine.chooseHost(['pad'], []))
    expect(choice.host.id).toBe('this-computer')
    expect(choice.facts.services.map(service => service.kind)).toContain('pad')
  }
  // It failed this person: it is set aside, and says so in the list.
  const { hosts } = got(await page.engine.listHosts({ kind: 'pad', country: null, software: null, text: '' }))
  expect(hosts.map(({ id, setAside }) => [id, setAside])).toEqual([
    ['this-computer', false],
    ['dead', true],
  ])
})

test('a pad that is made is kept, found, renamed, pinned, forgotten and brought back', async () => {
  const { url } = got(
    await page.engine.planService({ kind: 'pad', title: 'Compte rendu AG', hostId: 'this-computer' }),
  )
  const [place] = got(await page.engine.listPlaces('compte'))
  expect(place).toMatchObject({
    title: 'Compte rendu AG',
    addresses: [{ kind: 'pad', url, software: 'Etherpad' }],
  })
  const id = place?.id ?? ''
  got(await page.engine.renamePlace({ id, title: 'AG de mars' }))
  got(await page.engine.pinPlace({ id, pinned: true }))
  got(await page.engine.forgetPlace(id))
  expect(got(await page.engine.listPlaces('mars'))).toEqual([])
  got(await page.engine.undoForget())
  expect(got(await page.engine.listPlaces('mars'))).toMatchObject([{ id, pinned: true }])
  expect(await page.engine.placeOpened('nothing')).toMatchObject({
    ok: false,
    problem: { code: 'place-unknown' },
  })
})

test('a pad is saved to disk in every form', async () => {
  const [place] = got(await page.engine.listPlaces('mars'))
  const address = place?.addresses[0]?.url ?? ''
  await etherpad.setPadText(new URL(address).pathname.split('/').at(-1) ?? '', 'Les clés sont chez Samir.\n')
  const backup = got(await page.engine.backUp(place?.id ?? ''))
  expect(backup.failed).toEqual([])
  const text = backup.files.find(file => file.endsWith('.txt')) ?? ''
  expect(readFileSync(text, 'utf8')).toContain('Les clés sont chez Samir.')
  expect(got(await page.engine.exportPlaces('html')).file).toMatch(/\.html$/)
})

test('a meeting that was entered is kept with its pad', async () => {
  const invitation = got(
    await page.engine.planMeeting({ title: 'Café', hostId: 'this-computer', padHostId: null }),
  )
  const request = {
    invitation: { ...invitation, path: [...invitation.path] },
    userName: 'Anna',
    muted: true,
    password: null,
  }
  const joined = got(await page.engine.join(request))
  expect(joined.roomMade).toBe(false)
  await page.engine.leave()
  const [place] = got(await page.engine.listPlaces('café'))
  expect(place?.addresses.map(({ kind, hostName }) => [kind, hostName])).toEqual([
    ['audio', 'Cet ordinateur (démo)'],
    ['pad', 'Cet ordinateur (démo)'],
  ])
})

test('an engine that is closed has left: the others see it go', async () => {
  const watcher = await joinServer(voice.port, 'Basile')
  const leaver = createEngine({
    dataFolder: join(folder, 'leaver'),
    directoryFile: join(folder, 'directory.json'),
    downloads: join(folder, 'downloads'),
    version: '0',
    systemLanguage: 'fr',
  })
  const invitation = { host: '127.0.0.1', port: voice.port, path: [], title: null, padUrl: null }
  const request = { invitation, userName: 'Chloé', muted: true, password: null }
  got(await openPage(leaver).engine.join(request))
  const isThere = () => [...watcher.state.users.values()].some(user => user.name === 'Chloé')
  await eventually(isThere)
  const told = new Promise(resolve => watcher.on('userRemoved', user => resolve(user.name)))
  await leaver.close()
  expect(await told).toBe('Chloé')
  leaveAll()
})

test('wishes hold: never this one, always that one, and what is picked by hand is asked all the same', async () => {
  got(await page.engine.setWish({ hostId: 'this-computer', kind: 'pad', wish: 'never' }))
  expect(await page.engine.chooseHost(['pad'], [])).toMatchObject({
    ok: false,
    problem: { code: 'no-host-answers' },
  })
  expect(got(await page.engine.chooseThis('this-computer', ['pad'])).host.id).toBe('this-computer')
  got(await page.engine.setWish({ hostId: 'this-computer', kind: 'pad', wish: 'always' }))
  expect(got(await page.engine.chooseHost(['pad'], [])).host.id).toBe('this-computer')
  got(await page.engine.setWish({ hostId: 'this-computer', kind: 'pad', wish: null }))
})

test('a host of one’s own is recognised by what answers there', async () => {
  const facts = got(await page.engine.addHost(`${etherpad.url}/p/quelque-chose`))
  expect(facts.services).toMatchObject([{ kind: 'pad', software: 'Etherpad' }])
  const own = got(await page.engine.listHosts({ kind: 'pad', country: null, software: null, text: '' }))
  expect(own.hosts.filter(host => host.own)).toHaveLength(1)
  // Whatever is looked for, one's own can be taken off.
  const sheets = got(await page.engine.listHosts({ kind: 'sheet', country: null, software: null, text: 'x' }))
  expect(sheets.own.map(({ id }) => id)).toEqual([facts.id])
  got(await page.engine.removeHost(facts.id))
  const nobody = await page.engine.addHost(`127.0.0.1:${await freePort()}`)
  expect(nobody).toMatchObject({ ok: false, problem: { code: 'host-unrecognised' } })
})
