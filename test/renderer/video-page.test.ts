/**
 * A call in the real page and the real call page, with a call host double two frames down: what people do, what a
 * hostile page tries, and how it looks. SCREENS_FOLDER=… keeps pictures.
 */
/// <reference types="node" />
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import type { EngineApi } from '../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import { GONE_AFTER_MS } from '../../renderer/call/call.ts'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import {
  type CallHostBehaviour,
  type CallHostDouble,
  startCallHostDouble,
} from '../world/call-host-double.ts'
import { cardOf, factsOf } from './doubles/hosts.ts'
import { findingsOf } from './doubles/looks.ts'
import { whyNot } from './doubles/stage.ts'
import { button, toMeeting, visits } from './doubles/visits.ts'

const picturesFolder = process.env.SCREENS_FOLDER ?? null

/** The double's page, as far as these tests use it. */
interface HostWindow {
  readonly host: {
    readonly obeyed: unknown[][]
    readonly state: { readonly audio: boolean }
    readonly options: Readonly<Record<string, unknown>>
    arrive(name: string): void
    knock(name: string): void
    kick(): void
    tell(name: string, data: unknown): void
  }
}

describe.skipIf(whyNot !== null)('a video call', { timeout: 60_000 }, () => {
  const visit = visits()
  let host: CallHostDouble
  beforeAll(async () => {
    host = await startCallHostDouble()
  })
  afterAll(() => host?.stop())

  const room = () => `${host.origin}/Gouter`
  const plan: () => Partial<EngineApi> = () => ({
    planService: async () =>
      succeeded({ url: room(), host: cardOf(factsOf('moustaches')), creation: 'named' }),
  })

  /** Up to our door, through home, with a host that behaves so. */
  async function toDoor(behaviour: CallHostBehaviour = {}, options: Parameters<typeof visit>[0] = {}) {
    host.behave(behaviour)
    const visited = await visit({ replaced: plan(), ...options })
    await openDoor(visited.page)
    return visited
  }
  async function openDoor(page: Page) {
    await page.getByRole('button', { name: new RegExp(`^${fr.home['video-title']}`) }).click()
    await button(page, fr.create.here).click()
    await page.getByText(/Que peut utiliser|peut utiliser votre|ne peut utiliser/).waitFor()
  }
  async function enter(page: Page): Promise<Frame> {
    await button(page, fr.call.enter).click()
    return hostFrame(page)
  }
  async function hostFrame(page: Page): Promise<Frame> {
    await page.frameLocator('iframe[title^="Visio"]').frameLocator('iframe').locator('h1').waitFor()
    const found = page.frames().find(frame => frame.url().startsWith(host.origin))
    if (found === undefined) throw new Error('the host’s page is in no frame')
    return found
  }
  const starts = (page: Page, label: string) => page.getByRole('button', { name: new RegExp(`^${label}, `) })

  test('shows the room in a frame of its own origin, with what was agreed and no more', async () => {
    const { page } = await toDoor()
    await page.getByRole('switch', { name: fr.call.camera }).press(' ')
    const frame = await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    const callPage = frame.parentFrame()
    expect(callPage?.url()).toMatch(/^http:\/\/call\.chatiere\.localhost:\d+\/\?host=127\.0\.0\.1%3A\d+$/)
    const element = await frame.frameElement()
    const allow = (await element.getAttribute('allow')) ?? ''
    expect(allow.split('; ')).toContain(`microphone ${host.origin}`)
    expect(allow).toContain(`display-capture ${host.origin}`)
    expect(allow).not.toContain('camera')
    expect(await element.getAttribute('sandbox')).toBe(
      'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox',
    )
    expect(await element.getAttribute('referrerpolicy')).toBe('no-referrer')
    // Our page is out of its reach.
    expect(
      await frame.evaluate(() => {
        try {
          return `${window.top?.document.title}`
        } catch (error) {
          return (error as Error).name
        }
      }),
    ).toBe('SecurityError')
  })

  test('a screen is shown after one question, with the click in our own bar', async () => {
    const { page } = await toDoor()
    const frame = await enter(page)
    await starts(page, fr.call['screen-off']).click()
    await button(page, fr.call['screen-choose']).click()
    await starts(page, fr.call['screen-on']).waitFor()
    await frame.getByText('screen: on').waitFor()
    await starts(page, fr.call['screen-on']).click()
    await frame.getByText('screen: off').waitFor()
    // Asked once.
    await starts(page, fr.call['screen-off']).click()
    await starts(page, fr.call['screen-on']).waitFor()
  })

  test('hand and tiles, both ways and by letters, unless those are switched off', async () => {
    const { page } = await toDoor()
    const frame = await enter(page)
    await starts(page, fr.call['hand-down']).click()
    await frame.getByText('hand: up').waitFor()
    await frame.getByRole('button', { name: 'hand: up' }).click()
    await starts(page, fr.call['hand-down']).waitFor()
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('w')
    await starts(page, fr.call['tiles-on']).waitFor()
    await page.keyboard.press('m')
    await starts(page, fr.call['mic-off']).waitFor()
    await button(page, fr.call.help).click()
    await page.getByRole('switch', { name: fr.call.letters }).press(' ')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('m')
    await page.keyboard.press('r')
    await starts(page, fr.call['mic-off']).waitFor()
    expect(await frame.evaluate(() => (window as unknown as HostWindow).host.state.audio)).toBe(true)
    await frame.getByText('hand: down').waitFor()
  })

  test('a screen is shown and the call ended by letters too, never while somebody types or by one key', async () => {
    const { page } = await toDoor()
    const frame = await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    expect(await starts(page, fr.call['screen-off']).getAttribute('aria-keyshortcuts')).toBe('D')
    expect(await button(page, fr.call['hang-up']).getAttribute('aria-keyshortcuts')).toBe('Shift+H')
    const heading = page.getByRole('heading', { level: 1 })
    await heading.focus()
    await page.keyboard.press('d')
    await button(page, fr.call['screen-choose']).click()
    await frame.getByText('screen: on').waitFor()
    // The room's word has come back to our bar.
    await starts(page, fr.call['screen-on']).waitFor()
    await heading.focus()
    await page.keyboard.press('d')
    await frame.getByText('screen: off').waitFor()
    await starts(page, fr.call['screen-off']).waitFor()
    await page.evaluate(() => {
      const field = document.createElement('input')
      field.setAttribute('aria-label', 'typing')
      document.querySelector('main')?.append(field)
      field.focus()
    })
    await page.keyboard.press('Shift+H')
    await page.keyboard.press('d')
    expect(await page.getByLabel('typing').inputValue()).toBe('Hd')
    await heading.focus()
    await page.keyboard.press('h')
    // A window of ours has the keys for itself.
    await button(page, fr.call.help).click()
    await page.keyboard.press('Shift+H')
    await page.keyboard.press('Escape')
    await starts(page, fr.call['screen-off']).waitFor()
    await heading.focus()
    await page.keyboard.press('Shift+H')
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
  })

  test('faces go into no small window when that is switched off, from the next call on', async () => {
    const { page } = await toDoor()
    const allow = async (frame: Frame) => (await (await frame.frameElement()).getAttribute('allow')) ?? ''
    const first = await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    expect(await allow(first)).toContain(`picture-in-picture ${host.origin}`)
    await button(page, fr.call.help).click()
    await page.getByRole('switch', { name: fr.call['picture-in-picture'] }).press(' ')
    await page.keyboard.press('Escape')
    await button(page, fr.call['hang-up']).click()
    await openDoor(page)
    const second = await enter(page)
    expect(await allow(second)).toContain("picture-in-picture 'none'")
    expect((await page.locator('iframe').getAttribute('allow')) ?? '').toContain("picture-in-picture 'none'")
  })

  test('another host is none of those tried before, and all that there are come to an end', async () => {
    const chooseHost = vi.fn<EngineApi['chooseHost']>(async (_kinds, passedOver) => {
      const facts = factsOf(passedOver.includes('moustaches') ? 'own-gouttiere' : 'moustaches')
      const services = [{ kind: 'video', software: 'x', address: 'https://elsewhere.example/' }] as const
      return succeeded({
        host: { ...cardOf(facts), services },
        beside: null,
        facts,
        besideFacts: null,
        answeredInMs: 30,
        people: null,
      })
    })
    const planService: EngineApi['planService'] = async ({ hostId }) =>
      succeeded({ url: `${host.origin}/${hostId}`, host: cardOf(factsOf(hostId)), creation: 'named' })
    host.behave({ refuses: 'conference.connectionError.membersOnly' })
    const { page } = await visit({ replaced: { chooseHost, planService } })
    await openDoor(page)
    await button(page, fr.call.enter).click()
    const drawn = chooseHost.mock.calls.length
    await button(page, fr.call['other-host']).click()
    await page.getByText(/Le lien a changé/).waitFor()
    await button(page, fr.call.enter).click()
    await button(page, fr.call['other-host']).click()
    await page.getByText(fr.problem['no-host-answers'].what).waitFor()
    expect(chooseHost.mock.calls.slice(drawn).map(([, passedOver]) => passedOver)).toEqual([
      ['moustaches'],
      ['moustaches', 'own-gouttiere'],
    ])
    expect(await page.getByRole('alert').getByRole('button', { name: fr.page['open-browser'] }).count()).toBe(
      1,
    )
  })

  test('a link of a host that nobody knows is opened as a page, and as a call when the person says so', async () => {
    host.behave({})
    const leadsToCall = vi.fn<EngineApi['leadsToCall']>(async () => succeeded({ call: true }))
    const { page, complaints } = await visit({ replaced: { leadsToCall } })
    await page.getByRole('textbox', { name: fr.home['join-label'] }).fill(room())
    await page.keyboard.press('Enter')
    await page.getByText(fr.call.maybe).waitFor()
    expect(leadsToCall.mock.calls).toEqual([[room()]])
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.call['maybe-yes']).click()
    await page.getByText(/Que peut utiliser/).waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
    await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    expect(leadsToCall).toHaveBeenCalledTimes(1)
    // The stage lets no host but that of the pads be framed as a page.
    expect(complaints.splice(0)).toEqual([expect.stringMatching(/^Framing/)])
  })

  test('is not moved by messages that only look right', async () => {
    const { page } = await toDoor()
    const frame = await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    await frame.evaluate(() => (window as unknown as HostWindow).host.arrive('Anouk'))
    await button(page, '2 personnes dans la visio').waitFor()
    await frame.evaluate(async () => {
      const { options } = (window as unknown as HostWindow).host
      const scope = `jitsi_meet_external_api_${options.jitsi_meet_external_api_id}`
      const event = (data: unknown) =>
        JSON.stringify({ postis: true, scope, method: 'message', params: { type: 'event', data } })
      // To our page, past the call page.
      const forged: CallEvent[] = [
        { type: 'ended', why: 'host' },
        { type: 'person-joined', person: { id: 'x', name: 'Forged' } },
      ]
      for (const each of forged) window.top?.postMessage(each, '*')
      // To the call page, as if we were the app.
      const orders: CallCommand[] = [{ type: 'hang-up' }, { type: 'mute', on: true }]
      for (const each of orders) window.parent.postMessage(each, '*')
      // From another window of the same origin, with the right secret.
      const other = document.createElement('iframe')
      other.srcdoc = '<p>other</p>'
      document.body.append(other)
      await new Promise(resolve => other.addEventListener('load', resolve))
      const forge = (text: string) => {
        const script = other.contentDocument?.createElement('script')
        if (script === undefined) throw new Error('no document')
        script.textContent = `parent.parent.postMessage(${JSON.stringify(text)}, '*')`
        other.contentDocument?.body.append(script)
      }
      forge(event({ name: 'video-ready-to-close' }))
      forge(event({ name: 'participant-joined', id: 'x', displayName: 'Forged' }))
      // Malformed, from the right one.
      for (const each of ['{', 'null', '[]', '""', event(null), event({ name: 'participant-left' })]) {
        window.parent.postMessage(each, '*')
      }
      window.parent.postMessage({ postis: true, scope }, '*')
      window.parent.postMessage(new ArrayBuffer(8), '*')
      // A flood of well-formed ones.
      for (let count = 0; count < 20_000; count += 1) {
        window.parent.postMessage(event({ name: 'tile-view-changed', enabled: count % 2 === 0 }), '*')
      }
    })
    // It lives, and what was forged is nowhere.
    await button(page, '2 personnes dans la visio').waitFor()
    // Once the flood has run off, the host is heard again.
    const arrive = () => frame.evaluate(() => (window as unknown as HostWindow).host.arrive('Zoé'))
    const three = button(page, '3 personnes dans la visio')
    await expect.poll(() => arrive().then(() => three.count()), { timeout: 30_000 }).toBe(1)
    expect(await page.getByText('Forged').count()).toBe(0)
    expect(await starts(page, fr.call['mic-on']).count()).toBe(1)
    expect(await frame.evaluate(() => (window as unknown as HostWindow).host.obeyed)).toEqual([])
    await button(page, fr.call['hang-up']).click()
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
  })

  test('names from a host are text', async () => {
    const { page } = await toDoor({ people: ['<img src=x onerror=alert(1)>'] })
    await enter(page)
    await button(page, '2 personnes dans la visio').click()
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
  })

  test('a page that never answers is told, and home is one press away', async () => {
    const { page } = await toDoor({ silent: true })
    await page.clock.install()
    await enter(page)
    await page.clock.fastForward(GONE_AFTER_MS)
    await page.getByText(/ne répond pas/).waitFor()
    await button(page, fr.call['hang-up']).click()
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
  })

  test('what was agreed is not asked again; what was taken back is', async () => {
    const { page, engine } = await toDoor()
    await enter(page)
    await button(page, fr.call['hang-up']).click()
    await openDoor(page)
    await page.getByText(/peut utiliser votre micro et votre caméra/).waitFor()
    await button(page, fr.common.back).click()
    engine.replace({
      ...plan(),
      hostPreferences: async origin => succeeded({ origin, grants: null, zoom: 1 }),
    })
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
    await openDoor(page)
    await page.getByText(/Que peut utiliser/).waitFor()
  })

  test('what cannot be kept keeps the door shut', async () => {
    const { page } = await toDoor(
      {},
      {
        replaced: { ...plan(), setHostPreferences: async () => failed(problem('disk-refused')) },
      },
    )
    await button(page, fr.call.enter).click()
    await page.getByRole('alert').waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
  })

  test('in the desktop shell the person chooses a screen by keyboard, and the window stays above', async () => {
    const { page } = await toDoor({}, { electron: true, settings: { callOnTop: true } })
    await button(page, fr.call.enter).click()
    const asked = () => page.evaluate(() => window.asked)
    await expect.poll(async () => (await asked()).filter(([what]) => what === 'openView')).toHaveLength(1)
    const [, request] = (await asked()).find(([what]) => what === 'openView') ?? []
    const { id } = request as { id: string }
    expect(request).toMatchObject({ url: room(), kind: 'video', grants: ['microphone', 'camera'] })
    const tell = (...events: CallEvent[]) =>
      page.evaluate(
        ([viewId, all]) => {
          for (const event of all) window.happen({ view: { id: viewId, type: 'call', event } })
        },
        [id, events] as const,
      )
    await tell({ type: 'ready' })
    await expect
      .poll(async () => (await asked()).find(([what]) => what === 'commandView')?.[2])
      .toMatchObject({ type: 'call', command: { type: 'setup', setup: { url: room() } } })
    await tell({ type: 'alive' }, { type: 'joined', me: { id: 'me', name: 'Camille' }, people: [] })
    await starts(page, fr.call['screen-off']).waitFor()
    expect(await asked()).toContainEqual(['keepOnTop', true])
    // The room's own button was refused: the person is asked, and the shell is told before the order.
    await page.evaluate(viewId => window.happen({ view: { id: viewId, type: 'screen-asked' } }), id)
    await button(page, fr.call['screen-choose']).press('Enter')
    const screenOrder = ['commandView', id, { type: 'call', command: { type: 'screen', on: true } }] as const
    await expect.poll(asked).toContainEqual(screenOrder)
    const said = (await asked()).map(([what, ...rest]) => JSON.stringify([what, ...rest]))
    const told = JSON.stringify(['setGrants', host.origin, ['microphone', 'camera', 'screen']])
    expect(said).toContain(told)
    expect(said.lastIndexOf(told)).toBeLessThan(said.indexOf(JSON.stringify(screenOrder)))
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    await page.evaluate(
      ([viewId, picture]) =>
        window.happen({
          screenWish: {
            viewId,
            sources: [
              { id: 'screen:1', name: 'Écran entier', kind: 'screen', picture },
              { id: 'window:7', name: 'Photos de famille', kind: 'window', picture: '' },
              { id: 'window:8', name: 'Compte rendu', kind: 'window', picture: 'https://evil.example/x.png' },
            ],
          },
        }),
      [id, pixel] as const,
    )
    await page.getByRole('option', { name: 'Photos de famille' }).waitFor()
    await picture(page, 'picker')
    // Nobody chooses for a question that is over.
    await page.evaluate(viewId => window.happen({ screenWish: { viewId, sources: null } }), id)
    await page.getByRole('option', { name: 'Photos de famille' }).waitFor({ state: 'detached' })
    await page.evaluate(
      viewId =>
        window.happen({
          screenWish: {
            viewId,
            sources: [
              { id: 'screen:1', name: 'Écran entier', kind: 'screen', picture: '' },
              { id: 'window:7', name: 'Photos de famille', kind: 'window', picture: '' },
            ],
          },
        }),
      id,
    )
    await page.getByRole('option', { name: 'Photos de famille' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press(' ')
    await button(page, fr.call['pick-show']).press('Enter')
    expect(await asked()).toContainEqual(['chooseScreen', id, 'window:7'])
    await page.evaluate(
      viewId =>
        window.happen({
          screenWish: {
            viewId,
            sources: [{ id: 'screen:1', name: 'Un écran', kind: 'screen', picture: '' }],
          },
        }),
      id,
    )
    await page.getByRole('option', { name: 'Un écran' }).waitFor()
    await tell({ type: 'ended', why: 'host' })
    await page.getByRole('dialog', { name: fr.call['ended-host'] }).waitFor()
    expect(await page.getByRole('option', { name: 'Un écran' }).count()).toBe(0)
    expect(await asked()).toContainEqual(['keepOnTop', false])
  })

  test('ends when its host’s permission is taken back, and this is said', async () => {
    const { page } = await toDoor()
    await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    await button(page, fr.common.back).click()
    await page.getByRole('button', { name: fr.nav.settings }).click()
    const host = new URL(room()).host
    await button(page, fr.settings['hosts-back-name'].replace('{{host}}', host)).click()
    await page.getByText(fr.settings['hosts-forgotten-call'].replaceAll('{{host}}', host)).waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
  })

  test.each([
    [1200, 750, 'light'],
    [400, 800, 'dark'],
    [320, 640, 'light'],
  ] as const)(
    'looks well at %i × %i, %s',
    async (width, height, theme) => {
      const look = async (name: string) => {
        await picture(page, `${width}-${name}`)
        expect(await findingsOf(page), name).toEqual([])
      }
      const { page, engine } = await toDoor({ people: [] }, { width, height, settings: { theme } })
      await look('door')
      const frame = await enter(page)
      await starts(page, fr.call['mic-on']).waitFor()
      await look('alone')
      await frame.evaluate(() => {
        const { host: double } = window as unknown as HostWindow
        for (const name of ['Anouk', 'José', 'Marguerite Duchemin-Larose']) double.arrive(name)
        double.knock('Samir')
        double.tell('raise-hand-updated', { id: 'p-anouk', handRaised: 1 })
      })
      await button(page, '4 personnes dans la visio').click()
      await page.getByText(/Samir attend/).waitFor()
      await look('people')
      await starts(page, fr.call['screen-off']).click()
      await look('screen')
      await button(page, fr.common.cancel).click()
      await button(page, fr.call.help).click()
      await look('help')
      await page.keyboard.press('Escape')
      await frame.evaluate(() => (window as unknown as HostWindow).host.kick())
      await page.getByRole('dialog', { name: fr.call['ended-host'] }).waitFor()
      await look('ended')
      await page.keyboard.press('Escape')

      host.behave({ refuses: 'conference.authenticationRequired', words: 'Only members open rooms here.' })
      await openDoor(page)
      await enter(page)
      await page.getByText(/il faut un compte/).waitFor()
      await look('refused')
      const other = cardOf(factsOf('own-gouttiere'))
      engine.replace({
        ...plan(),
        chooseHost: async () =>
          succeeded({
            host: { ...other, services: [] },
            beside: null,
            facts: factsOf('own-gouttiere'),
            besideFacts: null,
            answeredInMs: 30,
            people: null,
          }),
        planService: async () =>
          succeeded({ url: `${host.origin}/Ailleurs`, host: other, creation: 'named' }),
      })
      await button(page, fr.call['other-host']).click()
      await page.getByText(/Le lien a changé/).waitFor()
      await look('other')
      await button(page, fr.common.back).click()
      await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
    },
    60_000,
  )

  test('beside a meeting one strip leads back to it, on every screen', async () => {
    host.behave({})
    const { page } = await visit({ replaced: plan(), width: 400, height: 800 })
    await toMeeting(page)
    await button(page, fr.meeting.video).click()
    await button(page, fr.create.here).click()
    await page.getByText(fr.call['will-mute-meeting']).waitFor()
    await enter(page)
    await starts(page, fr.call['mic-on']).waitFor()
    await page.getByText(fr.call['meeting-muted']).waitFor()
    await picture(page, 'strip')
    expect(await findingsOf(page)).toEqual([])
    await button(page, fr.nav.home).click()
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
    await button(page, fr.strip.back).click()
    await button(page, fr.meeting.leave).waitFor()
    await button(page, fr.meeting['mic-muted-name']).click()
    await button(page, fr.meeting['mic-open-name']).waitFor()
  })
})

async function picture(page: Page, name: string): Promise<void> {
  if (picturesFolder !== null) await page.screenshot({ path: join(picturesFolder, `call-${name}.png`) })
}
