import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build, mergeConfig } from 'vite'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'electron')

/** The only files that may load Electron itself; everything else takes what it needs as parameters. */
const thin = ['boot.ts', 'call-preload.ts', 'early.ts', 'main.ts', 'preload.ts']

it('only the thin files load Electron', () => {
  const loading = readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .filter(file =>
      /^(?:import|\} from)\b(?! type).*'electron'/m.test(readFileSync(path.join(folder, file), 'utf8')),
    )
  expect(loading.sort()).toEqual(thin)
})

it('nobody touches Chromium’s verdict on certificates', () => {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
    expect(readFileSync(path.join(folder, file), 'utf8')).not.toMatch(
      /certificate-error'|setCertificateVerifyProc|ignore-certificate-errors/,
    )
  }
})

it('nobody makes the app the default for links that others own too', () => {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
    expect(readFileSync(path.join(folder, file), 'utf8')).not.toMatch(/setAsDefaultProtocolClient/)
  }
})

it('each built preload is one plain script that requires Electron alone', async () => {
  const { config } = await resolveConfig({ root, logLevel: 'silent' }, 'build')
  const built = await build(
    mergeConfig(config?.preload ?? {}, { configFile: false, logLevel: 'silent', build: { write: false } }),
  )
  const outputs = [built].flat().flatMap(result => ('output' in result ? result.output : []))
  const offers = { 'call-preload.cjs': 'chatiereCall', 'preload.cjs': 'chatiere' }
  expect(outputs.map(output => output.fileName).sort()).toEqual(Object.keys(offers))
  for (const output of outputs) {
    const code = output.type === 'chunk' ? output.code : String(output.source)
    expect(code.match(/\brequire\([^)]*\)/g)).toEqual(['require("electron")'])
    expect(code).not.toMatch(/^\s*(?:import|export)\b/m)
    expect([...code.matchAll(/exposeInMainWorld\("(\w+)"/g)].map(found => found[1])).toEqual([
      offers[output.fileName as keyof typeof offers],
    ])
  }
}, 60_000)
