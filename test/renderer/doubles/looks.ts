/** In which looks every screen is checked, and what there is to find: nothing. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Look {
  readonly language: 'fr' | 'en'
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

const everyLook: readonly Look[] = [
  { language: 'fr', theme: 'light', width: 1200, height: 750 },
  // The least room that a window may have: what does not fit shows here, in either language.
  { language: 'fr', theme: 'dark', width: 320, height: 640 },
  { language: 'en', theme: 'dark', width: 320, height: 640 },
  { language: 'en', theme: 'light', width: 400, height: 800 },
  { language: 'en', theme: 'dark', width: 1200, height: 750 },
]

/** Each language, theme and kind of width; the last looks, too, with EVERY_LOOK=1. */
export const looks = process.env.EVERY_LOOK === '1' ? everyLook : everyLook.slice(0, 3)

interface Finding {
  readonly rule: string
  readonly where: string
}

/** What axe finds (WCAG 2.2 A and AA, and best practice), and how far one would have to scroll sideways. */
export async function findingsOf(page: Page): Promise<Finding[]> {
  // It is half a megabyte: handing it over anew takes longer than all its rules.
  if (!(await page.evaluate('window.axe !== undefined'))) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await tool.run(document, { iframes: false, resultTypes: ['violations'] })
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(node => ({ rule: id, where: `${node.target} ${node.failureSummary}` })),
    )
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth)
      found.push({ rule: 'sideways', where: `${scrollWidth} px in ${clientWidth} px` })
    return found
  })
}
