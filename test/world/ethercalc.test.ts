import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EtherCalc, startEtherCalc } from './ethercalc.ts'

let ethercalc: EtherCalc
beforeAll(async () => {
  ethercalc = await startEtherCalc()
})
afterAll(() => ethercalc?.stop())

it('shows a sheet to whoever has its address, and lets it be framed', async () => {
  const answer = await fetch(ethercalc.sheetUrl('dépenses de mars'))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('EtherCalc')
  expect(answer.headers.get('x-frame-options')).toBeNull()
  expect(answer.headers.get('content-security-policy')).toBeNull()
})

it('keeps what is in a sheet, and counts', async () => {
  await ethercalc.setSheetCsv('dépenses', 'Café,12.5\n"Thé, œuvre",30\n')
  expect(await ethercalc.sheetCsv('dépenses')).toBe('Café,12.5\n"Thé, œuvre",30\n')
  await ethercalc.command('dépenses', 'set A3 text t Total', 'set B3 formula B1+B2')
  await expect
    .poll(() => ethercalc.sheetCsv('dépenses'), { timeout: 20_000 })
    .toBe('Café,12.5\n"Thé, œuvre",30\nTotal,42.5\n')
})

it('has nothing for a sheet that nobody made', async () => {
  await expect(ethercalc.sheetCsv('nowhere')).rejects.toThrow('404')
})

it('is gone once it is stopped', async () => {
  const other = await startEtherCalc()
  expect((await fetch(other.url)).status).toBe(200)
  await other.stop()
  await expect(fetch(other.url)).rejects.toThrow()
})
