/** The certificate that stands for this person on Mumble servers, made silently at first need. */
import { generateKeyPair } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { ProblemError } from '../bridge/problems.ts'
import type { ClientCertificate } from './mumble/control-channel.ts'
import { setAside } from './set-aside.ts'

/** As long as the native client's: a name registered on a server hangs on it. */
const VALID_YEARS = 20

/**
 * Reads the identity, or makes it: one file of PEM that only its owner may read. Throws `disk-refused`.
 * @param onSetAside told where an identity went that could not be read: names registered with it hang on it
 */
export async function loadIdentity(
  folder: string,
  onSetAside: (file: string) => void = () => {},
): Promise<ClientCertificate> {
  const file = join(folder, 'identity.pem')
  try {
    const kept = await readFile(file, 'utf8').catch(ifMissing)
    const identity = kept === null ? null : splitPem(kept)
    if (identity !== null) return identity
    if (kept !== null) onSetAside(setAside(file))
    return await writeIdentity(folder, file)
  } catch (error) {
    throw new ProblemError('disk-refused', {}, error)
  }
}

/** A file that is there and cannot be opened is no reason to make another identity. */
function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

async function writeIdentity(folder: string, file: string): Promise<ClientCertificate> {
  const made = await makeIdentity()
  await mkdir(folder, { recursive: true })
  // A kill half-way must not leave half an identity.
  await writeFile(`${file}.new`, `${made.certificate}${made.key}`, { mode: 0o600 })
  await rename(`${file}.new`, file)
  return made
}

function splitPem(text: string): ClientCertificate | null {
  const certificate = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/)?.[0]
  const key = text.match(
    /-----BEGIN (?:RSA )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA )?PRIVATE KEY-----\n?/,
  )?.[0]
  return certificate === undefined || key === undefined ? null : { certificate, key }
}

/** RSA-2048, self-signed, in the shape of the native client's certificates, but signed with SHA-256. */
export async function makeIdentity(now = new Date()): Promise<ClientCertificate> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const forgeKey = forge.pki.privateKeyFromPem(key)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e)
  certificate.serialNumber = '01'
  certificate.validity.notBefore = now
  certificate.validity.notAfter = new Date(now.getTime())
  certificate.validity.notAfter.setFullYear(now.getFullYear() + VALID_YEARS)
  // No name inside: the server shows the name a person types, and the certificate is sent to each server.
  const subject = [{ name: 'commonName', value: 'Mumble User' }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'extKeyUsage', clientAuth: true },
    { name: 'subjectKeyIdentifier' },
  ])
  certificate.sign(forgeKey, forge.md.sha256.create())
  return { certificate: forge.pki.certificateToPem(certificate).replaceAll('\r', ''), key }
}
