/** Ports arrive one by one; a connection needs all three of the same life of the engine. Pure. */
import type { PortArrival, PortKind } from '../../bridge/shell-api.ts'

const kinds: readonly PortKind[] = ['rpc', 'mic', 'ear']

export type CompletePorts<P> = { readonly [K in PortKind]: P }

/** Is a window's message the arrival of a port? Any frame could post one, so its shape is checked. */
export function readArrival(data: unknown): PortArrival | null {
  if (typeof data !== 'object' || data === null) return null
  const { chatierePort, epoch } = data as Record<string, unknown>
  const kind = kinds.find(known => known === chatierePort)
  if (kind === undefined || typeof epoch !== 'number' || !Number.isSafeInteger(epoch)) return null
  return { chatierePort: kind, epoch }
}

/**
 * Collects ports. `take` gives the full set when the last of them arrives; ports of an older life are
 * refused (`onRefused` gets them, to close them), ports of a newer one make the collected ones stale.
 */
export function createPortAssembly<P>(onRefused: (port: P) => void): {
  take(arrival: PortArrival, port: P): CompletePorts<P> | null
} {
  let epoch = Number.NEGATIVE_INFINITY
  let collected = new Map<PortKind, P>()
  return {
    take: (arrival, port) => {
      if (arrival.epoch < epoch) {
        onRefused(port)
        return null
      }
      if (arrival.epoch > epoch) {
        for (const stale of collected.values()) onRefused(stale)
        collected = new Map()
        epoch = arrival.epoch
      }
      const doubled = collected.get(arrival.chatierePort)
      if (doubled !== undefined) onRefused(doubled)
      collected.set(arrival.chatierePort, port)
      const [rpc, mic, ear] = kinds.map(kind => collected.get(kind))
      if (rpc === undefined || mic === undefined || ear === undefined) return null
      collected = new Map()
      return { rpc, mic, ear }
    },
  }
}
