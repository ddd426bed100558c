/**
 * A hostile page in a pad's frame. Each attack is run where nothing is defended, too, and has to succeed there: what
 * browsers forbid anyway is no defence of ours, and an attack that no longer works proves nothing.
 */
import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { atClick, nested } from './attacks.ts'
import { run } from './browser.ts'
import { type Ground, setGround } from './ground.ts'

let ground: Ground
let app: Page
let pad: Frame

/** Everything that asks a person, and what a pad may never ask for. */
const asked = [
  'camera',
  'microphone',
  'geolocation',
  'midi',
  'local-fonts',
  'idle-detection',
  'window-management',
  'clipboard-read',
] as const

beforeAll(async () => {
  ground = await setGround()
  app = ground.page
})
beforeEach(async () => {
  pad = await ground.openInApp(ground.host, 'evil')
})
afterEach(async () => {
  for (const page of ground.browser.context.pages()) if (page !== app) await page.close()
  expect(app.url()).toBe(`${ground.origin}/`)
  await ground.closeInApp()
})
afterAll(() => ground?.close())

describe('the window', () => {
  const away = (name: string) => `${ground.host.origin('pad.hostile')}/taken/${name}`
  const ways = {
    location: (to: string) => `top.location = '${to}'`,
    replace: (to: string) => `top.location.replace('${to}')`,
    open: (to: string) => `open('${to}', '_top')`,
    link: (to: string) =>
      `document.body.insertAdjacentHTML('beforeend', '<a id=away target=_top href="${to}">x</a>'); away.click()`,
    form: (to: string) =>
      `document.body.insertAdjacentHTML('beforeend', '<form id=f target=_top action="${to}">'); f.submit()`,
  }

  test.each(Object.entries(ways))('is not taken elsewhere: %s', async (name, way) => {
    const undefended = await ground.openUndefended()
    await atClick(undefended.frame, way(away(name))).catch(() => 'gone')
    await expect.poll(() => undefended.page.url()).toContain(away(name))
    await undefended.page.close()

    await atClick(pad, way(away(name)))
    await atClick(pad, way(`data:text/html,${name}`))
    await atClick(pad, way('javascript:document.title=1'))
    const inner = await nested(pad, ground.host)
    await atClick(inner, way(away(name)))
    // A request of its own, after the others: they would have arrived by then.
    await run(pad, () => fetch('/after').then(() => null), null)
    expect(app.url()).toBe(`${ground.origin}/`)
    expect(ground.host.visits.filter(visit => visit.path === `/taken/${name}`)).toHaveLength(1)
  })

  test('holds pages of hosts only: nothing without a host of its own', async () => {
    const undefended = await ground.openUndefended()
    await run(undefended.frame, () => location.assign('data:text/html,taken'), null)
    await expect.poll(() => undefended.page.frames()[1]?.url()).toContain('data:')

    for (const address of [
      'data:text/html,taken',
      'mumble://evil.test/',
      'chatiere://app/',
      'ssh://evil.test',
    ]) {
      const refused = app.evaluate(
        () =>
          new Promise<string>(resolve =>
            document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), {
              once: true,
            }),
          ),
      )
      await run(pad, to => location.assign(to), address)
      expect(await refused).toBe('frame-src')
      await ground.closeInApp()
      pad = await ground.openInApp(ground.host, 'evil')
    }
  })
})

describe('windows that it opens', () => {
  const newPages = () => ground.browser.context.pages().filter(page => page !== app)

  // Chromium's own popup blocker: with --disable-popup-blocking among the switches, all of them open.
  test('none without a click, and one a click', async () => {
    await run(pad, () => void [1, 2, 3].map(() => open('/popup')), null)
    expect(newPages()).toHaveLength(0)
    await atClick(pad, `[1, 2, 3].map(() => open('/popup'))`)
    await expect.poll(() => newPages().length).toBe(1)
  })

  test('know nothing of us, and are windows like any other', async () => {
    const undefended = await ground.openUndefended()
    expect(await atClick(undefended.frame, `open('/popup') === null`)).toBe('false')
    await expect.poll(() => newPages().length).toBe(2)
    expect(await newPages()[1]?.evaluate(() => window.opener === null)).toBe(false)
    for (const page of newPages()) await page.close()

    await app.bringToFront()
    expect(await atClick(pad, `open('/popup') === null`)).toBe('true')
    await expect.poll(() => newPages().length).toBe(1)
    expect(await newPages()[0]?.evaluate(() => window.opener)).toBeNull()
    await newPages()[0]?.close()
    // In a window with our sandbox this would be an error page: the reason why windows have none.
    await app.bringToFront()
    await atClick(pad, `open('/coop')`)
    await expect.poll(() => newPages()[0]?.url()).toMatch(/\/coop$/)
  })
})

describe('boxes that stop everything', () => {
  test('do not come up', async () => {
    const undefended = await ground.openUndefended()
    const boxes: string[] = []
    for (const page of [undefended.page, app]) {
      page.on('dialog', box => {
        boxes.push(`${page === app ? 'app' : 'undefended'} ${box.type()}`)
        void box.dismiss()
      })
    }
    const storm = () => {
      alert('')
      confirm('')
      prompt('')
    }
    await run(undefended.frame, storm, null)
    expect(boxes).toEqual(['undefended alert', 'undefended confirm', 'undefended prompt'])
    boxes.length = 0
    for (let i = 0; i < 50; i += 1) await run(pad, storm, null)
    await run(pad, () => print(), null)
    expect(boxes).toEqual([])
  })

  test('do not keep it open', async () => {
    const trap = `addEventListener('beforeunload', event => event.preventDefault())`
    const undefended = await ground.openUndefended()
    await atClick(undefended.frame, trap)
    const box = undefended.page.waitForEvent('dialog')
    await undefended.page.close({ runBeforeUnload: true })
    expect((await box).type()).toBe('beforeunload')
    await (await box).accept()

    await app.bringToFront()
    const boxes: string[] = []
    app.on('dialog', each => {
      boxes.push(each.type())
      void each.dismiss()
    })
    await atClick(pad, `${trap}; for (let i = 0; i < 150; i += 1) history.pushState(i, '', '#' + i)`)
    await app.getByRole('button', { name: 'Retour' }).click()
    await app.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
    // Only the window itself is kept open by such a box: loading it anew would bring it up.
    await app.reload()
    expect(boxes).toEqual([])
    pad = await ground.openInApp(ground.host, 'evil')
  })
})

describe('what a person is asked for', () => {
  const states = (frame: Frame) =>
    run(
      frame,
      names =>
        Promise.all(
          names.map(name => navigator.permissions.query({ name } as never).then(({ state }) => state)),
        ),
      asked,
    )

  test('is refused, unasked', async () => {
    const allow = asked.map(name => `${name} *`).join('; ')
    const undefended = await ground.openUndefended({ allow })
    expect(await states(undefended.frame)).toEqual(asked.map(() => 'prompt'))

    const inner = await nested(pad, ground.host)
    for (const frame of [pad, inner]) {
      expect(await states(frame)).toEqual(asked.map(() => 'denied'))
      const answers = await run(
        frame,
        () =>
          Promise.all(
            [
              navigator.mediaDevices.getUserMedia({ audio: true }),
              navigator.mediaDevices.getUserMedia({ video: true }),
              navigator.mediaDevices.getDisplayMedia(),
              navigator.clipboard.readText(),
              navigator.requestMIDIAccess(),
              new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
              Notification.requestPermission().then(state => Promise.reject(new Error(state))),
            ].map(call =>
              call.then(
                () => 'given',
                error => error.name || error.message,
              ),
            ),
          ),
        null,
      )
      expect(answers).not.toContain('given')
    }
  })

  test('nor does a click help: the pointer, a picture above all windows, the storage of others', async () => {
    const attempts = [
      `document.body.requestPointerLock().then(() => 'given', () => 'refused')`,
      `document.requestStorageAccess().then(() => 'given', () => 'refused')`,
      `document.pictureInPictureEnabled ? 'given' : 'refused'`,
    ]
    const undefended = await ground.openUndefended()
    for (const attempt of attempts) expect(await atClick(undefended.frame, attempt)).toBe('given')
    await undefended.page.close()
    await app.bringToFront()
    for (const attempt of attempts) expect(await atClick(pad, attempt)).toBe('refused')
  })

  test('what is left is known', async () => {
    const left = await run(
      pad,
      () =>
        (document as unknown as { featurePolicy: { allowedFeatures(): string[] } }).featurePolicy
          .allowedFeatures()
          .filter(name => !name.startsWith('ch-')),
      null,
    )
    expect(left.sort()).toEqual([
      'aria-notify',
      'clipboard-write',
      'deferred-fetch-minimal',
      'fullscreen',
      'interest-cohort',
      'media-playback-while-not-visible',
      'sync-xhr',
      'unload',
    ])
  })
})

describe('the person’s attention', () => {
  test('sound needs a click', async () => {
    /** Gives up after so many ms: without a click, nobody ever answers. */
    const play = (patience: number) => {
      const context = new AudioContext()
      const over = new Promise(resolve => setTimeout(resolve, patience))
      return Promise.race([context.resume(), over]).then(() => context.state)
    }
    const undefended = await ground.openUndefended({ allow: 'autoplay *' })
    await undefended.page.locator('button').click()
    expect(await run(undefended.frame, play, 20_000)).toBe('running')
    await app.bringToFront()
    expect(await run(pad, play, 500)).toBe('suspended')
    expect(await run(await nested(pad, ground.host), play, 500)).toBe('suspended')
  })

  test('the keyboard stays where the person is', async () => {
    const reach = () => {
      const field = document.createElement('input')
      field.autofocus = true
      document.body.append(field)
      field.focus()
      window.focus()
    }
    const undefended = await ground.openUndefended({ allow: 'focus-without-user-activation *' })
    await undefended.page.locator('button').focus()
    await run(undefended.frame, reach, null)
    await expect.poll(() => undefended.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
    await undefended.page.close()

    await app.bringToFront()
    await app.getByRole('button', { name: 'Retour' }).focus()
    await app.evaluate(() => addEventListener('blur', () => document.body.setAttribute('data-lost', '')))
    const inner = await nested(pad, ground.host)
    for (const frame of [pad, inner]) {
      for (let i = 0; i < 20; i += 1) await run(frame, reach, null)
    }
    expect(await app.evaluate(() => document.activeElement?.textContent)).toContain('Retour')
    expect(await app.locator('body').getAttribute('data-lost')).toBeNull()
  })

  test('a page that never rests stops only itself', async () => {
    const race = async (page: Page, loop: Promise<unknown>) =>
      Promise.race([
        loop.then(() => 'the loop'),
        page.evaluate(() => new Promise(resolve => setTimeout(resolve, 200))).then(() => 'our page'),
      ])
    const busy = () => {
      const end = performance.now() + 3000
      while (performance.now() < end);
    }
    // A page of the same site has no process of its own.
    const undefended = await ground.openUndefended({}, { outer: 'shell.control', inner: 'pad.control' })
    expect(await race(undefended.page, undefended.frame.evaluate(busy))).toBe('the loop')
    await undefended.page.close()
    await app.bringToFront()
    expect(await race(app, run(pad, busy, null))).toBe('our page')
  })
})

describe('our page', () => {
  test('is not to be read', async () => {
    const read = () => {
      try {
        return `read: ${window.parent.document.title}`
      } catch (error) {
        return (error as Error).name
      }
    }
    const undefended = await ground.openUndefended({}, { outer: 'shell.control', inner: 'shell.control' })
    expect(await undefended.frame.evaluate(read)).toBe('read: Control')
    expect(await run(pad, read, null)).toBe('SecurityError')
    expect(await run(await nested(pad, ground.host), read, null)).toBe('SecurityError')
  })

  test('tells no host where it is', async () => {
    const undefended = await ground.openUndefended()
    const referrers = (name: string) =>
      ground.host.visits
        .filter(visit => visit.path.startsWith(`/p/${name}`))
        .map(visit => visit.headers.referer)
    expect(referrers('control').at(-1)).toContain('shell.control')
    expect(await run(undefended.frame, () => document.referrer, null)).toContain('shell.control')
    expect(referrers('evil').at(-1)).toBeUndefined()
    expect(await run(pad, () => document.referrer, null)).toBe('')
  })
})
