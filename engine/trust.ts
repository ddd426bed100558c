/** Is this still the server we met? First seen is kept; vouched for is fine; changed is a stop. */
import { ProblemError } from '../bridge/problems.ts'
import type { ServerAddress, ServerCertificate } from './mumble/control-channel.ts'
import type { Storage } from './storage.ts'

export type Acquaintance = 'vouched' | 'known' | 'first'

export class Trust {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Throws `certificate-changed`, with the new fingerprint and the known one among its facts. */
  check(address: ServerAddress, certificate: ServerCertificate): Acquaintance {
    const server = nameOf(address)
    const pin = this.#storage.pinOf(server)
    const { fingerprint, vouchedFor } = certificate
    if (!vouchedFor && pin !== null && pin.fingerprint !== fingerprint) {
      const facts = { host: address.host, port: address.port, fingerprint, known: pin.fingerprint }
      throw new ProblemError('certificate-changed', facts)
    }
    if (pin?.fingerprint !== fingerprint || pin.vouchedFor !== vouchedFor) {
      this.#storage.pin(server, { fingerprint, vouchedFor })
    }
    if (vouchedFor) return 'vouched'
    return pin === null ? 'first' : 'known'
  }

  /** The person takes the new certificate, having read why not to. */
  accept(address: ServerAddress, fingerprint: string): void {
    this.#storage.pin(nameOf(address), { fingerprint, vouchedFor: false })
  }
}

function nameOf(address: ServerAddress): string {
  return `${address.host.toLowerCase()}:${address.port}`
}
