/** What several attacks have in common: code at a click, and a page of a third host inside a host's own. */
import type { Frame } from 'playwright-core'
import { run } from './browser.ts'
import type { HostileHost } from './hostile-host.ts'

/** Runs code in the page at a person's click in it: a click allows the most. */
export async function atClick(frame: Frame, code: string): Promise<string> {
  await run(
    frame,
    attack => {
      const told = window as { result?: unknown }
      document.onclick = () => {
        document.onclick = null
        // biome-ignore lint/security/noGlobalEval: an attack is code of the page's own
        told.result = Promise.resolve().then(() => eval(attack))
      }
    },
    code,
  )
  await frame.locator('p').click()
  return run(frame, () => Promise.resolve((window as { result?: unknown }).result).then(String, String), null)
}

/** A page of another host in the frame, that is given all that its own host can give. */
export async function nested(frame: Frame, host: HostileHost): Promise<Frame> {
  const src = `${host.origin('inner.elsewhere')}/p/inner`
  await run(
    frame,
    address => {
      const inner = document.createElement('iframe')
      inner.src = address
      inner.allow = 'camera *; microphone *; geolocation *; autoplay *; clipboard-read *; fullscreen *'
      document.body.append(inner)
      return new Promise(resolve => inner.addEventListener('load', resolve, { once: true })).then(() => null)
    },
    src,
  )
  const inner = frame.childFrames().find(child => child.url() === src)
  if (inner === undefined) throw new Error('nothing is nested')
  return inner
}
