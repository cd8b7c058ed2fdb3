import { SorokaError } from '@soroka/protocol'
import { createAuth } from './auth/auth-api.ts'
import type { LocalAccount } from './auth/local-account.ts'
import { openCurrent, wipeAccount } from './auth/sessions.ts'
import { Engine } from './engine/engine.ts'
import { browserPlatform } from './platform/browser.dom.ts'
import type { Channel, Platform } from './platform/platform.ts'
import { openRegistry, type Registry } from './indexeddb/registry.ts'
import { adminApi } from './surface/admin-api.ts'
import { callsApi } from './surface/calls-api.ts'
import { chatsApi } from './surface/chats-api.ts'
import { contactsApi } from './surface/contacts-api.ts'
import { devicesApi } from './surface/devices-api.ts'
import { filesApi } from './surface/files-api.ts'
import { groupsApi } from './surface/groups-api.ts'
import { messagesApi } from './surface/messages-api.ts'
import { passkeysApi } from './surface/passkeys-api.ts'
import { accountApi, peopleApi } from './surface/people-api.ts'
import { pushApi } from './surface/push-api.ts'
import { searchApi } from './surface/search-api.ts'
import { stickersApi } from './surface/stickers-api.ts'
import type { Client, ClientEvent, EndReason } from './types.ts'

export interface ClientOptions {
  /** Where the server is, e.g. https://soroka.example; /api and /ws stand under it. */
  baseUrl: string
  /** What the engine stands on; the browser if nothing is said. */
  platform?: Platform
  /** Shown in the list of devices. */
  deviceName: string
}

/** The engine of one account on one device. It opens the account that was last in use here, also offline. */
export async function createClient(input: ClientOptions): Promise<Client> {
  const options = { ...input, platform: input.platform ?? browserPlatform() }
  const running = new Running(options, await openRegistry(options.platform.storage))
  await running.open()
  const engine = async () => running.engine()
  return {
    auth: createAuth({
      ...options,
      registry: running.registry,
      current: () => running.find(),
      begin: (account) => running.begin(account),
      end: (reason) => running.end(reason),
      leaving: (reason, work) => running.leaving(reason, work),
    }),
    account: accountApi(engine, () => running.tellSession()),
    passkeys: passkeysApi(engine),
    devices: devicesApi(engine, options.baseUrl),
    chats: chatsApi(engine, () => options.platform.now()),
    messages: messagesApi(engine, () => options.platform.now()),
    groups: groupsApi(engine),
    contacts: contactsApi(engine),
    people: peopleApi(engine),
    search: searchApi(engine),
    files: filesApi(engine),
    stickers: stickersApi(engine, () => options.platform.now()),
    calls: callsApi(engine),
    push: pushApi(engine),
    admin: adminApi(engine, () => options.platform.now()),
    connection: async () => running.find()?.state ?? 'offline',
    wake: async () => running.find()?.wake(),
    subscribe: async (listener) => {
      running.listeners.add(listener)
      return () => void running.listeners.delete(listener)
    },
    close: () => running.close(),
  }
}

/** Which account is open in this tab. */
class Running {
  readonly registry: Registry
  readonly listeners = new Set<(event: ClientEvent) => void>()
  readonly #options: Required<ClientOptions>
  readonly #line: Channel
  #engine: Engine | undefined
  #closed = false
  #ending: Promise<void> | undefined
  /** Why it ends, while this client ends it on the server. */
  #farewell: EndReason | undefined

  constructor(options: Required<ClientOptions>, registry: Registry) {
    this.#options = options
    this.registry = registry
    this.#line = options.platform.channel(
      'soroka-accounts',
      () => void this.#join().catch((error: unknown) => options.platform.report?.(error)),
    )
  }

  find(): Engine | undefined {
    return this.#engine
  }

  engine(): Engine {
    if (this.#engine === undefined) throw new SorokaError('UNAUTHORIZED')
    return this.#engine
  }

  async open(): Promise<void> {
    const account = await openCurrent(this.#options.platform.storage, this.registry)
    if (account !== null) this.#start(account)
  }

  async begin(account: LocalAccount): Promise<void> {
    await this.#engine?.close()
    this.#start(account)
    await this.tellSession()
    this.#line.post('signed in')
  }

  /** Somebody signed in in another tab: this one needn't ask for the password. */
  async #join(): Promise<void> {
    if (this.#engine !== undefined || this.#closed) return
    const account = await openCurrent(this.#options.platform.storage, this.registry)
    if (account === null) return
    if (this.#engine !== undefined || this.#closed) return account.db.close()
    this.#start(account)
    await this.tellSession()
  }

  async tellSession(): Promise<void> {
    const session = (await this.#engine?.account.view()) ?? null
    this.#emit({ type: 'session', session })
  }

  /** Wipes the account from this device and says why. Once, whoever notices first. */
  end(reason: EndReason): Promise<void> {
    this.#ending ??= this.#end(this.#farewell ?? reason).finally(() => {
      this.#ending = undefined
    })
    return this.#ending
  }

  async leaving<T>(reason: EndReason, work: () => Promise<T>): Promise<T> {
    this.#farewell = reason
    try {
      return await work()
    } finally {
      this.#farewell = undefined
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#line.close()
    await this.#engine?.close()
    this.#engine = undefined
    this.listeners.clear()
    this.registry.close()
  }

  #start(account: LocalAccount): void {
    const { baseUrl, platform } = this.#options
    this.#engine = new Engine({
      baseUrl,
      platform,
      account,
      emit: (event) => this.#emit(event),
      ended: (reason) => void this.end(reason),
    })
    this.#engine.start()
    // Not by us: the browser threw its data away, or a person did.
    account.db.addEventListener('close', () => void this.end('storage_gone'))
  }

  async #end(reason: EndReason): Promise<void> {
    const engine = this.#engine
    if (engine === undefined) return
    this.#engine = undefined
    engine.announceEnd(reason)
    await engine.close()
    if (reason !== 'storage_gone') await wipeAccount(this.#options.platform, this.registry, engine.account.self.user)
    this.#emit({ type: 'session', session: null, reason })
    this.#emit({ type: 'connection', state: 'offline' })
  }

  #emit(event: ClientEvent): void {
    for (const listener of this.listeners) listener(event)
  }
}
