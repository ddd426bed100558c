/** People for tests on real servers: each with a certificate of their own, unless told otherwise. */
import { makeIdentity } from '../../engine/identity.ts'
import { MumbleClient } from '../../engine/mumble/client.ts'
import type { ClientCertificate } from '../../engine/mumble/control-channel.ts'

const joined: MumbleClient[] = []

/** Debian 12 has no 1.5: it comes from a Debian 13 in a folder, which only root can make. */
export const seriesToTry: readonly ('1.3' | '1.5')[] = process.getuid?.() === 0 ? ['1.3', '1.5'] : ['1.3']
if (seriesToTry.length === 1)
  console.log('mumble-server 1.5 is not tried: only root can make the Debian 13 it comes from')

export async function joinServer(
  port: number,
  userName: string,
  password = '',
  identity?: ClientCertificate,
): Promise<MumbleClient> {
  const client = await MumbleClient.connect({
    address: { host: '127.0.0.1', port },
    identity: identity ?? (await makeIdentity()),
    credentials: { userName, password, tokens: [] },
    self: { muted: false, deafened: false },
    release: 'test',
    approve: () => undefined,
  })
  joined.push(client)
  return client
}

export function leaveAll(): void {
  for (const client of joined.splice(0)) client.close()
}

/** A distinct payload with the header of a 10 ms Opus packet: servers look no further. */
export function opusFrame(number: number): Uint8Array {
  return Uint8Array.from({ length: 60 }, (_, i) => (i === 0 ? 0x90 : (number * 31 + i * 7) & 0xff))
}

/** Waits until something is so; fails after `withinMs`. */
export async function eventually(condition: () => boolean, withinMs = 8000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms: ${condition}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
