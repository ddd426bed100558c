/** The page of `page/`, built by Vite as the app is and served under the app's own policy. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { contentSecurityPolicy, pageHeaders, pagePath } from '../../../bridge/page-policy.ts'

export interface PageServer {
  readonly address: string
  stop(): Promise<void>
}

export async function servePage(): Promise<PageServer> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-voice-'))
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: { external: ['node:module'] },
    },
    worker: { format: 'es', rolldownOptions: { external: ['node:module'] } },
  })
  const policy = contentSecurityPolicy({ connect: [], frames: [] })
  const server = createServer((request, response) => {
    const path = pagePath(new URL(request.url ?? '/', 'http://page').pathname)
    readFile(join(folder, path ?? 'missing')).then(
      body => response.writeHead(200, pageHeaders(path ?? '', policy)).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
