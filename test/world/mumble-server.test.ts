import { type ConnectionOptions, connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MumbleServer, startMumbleServer } from './mumble-server.ts'
import { findMumbleServer, type Series } from './mumble-server-program.ts'
import { run } from './programs.ts'
import { askServerInfo } from './server-info.ts'
import { ensureSystemPackages, serverPackages } from './system-packages.ts'
import { whyNot } from './why-not.ts'

const noServer = await whyNot(() =>
  ensureSystemPackages(serverPackages, 'to test against a real Mumble server'),
)

/** Types of the control channel's messages. */
const authenticate = 2
const reject = 4
const serverSync = 5

/** Comes in with a name and a password; resolves with the type of the message that decides. */
function comeIn(port: number, username: string, password: string): Promise<number> {
  const field = (number: number, text: string) =>
    Buffer.concat([Buffer.from([(number << 3) | 2, text.length]), Buffer.from(text, 'latin1')])
  const payload = Buffer.concat([field(1, username), field(2, password), Buffer.from([(5 << 3) | 0, 1])])
  const header = Buffer.alloc(6)
  header.writeUInt16BE(authenticate)
  header.writeUInt32BE(payload.length, 2)
  // Version message with version_v1 = 1.3.0, which every server takes.
  const version = Buffer.from([0, 0, 0, 0, 0, 4, 0x08, 0x80, 0x86, 0x04])
  return new Promise((resolve, fail) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    let got = Buffer.alloc(0)
    socket.once('error', fail)
    socket.once('close', () => fail(new Error('The server hung up')))
    socket.once('secureConnect', () => socket.write(Buffer.concat([version, header, payload])))
    socket.on('data', piece => {
      got = Buffer.concat([got, piece])
      while (got.length >= 6 && got.length >= 6 + got.readUInt32BE(2)) {
        const type = got.readUInt16BE()
        got = got.subarray(6 + got.readUInt32BE(2))
        if (type !== reject && type !== serverSync) continue
        resolve(type)
        socket.destroy()
      }
    })
  })
}

function certificateOf(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve, fail) => {
    const socket = connect({ host: '127.0.0.1', rejectUnauthorized: false, ...options })
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().subject.CN as string)
      socket.destroy()
    })
  })
}

const cases: { series: Series; probed: RegExp }[] = [
  { series: '1.3', probed: /^1\.3\./ },
  { series: '1.5', probed: /^1\.5\./ },
]

for (const { series, probed } of cases) {
  const reason = noServer ?? (await whyNot(() => findMumbleServer(series)))
  describe.skipIf(reason !== undefined)(
    `mumble-server ${series}${reason ? ` (skipped: ${reason})` : ''}`,
    () => {
      let server: MumbleServer
      beforeAll(async () => {
        server = await startMumbleServer({
          series,
          password: 'se;cret, "of" all\\',
          maxUsers: 33,
          bandwidth: 96_000,
        })
      })
      afterAll(() => server?.stop())

      it('says its version and limits to anyone who asks', async () => {
        expect(server.version).toMatch(probed)
        const info = await askServerInfo(server.port)
        expect(info).toMatchObject({ users: 0, maxUsers: 33, bandwidth: 96_000 })
        expect(info?.version).toMatch(probed)
      })

      it('lets in who knows the password, and nobody else', async () => {
        expect(await comeIn(server.port, 'Ada', 'se;cret, "of" all\\')).toBe(serverSync)
        expect(await comeIn(server.port, 'Bob', 'wrong')).toBe(reject)
      })

      it('lets in SuperUser by its own password', async () => {
        expect(await comeIn(server.port, 'SuperUser', server.superUserPassword)).toBe(serverSync)
        expect(await comeIn(server.port, 'SuperUser', 'wrong')).toBe(reject)
      })

      it('is gone, with its port, after stop', async () => {
        const other = await startMumbleServer({ series })
        await other.stop()
        expect(() => process.kill(other.pid, 0)).toThrow('ESRCH')
        expect(await whyItDoesNotConnect(other.port)).toBe('ECONNREFUSED')
      })

      it('shows the certificate it is given', async () => {
        const { stdout } = await run('openssl', [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test.invalid'],
          ...['-keyout', '-', '-out', '-'],
        ])
        const pem = (kind: string) =>
          new RegExp(`-----BEGIN ${kind}-----[^]*?-----END ${kind}-----\n`).exec(stdout)?.[0] ?? ''
        const certificate = { cert: pem('CERTIFICATE'), key: pem('PRIVATE KEY') }
        const other = await startMumbleServer({ series, certificate })
        expect(await certificateOf({ port: other.port })).toBe('test.invalid')
        await other.stop()
      })
    },
  )
}

async function whyItDoesNotConnect(port: number): Promise<string | undefined> {
  try {
    await certificateOf({ port })
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
