/** A hostile pad beside a video call, and a hostile host of one: nobody but the call page speaks for it. */
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import { type CallHostDouble, startCallHostDouble } from '../world/call-host-double.ts'
import { run } from './browser.ts'
import { type Ground, setGround } from './ground.ts'

let ground: Ground
let callHost: CallHostDouble
let room: Frame
let callPage: Frame

beforeAll(async () => {
  callHost = await startCallHostDouble()
  ground = await setGround(callHost)
  const { page } = ground
  const address = `${callHost.origin}/Salon`
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(address)
  await page.getByRole('button', { name: 'Rejoindre' }).click()
  await page.getByRole('button', { name: 'Entrer dans la visio' }).click()
  await page.getByRole('button', { name: /^Micro ouvert/ }).waitFor({ timeout: 20_000 })
  const found = page.frames().find(frame => frame.url().startsWith(address))
  if (found === undefined) throw new Error('no room is framed')
  room = found
  callPage = room.parentFrame() as Frame
})
afterAll(async () => {
  await ground?.close()
  await callHost?.stop()
})

const events: CallEvent[] = [
  { type: 'ready' },
  { type: 'person-joined', person: { id: 'evil', name: 'Évelyne' } },
  { type: 'muted', on: true },
  { type: 'ended', why: 'host' },
]
const commands: CallCommand[] = [
  {
    type: 'setup',
    setup: {
      url: 'https://evil.test/room',
      displayName: '',
      language: 'fr',
      startMuted: false,
      startWithoutCamera: false,
      pictureInPicture: true,
      grants: ['microphone', 'camera', 'screen'],
    },
  },
  { type: 'mute', on: true },
  { type: 'hang-up' },
]

/** What the room's page was told to do, by the double's own record. */
const obeyed = () =>
  room.evaluate(() => (window as unknown as { host: { obeyed: unknown[][] } }).host.obeyed.map(String))

test('a flood of messages from hosts changes nothing, in the app and in the call page', async () => {
  const complaints: string[] = []
  ground.page.on('pageerror', error => complaints.push(error.message))
  await ground.page.getByRole('button', { name: 'Accueil' }).first().click()
  const pad = await ground.openInApp(ground.host, 'evil')
  const before = await obeyed()
  for (const stranger of [pad, room]) {
    await run(
      stranger,
      words => {
        const targets = [
          window.top,
          ...Array.from({ length: window.top?.length ?? 0 }, (_, i) => window.top?.[i]),
        ]
        for (let i = 0; i < 10_000; i += 1) {
          for (const target of targets) {
            target?.postMessage(
              words[i % words.length],
              '*',
              i % 100 === 0 ? [new MessageChannel().port1] : [],
            )
          }
        }
      },
      [
        ...events,
        ...commands,
        { chatierePort: 'rpc', epoch: Number.MAX_SAFE_INTEGER },
        { m: 'start', a: [], i: '1', t: 'q' },
        '{"postis":true,"scope":"jitsi_meet_external_api_0","method":"message","params":{}}',
        null,
      ],
    )
  }
  // Answered after all of the messages.
  for (const frame of [ground.page.mainFrame(), callPage]) {
    await frame.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)))
  }
  await ground.page.getByRole('navigation').getByRole('button', { name: /Visio/ }).click()
  await ground.page.getByRole('button', { name: /^Micro ouvert/ }).waitFor()
  expect(await ground.page.getByText(/Évelyne/).count()).toBe(0)
  expect(room.isDetached()).toBe(false)
  expect(await obeyed()).toEqual(before)
  expect(callPage.childFrames()).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('the room cannot steer the window; it may sound, and only it', async () => {
  const refused = await run(
    room,
    () => {
      try {
        if (window.top !== null) window.top.location = 'https://evil.test/'
        return 'taken'
      } catch (error) {
        return (error as Error).name
      }
    },
    null,
  )
  expect(refused).toBe('SecurityError')
  const sound = await run(
    room,
    () => {
      const context = new AudioContext()
      return context.resume().then(() => context.state)
    },
    null,
  )
  expect(sound).toBe('running')
})

// Last, because the call ends with it: the very same messages count when they come from whom they should.
test('the same messages count from the app and from the call page', async () => {
  const before = await obeyed()
  await ground.page.evaluate(
    ([command, at]) => {
      for (let i = 0; i < window.length; i += 1) window[i]?.postMessage(command, at as string)
    },
    [{ type: 'mute', on: true }, new URL(callPage.url()).origin] as const,
  )
  await expect.poll(async () => (await obeyed()).length).toBeGreaterThan(before.length)
  await callPage.evaluate(event => window.parent.postMessage(event, '*'), events[1])
  await ground.page
    .getByText(/Évelyne/)
    .first()
    .waitFor()
  await callPage.evaluate(event => window.parent.postMessage(event, '*'), events[3])
  await expect.poll(() => room.isDetached()).toBe(true)
})
