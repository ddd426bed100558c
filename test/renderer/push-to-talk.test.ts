/** Push-to-talk in a real browser: held by key or by pointer, and never longer. */
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { Hold, isTalkKey } from '../../renderer/meeting/push-to-talk.ts'
import { whyNot } from './doubles/stage.ts'
import { button, toMeeting, visits } from './doubles/visits.ts'

const name = `push-to-talk in use${whyNot === null ? '' : ` (${whyNot})`}`

const talkButton = (page: Page) => page.getByRole('button', { name: new RegExp(fr.meeting['talk-hold']) })
const held = (page: Page) =>
  talkButton(page)
    .getAttribute('aria-pressed')
    .then(pressed => pressed === 'true')

describe.skipIf(whyNot !== null)(name, { timeout: 30_000 }, () => {
  const visit = visits()
  const enter = async (pushToTalkKey = 'Space') => {
    const { page } = await visit({ settings: { transmission: 'push-to-talk', pushToTalkKey } })
    await toMeeting(page)
    await talkButton(page).waitFor()
    return page
  }

  it('talks while the key is held', async () => {
    const page = await enter()
    expect(await held(page)).toBe(false)
    await page.keyboard.down('Space')
    await expect.poll(() => held(page)).toBe(true)
    await page.keyboard.up('Space')
    await expect.poll(() => held(page)).toBe(false)
  })

  it('lets go when the window loses the focus, and when the microphone is muted', async () => {
    const page = await enter('KeyV')
    await page.keyboard.down('KeyV')
    await expect.poll(() => held(page)).toBe(true)
    await page.evaluate(() => window.dispatchEvent(new Event('blur')))
    await expect.poll(() => held(page)).toBe(false)
    await page.keyboard.up('KeyV')
    await page.keyboard.down('KeyV')
    await expect.poll(() => held(page)).toBe(true)
    await button(page, fr.meeting['mic-open-name']).click()
    await expect.poll(() => held(page)).toBe(false)
    expect(await talkButton(page).isDisabled()).toBe(true)
  })

  it('is held with the pointer too, and let go wherever it is lifted', async () => {
    const page = await enter()
    const box = await talkButton(page).boundingBox()
    if (box === null) throw new Error('the button is not on the screen')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await expect.poll(() => held(page)).toBe(true)
    await page.mouse.move(5, 5)
    await page.mouse.up()
    await expect.poll(() => held(page)).toBe(false)
  })

  it('leaves Space to a button reached by keyboard, and to text', async () => {
    const page = await enter()
    await button(page, fr.meeting.deafen).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    await button(page, fr.meeting.undeafen).waitFor()
    expect(await held(page)).toBe(false)
  })

  it('takes the key that is pressed for it, but not one that has another task', async () => {
    const page = await enter()
    await button(page, fr.meeting['sound-settings']).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: fr.settings['ptt-change'] }).click()
    await page.keyboard.press('Enter')
    await dialog.getByText(fr.settings['ptt-refused']).waitFor()
    await page.keyboard.press('KeyB')
    await dialog.getByText(fr.settings['ptt-key'].replace('{{key}}', 'B')).waitFor()
    await dialog.getByRole('button', { name: fr.common.close, exact: true }).click()
    await page.keyboard.down('KeyB')
    await expect.poll(() => held(page)).toBe(true)
    await page.keyboard.up('KeyB')
    await expect.poll(() => held(page)).toBe(false)
  })
})

describe('holding', () => {
  it('talks from the first way held to the last let go', () => {
    const tell = vi.fn()
    const hold = new Hold(tell)
    hold.press('key')
    hold.press('button')
    hold.release('key')
    expect(tell.mock.calls).toEqual([[true]])
    hold.release('button')
    hold.release('button')
    expect(tell.mock.calls).toEqual([[true], [false]])
  })

  it('lets go of everything at once, and says so once', () => {
    const tell = vi.fn()
    const hold = new Hold(tell)
    hold.press('key')
    hold.press('button')
    hold.releaseAll()
    hold.releaseAll()
    expect(tell.mock.calls).toEqual([[true], [false]])
  })

  it('takes no key that has another task everywhere', () => {
    for (const code of ['Escape', 'Tab', 'Enter', 'MetaLeft', 'F6', '', '"', 'constructor']) {
      expect(isTalkKey(code)).toBe(false)
    }
    for (const code of ['Space', 'KeyV', 'ControlRight', 'F9', 'Backquote', 'Digit1'])
      expect(isTalkKey(code)).toBe(true)
  })
})
