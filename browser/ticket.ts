/** Who may talk to the loopback server: the window that was opened with the one-time address, nobody else. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 bits: nobody guesses it in the life of a process. */
const SECRET_BYTES = 32

export class TicketOffice {
  #ticket: string | null = secret()
  #cookies: string[] = []

  /** What goes into the one-time address. A new one replaces an unused one. */
  issue(): string {
    this.#ticket = secret()
    return this.#ticket
  }

  /** The cookie's value for a ticket that fits; the ticket is dead after that. Null otherwise. */
  redeem(ticket: string): string | null {
    if (this.#ticket === null || !sameSecret(ticket, this.#ticket)) return null
    this.#ticket = null
    const cookie = secret()
    this.#cookies.push(cookie)
    return cookie
  }

  admits(cookie: string): boolean {
    return this.#cookies.some(known => sameSecret(cookie, known))
  }
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

function sameSecret(a: string, b: string): boolean {
  // Hashes have one length, so comparing them tells nothing of the secret's.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
