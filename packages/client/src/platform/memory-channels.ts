import type { Channel } from './platform.ts'

/** BroadcastChannel for clients that share one process; copies what it carries, as the real one does. */
export class MemoryChannels {
  readonly #listeners = new Map<string, Set<(message: unknown) => void>>()

  open(name: string, hear: (message: unknown) => void): Channel {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    const own = (message: unknown) => hear(message)
    listeners.add(own)
    return {
      post: (message) => {
        for (const listener of listeners) {
          if (listener === own) continue
          const copy: unknown = structuredClone(message)
          setTimeout(() => listeners.has(listener) && listener(copy), 0)
        }
      },
      close: () => void listeners.delete(own),
    }
  }
}
