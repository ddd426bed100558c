/** Who speaks, as a store with one bell per person: one voice redraws one row, in a room of a thousand. */
export interface TalkingStore {
  isTalking(session: number): boolean
  subscribe(session: number, listener: () => void): () => void
  set(session: number, talking: boolean): void
  clear(): void
}

export function createTalking(): TalkingStore {
  const talking = new Set<number>()
  const listeners = new Map<number, Set<() => void>>()
  const ring = (session: number) => {
    for (const listener of [...(listeners.get(session) ?? [])]) listener()
  }
  return {
    isTalking: session => talking.has(session),
    subscribe: (session, listener) => {
      const own = listeners.get(session) ?? new Set()
      listeners.set(session, own)
      own.add(listener)
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(session) === own) listeners.delete(session)
      }
    },
    set: (session, now) => {
      if (talking.has(session) === now) return
      if (now) talking.add(session)
      else talking.delete(session)
      ring(session)
    },
    clear: () => {
      const were = [...talking]
      talking.clear()
      for (const session of were) ring(session)
    },
  }
}
