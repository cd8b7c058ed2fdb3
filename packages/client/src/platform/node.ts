import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { MemoryChannels } from './memory-channels.ts'
import { MemoryLocks } from './memory-locks.ts'
import { MemoryShelf } from './memory-shelf.ts'
import type { Platform } from './platform.ts'

export { FolderShelf } from './folder-shelf.node.ts'

/**
 * A device made of memory, for bots, tests and the load generator. Clients made with the same platform share its
 * database, as the tabs of one browser do.
 */
export function nodePlatform(changes: Partial<Platform> = {}): Platform {
  const channels = new MemoryChannels()
  const shelves = new Map<string, MemoryShelf>()
  return {
    storage: new IDBFactory(),
    shelf: (user) => {
      const shelf = shelves.get(user) ?? new MemoryShelf()
      shelves.set(user, shelf)
      return shelf
    },
    room: async () => null,
    locks: new MemoryLocks(),
    channel: (name, hear) => channels.open(name, hear),
    fetch: (input, init) => fetch(input, init),
    socket: (url) => new WebSocket(url),
    now: () => Date.now(),
    random: () => Math.random(),
    visible: () => true,
    delivery: 'body',
    deviceKind: 'bot',
    ...changes,
  }
}
