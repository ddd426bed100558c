/** From a tile to an open pad in one click after the card, among hosts that are dead, slow, full or lying. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import { freePort } from '../world/ports.ts'
import type { Person } from './person.ts'
import { padEditor } from './plays.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
let zoe: Person
const doubles: Server[] = []

/** A host double over HTTP; what it answers is all there is of it. */
async function host(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer)
  doubles.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

beforeAll(async () => {
  await buildApp()
  stage = await setStage('1.3', ['A'])
  const directory = JSON.parse(readFileSync(stage.directoryFile, 'utf8'))
  const [here] = directory.hosts
  const well = await host((_request, response) => response.end('{"currentVersion":"1.2.15"}'))
  const strangers = [
    { name: 'Éteint', url: `http://127.0.0.1:${await freePort()}/` },
    { name: 'Lent', url: await host(() => undefined) },
    { name: 'En panne', url: await host((_request, response) => response.writeHead(502).end()) },
    { name: 'Menteur', url: await host((_request, response) => response.end('<h1>Bienvenue</h1>')) },
    { name: 'Complet', url: well, load: 'FULL' },
  ]
  const others = strangers.map(({ name, ...service }) => ({
    ...here,
    id: name,
    name,
    weight: 20,
    services: [{ kind: 'pad', software: 'Etherpad', ...service }],
  }))
  writeFileSync(stage.directoryFile, JSON.stringify({ ...directory, hosts: [...others, here] }))
  zoe = await stage.person('A')
})
afterAll(async () => {
  await stage?.stop()
  for (const server of doubles) {
    server.closeAllConnections()
    server.close()
  }
})

test('a pad is opened, kept, and found again', async () => {
  const { page } = zoe
  await page.getByRole('button', { name: /^Pad/ }).click()
  await page.getByRole('heading', { name: /Cet ordinateur/ }).waitFor({ timeout: 15_000 })
  await page.getByRole('textbox', { name: 'Titre' }).fill('Compte rendu')
  await page.getByRole('button', { name: 'Créer ici' }).click()
  const frame = await page.waitForSelector('iframe')
  const address = (await frame.getAttribute('src')) ?? ''
  expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/p\/compte-rendu-\w{10}/)
  await (await padEditor(zoe, address)).waitFor()

  await page.getByRole('button', { name: 'Retour' }).click()
  await page.getByText('Compte rendu').first().waitFor()
  expect(zoe.complaints).toEqual([])
})
