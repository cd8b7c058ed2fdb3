import { type Chains, CryptoError, type EpochKey, type VerifiedEpoch } from '@soroka/crypto'
import { type ChatId, SorokaError, type UserId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { ChatHead } from '@soroka/protocol/contract'
import type { Leave, Policy, Seen } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Fence } from '../indexeddb/fence.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { KeyChains } from '../people/key-chains.ts'
import type { TrustEntry } from '../people/trust-entry.ts'
import { applyHead, readChat } from '../sync/heads.ts'
import { Lanes } from '../sync/lanes.ts'
import type { FloorOf, Opener, Opening } from '../sync/opening.ts'
import type { ChatEpochs } from './chat-epochs.ts'
import { EpochKeys, type FindPuk } from './epoch-keys.ts'
import { EpochSync } from './epoch-sync.ts'
import { asRefusal, EpochWriter, type Wish } from './epoch-writer.ts'
import { expiredEpochs } from './expired-epochs.ts'
import { offerLost } from './give-back.ts'
import { Lately } from './lately.ts'
import { type CameSignal, type OpenedSignal, openCallSignal } from './open-call-signal.ts'
import { discloseEnvelope, openEnvelope } from './open-envelope.ts'
import { dueIntent, findLeaves } from './rotation.ts'
import { dueReset } from './resets.ts'
import { type Sealing, sealRow } from './seal-row.ts'
import type { OpeningDeps } from './with-epoch.ts'

interface Deps {
  api: Api
  account: LocalAccount
  fence: Fence
  changed(chat: ChatId): void
  /** What I said of a person's key, on whichever device. */
  trust(user: UserId): Promise<TrustEntry | null>
  /** Another identity is shown for him than before. */
  keyChanged(user: UserId): Promise<void>
  /** My own key of a generation: a newer one may have to be fetched. */
  puk: FindPuk
  /** The server took or showed the chat: it was there after the last `ready`. */
  named(chat: ChatId): void
  /** The chat's epochs from `first` on are new here, if there are any. */
  moved(epochs: ChatEpochs, first: number): Promise<void>
  /** An epoch with a new key was made here. */
  renewed(epochs: ChatEpochs): Promise<void>
  /** Seconds after which messages of a chat that begins here disappear; 0: never. */
  newTimer(): Promise<number>
  now(): number
}

/** What a thing is sealed under now: the chat's newest epoch with its key, and what is here of the log. */
export interface WritableHead {
  epoch: VerifiedEpoch
  key: EpochKey
  log: Seen
}

/** For how long an answer about a missing epoch or chain holds. */
const PATIENCE = 2_000

/** Seals and opens: keeps each chat's verified epochs, makes the first and the next one. */
export class Epochs implements Opener {
  readonly chains: KeyChains
  readonly #deps: Deps
  readonly #sync: EpochSync
  readonly #keys: EpochKeys
  readonly #writer: EpochWriter
  readonly #lanes = new Lanes()
  readonly #lately = new Lately(PATIENCE)

  constructor(deps: Deps) {
    this.#deps = deps
    const { api, account, trust, now } = deps
    const chains = new KeyChains({ api, db: account.db, trust, changed: (user) => this.#keyChanged(user), now })
    const keys = new EpochKeys(deps.account, deps.puk)
    const sync = new EpochSync({ ...deps, chains })
    this.chains = chains
    this.#keys = keys
    this.#sync = sync
    this.#writer = new EpochWriter({ ...deps, chains, keys, sync, took: this.#took })
  }

  /** Pulls and verifies what the chat has beyond our head. */
  async sync(chat: ChatId): Promise<void> {
    await this.#sync.pull(chat)
    await this.#sync.compareSeen(chat)
    await this.dropExpired(chat)
  }

  /** The chat's epochs, if `sync` would change nothing: all are here, were compared as far as the log goes, and none is over. */
  async settled(row: ChatRow): Promise<ChatEpochs | null> {
    const epochs = await this.#sync.load(row.id)
    const open = epochs.all.some(({ epoch, row: { compared } }) => !compared && epoch.record.seen.seq <= row.log.seq)
    if (epochs.next <= row.epoch || open || expiredEpochs(epochs, this.#deps.now()).length > 0) return null
    return epochs
  }

  /** With the last message of an epoch goes its key (R16). */
  async dropExpired(chat: ChatId): Promise<void> {
    const epochs = await this.#sync.load(chat)
    for (const n of expiredEpochs(epochs, this.#deps.now())) await this.#keys.drop(epochs, n)
  }

  async refreshChain(user: UserId): Promise<void> {
    await this.chains.refresh(user)
    if (await this.chains.keyChanged(user)) await this.#sync.holdWith(user)
  }

  /** I accepted a person's new key: what was held for it is looked at again. @returns those chats */
  async release(user: UserId): Promise<ChatId[]> {
    const chats = await this.#sync.release(user)
    for (const chat of chats) await this.sync(chat)
    return chats
  }

  /** This tab begins to lead: what another one wrote since is read from the disk. */
  forgetLoaded(): void {
    this.#sync.forgetLoaded()
  }

  /** What is verified here, without asking anybody. For the tab that leads. */
  verified(chat: ChatId): Promise<ChatEpochs> {
    return this.#sync.load(chat)
  }

  open(chat: ChatId, envelope: Bytes, seq?: number): Promise<Opening> {
    return openEnvelope(this.#opening, chat, envelope, seq)
  }

  /** What shows without a key that an envelope's author signed it (E88). */
  disclose(chat: ChatId, envelope: Bytes): Promise<Bytes> {
    return discloseEnvelope(this.#opening, chat, envelope)
  }

  /** Opens what a device says to this one in a call; null for all that is not to be believed. */
  openSignal(came: CameSignal): Promise<OpenedSignal | null> {
    return openCallSignal(this.#opening, this.#deps.account.self, came)
  }

  /** The key of one of the chat's epochs; null: it isn't here. */
  async keyAt(chat: ChatId, n: number): Promise<EpochKey | null> {
    const known = await this.#sync.load(chat)
    if (known.at(n) === undefined) await this.#lately.run(`epochs ${chat} ${n}`, () => this.#sync.pull(chat, n))
    const epochs = await this.#sync.load(chat)
    return epochs.at(n) === undefined ? null : await this.#keys.find(epochs, n)
  }

  async floors(chat: ChatId): Promise<FloorOf> {
    const epochs = await this.#sync.load(chat)
    return (n) => epochs.at(n)?.epoch.floor ?? 0
  }

  /**
   * Seals a message under the chat's newest epoch; makes the chat, or the next epoch when one is due. Null: the other
   * one's key changed, and a person must look first.
   */
  async seal(chat: ChatId, message: Sealing): Promise<Bytes | null> {
    const { account, now } = this.#deps
    return await this.withHead(chat, (head) => sealRow({ ...head, account, message, now: now() }))
  }

  /** The same for anything that is sealed under the newest epoch. */
  withHead<T>(chat: ChatId, seal: (head: WritableHead) => Promise<T>): Promise<T | null> {
    return this.#lanes.run(chat, () => this.#withHead(chat, seal))
  }

  /** Brings a wish about on the newest head, as often as others are quicker. Makes a direct chat that isn't there yet. */
  change(chat: ChatId, wish: Wish): Promise<ChatEpochs> {
    return this.#lanes.run(chat, async () => {
      const row = await readChat(this.#deps.account.db, chat)
      try {
        if (row !== null && !row.created) await this.#writer.begin(row)
        return await this.#changeBehind(chat, wish)
      } catch (error) {
        throw asRefusal(error)
      }
    })
  }

  /** Whoever left must get no box of what follows (R3), also if we hear of it only when our epoch is refused. */
  async #changeBehind(chat: ChatId, wish: Wish): Promise<ChatEpochs> {
    for (;;) {
      let closed = false
      const epochs = await this.#writer.change(chat, async (head, all) => {
        const due = await this.#closing(head, all)
        closed = due !== null
        return due ?? wish(head, all)
      })
      if (!closed) return epochs
    }
  }

  async createGroup(users: readonly UserId[], policy: Policy): Promise<ChatEpochs> {
    try {
      return await this.#writer.createGroup(users, policy)
    } catch (error) {
      throw asRefusal(error)
    }
  }

  /** After a restore: gives the server the signed epochs that it lost (R9). */
  offer(chat: ChatId): Promise<void> {
    return offerLost({ ...this.#deps, sync: this.#sync, keys: this.#keys, chains: this.chains, took: this.#took }, chat)
  }

  get #opening(): OpeningDeps {
    return { sync: this.#sync, keys: this.#keys, chains: this.chains, lately: this.#lately }
  }

  async #withHead<T>(chat: ChatId, seal: (head: WritableHead) => Promise<T>): Promise<T | null> {
    const row = await readChat(this.#deps.account.db, chat)
    if (row === null) throw new SorokaError('NOT_FOUND')
    if (row.keyChanged) return null
    if (row.peer !== undefined && (await this.chains.keyChanged(row.peer))) return await this.#hold(row)
    try {
      const epochs = row.created ? await this.#current(row) : await this.#writer.begin(row)
      const after = await readChat(this.#deps.account.db, chat)
      const head = epochs.head
      if (after?.keyChanged === true) return null
      const key = head === undefined ? null : await this.#keys.find(epochs, head.epoch.record.n)
      // Its key is on the way; nothing can be written until then.
      if (head === undefined || key === null || after === null) throw new SorokaError('UNAVAILABLE')
      return await seal({ epoch: head.epoch, key, log: after.log })
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      if (error.code === 'identity_changed') return await this.#hold(row)
      throw new SorokaError('UNAVAILABLE', { reason: error.code })
    }
  }

  async #keyChanged(user: UserId): Promise<void> {
    if (await this.chains.keyChanged(user)) await this.#sync.holdWith(user)
    await this.#deps.keyChanged(user)
  }

  async #hold(row: ChatRow): Promise<null> {
    if (row.peer !== undefined) await this.#sync.holdWith(row.peer)
    return null
  }

  /** The chat's epochs up to the head, with a new one if it is time. */
  async #current(row: ChatRow): Promise<ChatEpochs> {
    const epochs = await this.#sync.pull(row.id)
    const head = epochs.head
    if (head === undefined || (await this.#keys.find(epochs, head.epoch.record.n)) === null) return epochs
    const due = await this.#due(row, epochs, head.epoch)
    if (due === null) return epochs
    try {
      return await this.#writer.change(row.id, async (now, all) => {
        const fresh = (await readChat(this.#deps.account.db, row.id)) ?? row
        return (await this.#due(fresh, all, now))?.intent ?? null
      })
    } catch (error) {
      if (due.soft && hasCode(error, 'RATE_LIMITED')) return epochs
      throw error
    }
  }

  async #due(row: ChatRow, epochs: ChatEpochs, head: VerifiedEpoch) {
    const leavers = await this.#leavers(row, head)
    const reset = leavers.length > 0 ? null : await dueReset(head, this.#deps.account.self.user, this.chains)
    return reset === null ? dueIntent(row, epochs, leavers, this.#deps.now()) : { intent: reset, soft: false }
  }

  readonly #closing: Wish = async (head) => {
    const row = await readChat(this.#deps.account.db, head.record.chat)
    const leaves = row === null ? [] : await this.#leavers(row, head)
    return leaves.length === 0 ? null : { type: 'leave', leaves }
  }

  #leavers(row: ChatRow, head: VerifiedEpoch): Promise<Leave[]> {
    const chainsOf = (users: UserId[]): Promise<Chains> => this.chains.map(users)
    return findLeaves(row.leaves, head, this.#deps.account.self.user, chainsOf)
  }

  readonly #took = async (head: ChatHead): Promise<void> => {
    const { account, fence, changed, named } = this.#deps
    named(head.id)
    await applyHead(account.db, fence, account.self.user, head)
    changed(head.id)
  }
}
