/**
 * The list of hosts in the page, in a real Chromium: how long from a press or a letter to the paint. Prints one JSON
 * object, null without a Chromium. `node bench/page-list.ts DIRECTORY.json`
 */
/// <reference types="node" />

import { succeeded } from '../bridge/problems.ts'
import { type Directory, readDirectory } from '../engine/directory/directory.ts'
import { type ListFilter, listChoices, listHosts } from '../engine/directory/list.ts'
import { findSoftware } from '../engine/directory/software.ts'
import fr from '../renderer/i18n/fr.json' with { type: 'json' }
import { openStage, whyNot } from '../test/renderer/doubles/stage.ts'

/** As typed, letter by letter, then taken away: from few hosts to all of them and back. */
const TYPED = ['a', 'as', 'ass', 'asso', '', 'r', 're', 'res', 'rese', '']
const ROUNDS = 3

interface PageList {
  /** Median, in ms. */
  readonly openMs: number
  readonly filterMs: number
}

/** The engine's own filtering answers, over a socket as in the browser shell. Null without a Chromium. */
async function measure(directory: Directory): Promise<PageList | null> {
  if (whyNot !== null) return null
  const choices = listChoices(directory)
  const found = (filter: ListFilter) =>
    listHosts(directory, filter).map(({ id, name, country, services }) => ({
      id,
      name,
      country,
      services: services.map(({ kind, software }) => ({ kind, software: findSoftware(software).name })),
      wish: null,
      setAside: false,
      own: false,
    }))
  const stage = await openStage()
  const opened: number[] = []
  const filtered: number[] = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const { page, close } = await stage.visit({
        replaced: { listHosts: async filter => succeeded({ hosts: found(filter), own: [], ...choices }) },
      })
      const [tile, choose, every] = [fr.home['pad-title'], fr.create.choose, fr.pick['kind-all']]
      await page.getByRole('button', { name: new RegExp(`^${tile}`) }).click()
      await page.getByRole('button', { name: choose, exact: true }).waitFor()
      opened.push(await page.evaluate(untilPainted, { press: choose, typed: null, count: null }))
      // All kinds: the whole directory.
      await page.getByRole('button', { name: fr.pick.kind }).click()
      await page.getByRole('option', { name: every, exact: true }).click()
      const all = { kind: null, country: null, software: null }
      await page.getByText(`${found({ ...all, text: '' }).length} h`).waitFor()
      for (const typed of TYPED) {
        const count = found({ ...all, text: typed }).length
        filtered.push(await page.evaluate(untilPainted, { press: null, typed, count }))
      }
      await close()
    }
  } finally {
    await stage.close()
  }
  return { openMs: median(opened), filterMs: median(filtered) }
}

interface Deed {
  /** The button to press. */
  readonly press: string | null
  /** What the search field holds then. */
  readonly typed: string | null
  /** How many hosts the list tells then; null = any. */
  readonly count: number | null
}

/** Runs in the page, and may use nothing from outside. Gives ms. */
function untilPainted({ press, typed, count }: Deed): Promise<number> {
  return new Promise(resolve => {
    const button = [...document.querySelectorAll('button')].find(each => each.textContent === press)
    const field = document.querySelector('input')
    const began = performance.now()
    button?.click()
    if (typed !== null && field !== null) {
      // React looks for a change behind the field's own setter.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, typed)
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    }
    const look = () => {
      const told = [...document.querySelectorAll('[role=status]')].map(each => each.textContent).join()
      const rows = document.querySelectorAll('[role=option]').length
      const isThere = count === 0 || rows > 0
      if (!isThere || (count !== null && !new RegExp(`\\b${count} h`).test(told))) {
        requestAnimationFrame(look)
        return
      }
      // This frame's rows are on the screen when the next one begins.
      requestAnimationFrame(() => resolve(performance.now() - began))
    }
    requestAnimationFrame(look)
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}

const [file = ''] = process.argv.slice(2)
console.log(JSON.stringify(await measure(await readDirectory(file))))
process.exit(0)
