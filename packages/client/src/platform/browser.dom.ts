import { browserShelf } from './browser-shelf.dom.ts'
import type { Platform } from './platform.ts'

/** The browser, on a page or in a dedicated worker. `visible`: the page's word, since a worker can't see it. */
export function browserPlatform(visible: () => boolean = () => true): Platform {
  return {
    storage: indexedDB,
    shelf: browserShelf,
    room: async () => (await navigator.storage.estimate()).quota ?? null,
    locks: { request: (name, options, work) => navigator.locks.request(name, options, () => work()) },
    channel: (name, hear) => {
      const channel = new BroadcastChannel(name)
      channel.addEventListener('message', (event) => hear(event.data))
      return { post: (message) => channel.postMessage(message), close: () => channel.close() }
    },
    fetch: (input, init) => fetch(input, init),
    socket: (url) => new WebSocket(url),
    now: () => Date.now(),
    random: () => Math.random(),
    visible,
    delivery: 'cookie',
    deviceKind: 'web',
    wipe: async (user) => {
      const names = await caches.keys()
      await Promise.all(names.filter((name) => name.includes(user)).map((name) => caches.delete(name)))
    },
  }
}
