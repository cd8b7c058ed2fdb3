import { createClient } from '@soroka/client'
import { browserPlatform } from '@soroka/client/browser'
import type { Client } from '@soroka/client/types'
import { expose, proxy } from 'comlink'
import { passErrors } from './errors.ts'
import { deviceName } from './device-name.ts'

passErrors()

let visible = true

const ready: Promise<Client> = createClient({
  baseUrl: self.location.origin,
  deviceName: deviceName(navigator.userAgent),
  platform: browserPlatform(() => visible),
})

type Groups = Pick<
  Client,
  | 'auth'
  | 'account'
  | 'devices'
  | 'passkeys'
  | 'chats'
  | 'messages'
  | 'groups'
  | 'contacts'
  | 'people'
  | 'search'
  | 'files'
  | 'stickers'
  | 'calls'
  | 'push'
  | 'admin'
>

/** Calls may come before the engine has opened its database: each waits for it. */
function group<K extends keyof Groups>(name: K): Groups[K] {
  return new Proxy({} as Groups[K], {
    get:
      (_, method) =>
      async (...args: unknown[]) => {
        const target = (await ready)[name] as unknown as Record<string | symbol, (...args: unknown[]) => unknown>
        return target[method]?.(...args)
      },
  })
}

expose({
  auth: group('auth'),
  account: group('account'),
  devices: group('devices'),
  passkeys: group('passkeys'),
  chats: group('chats'),
  messages: group('messages'),
  groups: group('groups'),
  contacts: group('contacts'),
  people: group('people'),
  search: group('search'),
  files: group('files'),
  stickers: group('stickers'),
  calls: group('calls'),
  push: group('push'),
  admin: group('admin'),
  connection: async () => (await ready).connection(),
  wake: async () => (await ready).wake(),
  subscribe: async (listener: Parameters<Client['subscribe']>[0]) => proxy(await (await ready).subscribe(listener)),
  setVisible: async (now: boolean) => {
    visible = now
  },
  close: async () => (await ready).close(),
})
