import { type EpochKey, openBox, type VerifiedEpoch, verifyChain, verifyEpoch } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import { nodePlatform } from '../../../packages/client/src/platform/node.ts'
import { LocalAccount } from '../../../packages/client/src/auth/local-account.ts'
import { type Api, createApi } from '../../../packages/client/src/api/api.ts'
import { createClient } from '../../../packages/client/src/client.ts'
import type { Client } from '../../../packages/client/src/index.ts'
import type { Platform } from '../../../packages/client/src/platform/platform.ts'

const PASSWORD = 'correct horse battery staple'

/** A chat's head with the key that was sealed to this person. */
export interface OpenHead {
  readonly epoch: VerifiedEpoch
  readonly key: EpochKey
}

/** An account that the real SDK made, on a device of memory that may be switched off and on. */
export class Person {
  readonly #url: string
  readonly #platform: Platform
  readonly email: string
  #user = '' as UserId
  #token: string | undefined
  #opened: Promise<LocalAccount | null> | undefined

  private constructor(url: string, name: string) {
    this.#url = url
    this.email = `${name.toLowerCase()}@example.org`
    // The engine renews its token by itself; whoever measures without an engine needs it too.
    this.#platform = nodePlatform({
      fetch: (input, init) => {
        if (input instanceof Request) this.#token = /^Bearer (.+)$/.exec(input.headers.get('authorization') ?? '')?.[1]
        return fetch(input, init)
      },
    })
  }

  /** @param codeFor the digits of the mail that comes to an address */
  static async signUp(url: string, name: string, codeFor: (email: string) => Promise<string>): Promise<Person> {
    const person = new Person(url, name)
    await person.with(async ({ auth }) => {
      await auth.signUp({ name, email: person.email, password: PASSWORD, locale: 'en' })
      const { session } = await auth.confirm({ code: await codeFor(person.email) })
      person.#user = session.user
    })
    return person
  }

  get user(): UserId {
    return this.#user
  }

  /** Switches the device on for as long as `use` takes. */
  async with<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const client = await createClient({ baseUrl: this.#url, platform: this.#platform, deviceName: 'Bench' })
    try {
      return await use(client)
    } finally {
      await client.close()
    }
  }

  /** An access token that was made just now. */
  async freshToken(): Promise<string> {
    this.#token = undefined
    return await this.with(async (client) => {
      for (;;) {
        if (this.#token !== undefined && (await client.connection()) === 'online') return this.#token
        await new Promise((done) => setTimeout(done, 10))
      }
    })
  }

  /** Who seals: the device's key as the SDK keeps it, which nobody can take out. */
  async author() {
    const account = await this.#account()
    return { ...account.self, signKey: account.deviceKey }
  }

  /** The newest epoch of a chat, verified, with this person's key. */
  async openHead(chat: ChatId): Promise<OpenHead> {
    const account = await this.#account()
    const api = await this.#api()
    const { epochs } = await api.chats.epochs({ chat })
    const last = epochs.at(-1)
    if (epochs.length !== 1 || last?.box === undefined) throw new Error('a chat of one epoch is expected')
    const bytes = fromBase64url(last.record)
    // Epoch 0: only its author's chain is needed to verify it.
    const known = new Map()
    let result = await verifyEpoch(null, bytes, known)
    if (!result.ok && result.user !== undefined) {
      known.set(result.user, await chainOf(api, result.user))
      result = await verifyEpoch(null, bytes, known)
    }
    if (!result.ok) throw new Error(`an epoch that does not verify: ${result.reason}`)
    const { record, roster } = result.epoch
    const gen = roster.find(({ user }) => user === this.#user)?.pukGen ?? 0
    const seed = await account.readPuk(gen)
    const puks = seed === null ? [] : [{ gen, seed }]
    const key = await openBox({ record, roster, user: this.#user, puks, box: fromBase64url(last.box) })
    if (key === null) throw new Error('a box that does not open')
    return { epoch: result.epoch, key }
  }

  /** What the SDK keeps of it on the disk. It stays open: devices are few, and end with the process. */
  async #account(): Promise<LocalAccount> {
    this.#opened ??= LocalAccount.open(this.#platform.storage, this.#user)
    const account = await this.#opened
    if (account === null) throw new Error('no account')
    return account
  }

  async #api(): Promise<Api> {
    const token = await this.freshToken()
    return createApi(this.#url, fetch, { get: async () => token, renew: async () => undefined })
  }
}

async function chainOf(api: Api, user: UserId) {
  const { chains } = await api.users.chains({ users: [{ user, from: 0 }] })
  const result = await verifyChain(user, chains[0]?.entries.map(fromBase64url) ?? [])
  if (!result.ok) throw new Error('a chain that does not verify')
  return result.state
}
