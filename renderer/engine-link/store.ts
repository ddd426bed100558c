/** The smallest store React can read: a value, who listens, and nothing else. */
import { useSyncExternalStore } from 'react'

export interface ReadableStore<T> {
  get(): T
  /** Calls back after each change; the answer ends it. */
  subscribe(listener: () => void): () => void
}

export interface Store<T> extends ReadableStore<T> {
  /** Setting the value that is already there wakes nobody. */
  set(value: T): void
}

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>()
  let current = initial
  return {
    get: () => current,
    set: value => {
      if (Object.is(value, current)) return
      current = value
      for (const listener of [...listeners]) listener()
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** A store's value in a component, which is drawn again when it changes. */
export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}
