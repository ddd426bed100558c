import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElectron } from '../../build/electron-binary.ts'

const VERSION = '45.4.1'

/** A stand-in for the binary: a shell script, so these tests run where there is a shell. */
const working = '#!/bin/sh\nexit 0\n'
const withoutLibrary =
  '#!/bin/sh\necho "electron: error while loading shared libraries: libnss3.so: cannot open" >&2\nexit 127\n'

/** A stand-in for the package's installer: leaves what the real one leaves. */
const installer = (executable: string) => `
const fs = require('node:fs'), path = require('node:path')
const dist = path.join(__dirname, 'dist')
fs.mkdirSync(dist, { recursive: true })
fs.writeFileSync(path.join(dist, 'electron'), ${JSON.stringify(executable)}, { mode: 0o755 })
fs.writeFileSync(path.join(dist, 'version'), '${VERSION}')
fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')
fs.writeFileSync(path.join(__dirname, 'installed'), '')
`

let folder: string
let environment: NodeJS.ProcessEnv
const servers: Server[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'electron-package-'))
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'electron', version: VERSION }))
  writeFileSync(path.join(folder, 'install.js'), installer(working))
  environment = {
    PATH: process.env.PATH,
    electron_config_cache: path.join(folder, 'cache'),
    // Nobody listens on port 9 of this computer.
    ELECTRON_MIRROR: 'http://127.0.0.1:9/',
  }
})

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function listen<S extends Server>(server: S): Promise<string> {
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function unpack(executable: string, version = VERSION): string {
  const file = path.join(folder, 'dist', 'electron')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, executable)
  chmodSync(file, 0o755)
  writeFileSync(path.join(folder, 'dist', 'version'), version)
  writeFileSync(path.join(folder, 'path.txt'), 'electron')
  return file
}

const find = (install: boolean, probeMs = 2000) =>
  findElectron({ install, packageFolder: folder, environment, probeMs })

describe.skipIf(process.platform !== 'linux')('findElectron', () => {
  it('takes the installed binary', async () => {
    const file = unpack(working)
    expect(await find(false)).toEqual({ path: file })
  })

  it('does not take a binary of another version, nor one whose unpacking was cut short', async () => {
    unpack(working, '44.0.0')
    expect(await find(false)).toEqual({ missing: `Electron ${VERSION} is not downloaded yet` })
    unpack(working)
    rmSync(path.join(folder, 'path.txt'))
    expect(await find(false)).toEqual({ missing: `Electron ${VERSION} is not downloaded yet` })
  })

  it('names the library that the system lacks', async () => {
    unpack(withoutLibrary)
    expect(await find(false)).toEqual({
      missing: 'Electron cannot start here: the system lacks libnss3.so',
    })
  })

  it('takes the folder of ELECTRON_OVERRIDE_DIST_PATH, and nothing else when that is wrong', async () => {
    const file = unpack(working)
    environment.ELECTRON_OVERRIDE_DIST_PATH = path.dirname(file)
    expect(await find(false)).toEqual({ path: file })
    environment.ELECTRON_OVERRIDE_DIST_PATH = path.join(folder, 'nowhere')
    expect(await find(true)).toEqual({ missing: 'ELECTRON_OVERRIDE_DIST_PATH holds no electron' })
  })

  it('downloads nothing unasked', async () => {
    environment.ELECTRON_MIRROR = await listen(createServer((_request, response) => response.end('x')))
    expect(await find(false)).toEqual({ missing: `Electron ${VERSION} is not downloaded yet` })
  })

  it('installs when the server has the file', async () => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url, request.headers.range)
      response.writeHead(206).end('x')
    })
    environment.ELECTRON_MIRROR = await listen(server)
    expect(await find(true)).toEqual({ path: path.join(folder, 'dist', 'electron') })
    expect(asked).toEqual([
      `/v${VERSION}/electron-v${VERSION}-${process.platform}-${process.arch}.zip`,
      'bytes=0-0',
    ])
  })

  it('installs from an archive that is kept, without asking any server', async () => {
    const name = createHash('sha256').update(`http://127.0.0.1:9/v${VERSION}`).digest('hex')
    const kept = path.join(folder, 'cache', name)
    mkdirSync(kept, { recursive: true })
    const archive = `electron-v${VERSION}-${process.platform}-${process.arch}.zip`
    writeFileSync(path.join(kept, archive), '')
    expect(await find(true)).toEqual({ path: path.join(folder, 'dist', 'electron') })
  })

  it.each([
    ['refuses', async () => 'http://127.0.0.1:9/'],
    ['has not got the file', () => listen(createServer((_r, response) => response.writeHead(404).end()))],
    ['never answers', () => listen(createSocketServer())],
  ])('says what helps when the server %s', async (_what, mirror) => {
    environment.ELECTRON_MIRROR = await mirror()
    const found = await find(true, 700)
    expect(found).toEqual({ missing: expect.stringContaining('set ELECTRON_MIRROR') })
  })

  it('stops a download that does not end', async () => {
    environment.ELECTRON_MIRROR = await listen(createServer((_request, response) => response.end('x')))
    writeFileSync(path.join(folder, 'install.js'), 'setInterval(() => {}, 1000)')
    const found = await findElectron({ install: true, packageFolder: folder, environment, installMs: 300 })
    expect(found).toEqual({ missing: expect.stringContaining('was stopped') })
  })

  it('says that a download failed', async () => {
    environment.ELECTRON_MIRROR = await listen(createServer((_request, response) => response.end('x')))
    writeFileSync(path.join(folder, 'install.js'), 'process.exit(1)')
    expect(await find(true)).toEqual({ missing: 'the download of Electron failed (see above)' })
  })

  it('says that the package or the mirror is wrong', async () => {
    environment.ELECTRON_MIRROR = 'nonsense/'
    expect(await find(true)).toEqual({ missing: 'ELECTRON_MIRROR is no address' })
    writeFileSync(path.join(folder, 'package.json'), '{')
    expect(await find(true)).toEqual({ missing: 'the electron package is damaged: npm install' })
  })
})

it('finds this project’s own electron package without loading it', async () => {
  const found = await findElectron({ install: false, environment: { PATH: process.env.PATH } })
  if ('missing' in found) expect(found.missing).toMatch(/Electron/)
  else expect(path.basename(found.path).toLowerCase()).toMatch(/^electron/)
})
