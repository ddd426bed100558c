import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build, mergeConfig } from 'vite'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'electron')

/** The only files that may load Electron itself; everything else takes what it needs as parameters. */
const thin = ['boot.ts', 'early.ts', 'main.ts', 'preload.ts']

it('only the thin files load Electron', () => {
  const loading = readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .filter(file =>
      /^(?:import|\} from)\b(?! type).*'electron'/m.test(readFileSync(path.join(folder, file), 'utf8')),
    )
  expect(loading.sort()).toEqual(thin)
})

it('the built preload is one plain script that requires Electron alone', async () => {
  const { config } = await resolveConfig({ root, logLevel: 'silent' }, 'build')
  const built = await build(
    mergeConfig(config?.preload ?? {}, { configFile: false, logLevel: 'silent', build: { write: false } }),
  )
  const outputs = [built].flat().flatMap(result => ('output' in result ? result.output : []))
  expect(outputs.map(output => output.fileName)).toEqual(['preload.cjs'])
  const code = outputs[0]?.type === 'chunk' ? outputs[0].code : ''
  expect(code.match(/\brequire\([^)]*\)/g)).toEqual(['require("electron")'])
  expect(code).not.toMatch(/^\s*(?:import|export)\b/m)
  expect(code).toContain('exposeInMainWorld("chatiere"')
})
