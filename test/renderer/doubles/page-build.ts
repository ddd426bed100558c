/**
 * Builds the page as electron.vite.config.ts does, into a folder of its own. CHATIERE_BUILT_PAGE names a folder where
 * it is built already.
 */
/// <reference types="node" />
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../../renderer')

export interface BuiltPage {
  readonly folder: string
  remove(): Promise<void>
}

export async function buildPage(): Promise<BuiltPage> {
  const built = process.env.CHATIERE_BUILT_PAGE
  if (built !== undefined) return { folder: built, remove: async () => undefined }
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-page-'))
  const external = ['node:module']
  const input = [join(root, 'index.html'), join(root, 'call', 'index.html')]
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: { input, external } },
    worker: { format: 'es', rolldownOptions: { external } },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
