/** Several hosts whose certificates a person's computer takes as good, as one. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { TlsFront } from '../world/tls-front.ts'

type Trusted = Pick<TlsFront, 'certificateFile' | 'keyHash'>

/** @param certificateFile where all their certificates are written to */
export function trustAll(certificateFile: string, hosts: readonly Trusted[]): Trusted {
  writeFileSync(certificateFile, hosts.map(host => readFileSync(host.certificateFile, 'utf8')).join('\n'))
  return { certificateFile, keyHash: hosts.map(({ keyHash }) => keyHash).join(',') }
}
