import { createHash, generateKeyPair } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { temporaryFolder } from './children.ts'
import { freePort } from './ports.ts'

/**
 * HTTPS before a server that speaks HTTP, as every host has it. Framed pages need it: browsers keep the cookies
 * of a frame from elsewhere only when they are secure.
 */
export interface TlsFront {
  /** e.g. "https://127.0.0.1:1234" */
  readonly origin: string
  /** PEM file that Node takes as NODE_EXTRA_CA_CERTS. */
  readonly certificateFile: string
  /** SHA-256 of the public key, base64, as Chromium's --ignore-certificate-errors-spki-list wants it. */
  readonly keyHash: string
  stop(): Promise<void>
}

export async function startTlsFront(targetPort: number): Promise<TlsFront> {
  const { certificate, key, keyHash } = await makeCertificate()
  const folder = temporaryFolder('tls-front')
  const certificateFile = join(folder.path, 'certificate.pem')
  await writeFile(certificateFile, certificate)
  const sockets = new Set<Socket>()
  const server = createServer({ cert: certificate, key }, front => {
    const back = connect(targetPort, '127.0.0.1')
    for (const [one, other] of [
      [front, back],
      [back, front],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  // A browser that tries and does not trust the certificate hangs up half-way.
  server.on('tlsClientError', () => undefined)
  const port = await freePort()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    origin: `https://127.0.0.1:${port}`,
    certificateFile,
    keyHash,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      folder.remove()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

async function makeCertificate(): Promise<{ certificate: string; key: string; keyHash: string }> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const forgeKey = forge.pki.privateKeyFromPem(key)
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e)
  made.serialNumber = '01'
  made.validity.notAfter = new Date(made.validity.notBefore.getTime() + 7 * 24 * 3600 * 1000)
  const subject = [{ name: 'commonName', value: '127.0.0.1' }]
  made.setSubject(subject)
  made.setIssuer(subject)
  made.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ])
  made.sign(forgeKey, forge.md.sha256.create())
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  return {
    certificate: forge.pki.certificateToPem(made),
    key,
    keyHash: createHash('sha256').update(spki).digest('base64'),
  }
}
