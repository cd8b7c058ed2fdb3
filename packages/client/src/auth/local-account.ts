import type { PukSecret } from '@soroka/crypto'
import type { DeviceId, UserId } from '@soroka/protocol'
import { deviceId, sessionId, SorokaError, userId } from '@soroka/protocol'
import { type Bytes, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { openAccountDb } from '../indexeddb/account-store.ts'
import { Vault } from '../indexeddb/vault.ts'
import type { SessionView } from '../types.ts'

export interface AccessToken {
  accessToken: string
  /** By the clock of this device, in ms. */
  expiresAt: number
  generation: number
}

const storedSession = z.object({
  session: sessionId,
  user: userId,
  device: deviceId,
  generation: z.int(),
  /** The cookie slot; absent where the program keeps the refresh token itself. */
  slot: z.optional(z.int()),
  name: z.string(),
  nickname: z.string(),
  email: z.string(),
})
export type StoredSession = z.infer<typeof storedSession>

/** Everything that a new account or a new device leaves on the disk, in one transaction. */
export interface NewAccount {
  session: StoredSession
  vault: CryptoKey
  /** Signs as this device; can't be exported. */
  deviceKey: CryptoKey
  /** The seed of the device's sealing pair. */
  sealSeed: Bytes
  puks: readonly PukSecret[]
  refreshToken?: string | undefined
  recoveryWords?: string | undefined
  /** My own chain, verified. */
  chain: Bytes[]
  pin: Bytes
}

const WORDS = ['recovery next', 'recovery'] as const

/** The account of this device as its database holds it: keys, session, secrets under the vault key. */
export class LocalAccount {
  readonly db: AccountDb
  readonly vault: Vault
  readonly deviceKey: CryptoKey
  readonly self: { user: UserId; device: DeviceId }
  /** From sign-in; after a restart there is none. */
  firstToken: AccessToken | undefined

  private constructor(db: AccountDb, vault: Vault, deviceKey: CryptoKey, self: LocalAccount['self']) {
    this.db = db
    this.vault = vault
    this.deviceKey = deviceKey
    this.self = self
  }

  /** Null when the database is gone or damaged: the device must sign in again. */
  static async open(factory: IDBFactory, user: UserId): Promise<LocalAccount | null> {
    const db = await openAccountDb(factory, user)
    const [vault, deviceKey, session] = await Promise.all(
      ['vault', 'deviceKey', 'session'].map((key) => db.get('meta', key)),
    )
    const parsed = storedSession.safeParse(session)
    if (!(vault instanceof CryptoKey) || !(deviceKey instanceof CryptoKey) || !parsed.success) {
      db.close()
      return null
    }
    return new LocalAccount(db, new Vault(vault), deviceKey, { user, device: parsed.data.device })
  }

  static async create(factory: IDBFactory, made: NewAccount, token: AccessToken): Promise<LocalAccount> {
    const { user, device } = made.session
    const vault = new Vault(made.vault)
    const puks = await Promise.all(
      made.puks.map(async ({ gen, seed }) => [gen, await vault.seal(`puk ${gen}`, seed)] as const),
    )
    const sealSeed = await vault.seal('sealSeed', made.sealSeed)
    const refresh =
      made.refreshToken === undefined ? undefined : await vault.seal('refresh', utf8Encode(made.refreshToken))
    const words =
      made.recoveryWords === undefined ? undefined : await vault.seal('recovery', utf8Encode(made.recoveryWords))
    const db = await openAccountDb(factory, user)
    const tx = db.transaction(['meta', 'users'], 'readwrite')
    const meta = tx.objectStore('meta')
    await meta.put(made.vault, 'vault')
    await meta.put(made.deviceKey, 'deviceKey')
    await meta.put(sealSeed, 'sealSeed')
    await meta.put(made.session, 'session')
    for (const [gen, sealed] of puks) await meta.put(sealed, `puk ${gen}`)
    if (refresh !== undefined) await meta.put(refresh, 'refresh')
    if (words !== undefined) await meta.put(words, 'recovery')
    const { name, nickname } = made.session
    await tx.objectStore('users').put({
      id: user,
      name,
      nickname,
      profileAt: 0,
      chain: made.chain,
      pin: made.pin,
      keyChanged: false,
      contact: false,
      blocked: false,
    })
    await tx.done
    const account = new LocalAccount(db, vault, made.deviceKey, { user, device })
    account.firstToken = token
    return account
  }

  async readSession(): Promise<StoredSession> {
    const parsed = storedSession.safeParse(await this.db.get('meta', 'session'))
    if (!parsed.success) throw new SorokaError('SESSION_ENDED')
    return parsed.data
  }

  async view(): Promise<SessionView> {
    const { user, device, name, nickname, email } = await this.readSession()
    return { user, device, name, nickname, email }
  }

  async storeSession(session: StoredSession, refreshToken?: string): Promise<void> {
    const sealed = refreshToken === undefined ? undefined : await this.vault.seal('refresh', utf8Encode(refreshToken))
    const tx = this.db.transaction('meta', 'readwrite')
    await tx.store.put(session, 'session')
    if (sealed !== undefined) await tx.store.put(sealed, 'refresh')
    await tx.done
  }

  async readRefreshToken(): Promise<string> {
    const token = await this.#openMeta('refresh')
    if (token === null) throw new SorokaError('UNAUTHORIZED')
    return utf8Decode(token)
  }

  /** The seed of a generation of my key, or null when this device doesn't have it. */
  readPuk(gen: number): Promise<Bytes | null> {
    return this.#openMeta(`puk ${gen}`)
  }

  /** A newer generation came, with those before it. */
  async storePuks(puks: readonly PukSecret[]): Promise<void> {
    const sealed = await Promise.all(
      puks.map(async ({ gen, seed }) => [`puk ${gen}`, await this.vault.seal(`puk ${gen}`, seed)] as const),
    )
    const tx = this.db.transaction('meta', 'readwrite')
    for (const [place, bytes] of sealed) await tx.store.put(bytes, place)
    await tx.done
  }

  /** The seed of the pair that others of my devices seal to. */
  readSealSeed(): Promise<Bytes | null> {
    return this.#openMeta('sealSeed')
  }

  /** Words that may still wait to be saved, the newest first: which of them count, the chain tells. */
  async recoveryWords(): Promise<string[]> {
    const found = await Promise.all(WORDS.map((place) => this.#openMeta(place)))
    return found.flatMap((words) => (words === null ? [] : [utf8Decode(words)]))
  }

  /** Before the server knows of them, beside those that count until then: whatever breaks, one of the two is good. */
  async storeNextWords(words: string): Promise<void> {
    const [place] = WORDS
    await this.db.put('meta', await this.vault.seal(place, utf8Encode(words)), place)
  }

  async forgetRecoveryWords(): Promise<void> {
    const tx = this.db.transaction('meta', 'readwrite')
    for (const place of WORDS) await tx.store.delete(place)
    await tx.done
  }

  async #openMeta(key: string): Promise<Bytes | null> {
    const sealed = await this.db.get('meta', key)
    return sealed instanceof Uint8Array ? await this.vault.open(key, sealed) : null
  }
}
