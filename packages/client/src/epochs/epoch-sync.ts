import { type EpochResult, type VerifiedEpoch, verifyEpoch } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { type Bytes, equal, fromBase64url, RecordError } from '@soroka/protocol/bytes'
import { decodeEpoch, directChatId } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { KeyChains } from '../people/key-chains.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import type { ChatRow, EpochRow } from '../indexeddb/rows.ts'
import { readChat } from '../sync/heads.ts'
import { Lanes } from '../sync/lanes.ts'
import { ChatEpochs } from './chat-epochs.ts'
import { changesOf } from './epoch-changes.ts'
import { amendEpoch, loadEpochs, storeEpoch } from './epoch-store.ts'

interface Deps {
  api: Api
  account: LocalAccount
  /** Null: what is found is not written down. */
  fence: Fence | null
  chains: KeyChains
  changed(chat: ChatId): void
  /** The chat's epochs from `first` on are new here, if there are any. */
  moved(epochs: ChatEpochs, first: number): Promise<void>
  now(): number
}

/** How an epoch came here. */
export type Found = Omit<EpochRow, 'chat' | 'n' | 'hash' | 'line'>

/** Most strangers whose chains are read when a group takes them in. */
const CIRCLE = 100

/** Brings the verified epochs of a chat up to the server's head: always from our own head on, never from its word. */
export class EpochSync {
  readonly #deps: Deps
  readonly #loaded = new Map<ChatId, Promise<ChatEpochs>>()
  readonly #lanes = new Lanes()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What is verified here. */
  load(chat: ChatId): Promise<ChatEpochs> {
    const known = this.#loaded.get(chat)
    if (known !== undefined) return known
    const loading = loadEpochs(this.#deps.account.db, chat).then((entries) => new ChatEpochs(chat, entries))
    this.#loaded.set(chat, loading)
    loading.catch(() => this.#loaded.delete(chat))
    return loading
  }

  forgetLoaded(): void {
    this.#loaded.clear()
  }

  /** Up to the server's head, or at least to `wanted` when a message names it. */
  pull(chat: ChatId, wanted = 0): Promise<ChatEpochs> {
    return this.#lanes.run(chat, () => this.#pull(chat, wanted))
  }

  /** Keeps an epoch that was verified or made here. */
  async keep(epochs: ChatEpochs, epoch: VerifiedEpoch, how: Found): Promise<void> {
    const { chat, n, by } = epoch.record
    const changes = changesOf(epochs.at(n - 1)?.epoch ?? null, epoch)
    const line = changes.length === 0 ? {} : { line: { by, changes } }
    const row: EpochRow = { chat, n, hash: epoch.hash, ...how, ...line }
    const { account, fence } = this.#deps
    if (fence !== null) await storeEpoch(account.db, fence, row)
    if (epochs.next === n) epochs.push({ epoch, row })
  }

  /** Every epoch's author signed what he had seen of the log, as every message's did (R5). */
  async compareSeen(chat: ChatId): Promise<void> {
    const { db } = this.#deps.account
    const row = await readChat(db, chat)
    for (const { epoch, row: stored } of (await this.load(chat)).all) {
      const { seen } = epoch.record
      if (stored.compared || row === null || seen.seq > row.log.seq) continue
      const own = seen.seq === 0 ? undefined : (await db.get('messages', [chat, seen.seq]))?.logHash
      if (own !== undefined && !equal(own, seen.hash)) await this.#warn(chat, { fork: true })
      stored.compared = true
      await amendEpoch(db, chat, stored.n, { compared: true })
    }
  }

  /** Nothing is sealed in the direct chat with this person until somebody has looked. */
  async holdWith(user: UserId): Promise<void> {
    await this.#warn(directChatId(this.#deps.account.self.user, user), { keyChanged: true })
  }

  /** The direct chat with him, and the groups that wait for somebody's key. @returns which were held */
  async release(user: UserId): Promise<ChatId[]> {
    const { account, changed } = this.#deps
    const direct = directChatId(account.self.user, user)
    const held = await inOne(account.db, ['chats'], async (tx) => {
      const rows = (await tx.objectStore('chats').getAll()).flatMap((value) => parseChat(value) ?? [])
      const waiting = rows.filter((row) => row.keyChanged && (row.id === direct || row.kind === 'group'))
      for (const row of waiting) await tx.objectStore('chats').put({ ...row, keyChanged: false })
      return waiting.map(({ id }) => id)
    })
    for (const chat of held) changed(chat)
    return held
  }

  async #pull(chat: ChatId, wanted: number): Promise<ChatEpochs> {
    const epochs = await this.load(chat)
    const row = await readChat(this.#deps.account.db, chat)
    if (row === null || !row.created) return epochs
    const first = epochs.next
    try {
      while (epochs.next <= Math.max(row.epoch, wanted)) if (!(await this.#page(epochs, row))) break
    } finally {
      await this.#deps.moved(epochs, first)
    }
    return epochs
  }

  /** @returns whether there may be more */
  async #page(epochs: ChatEpochs, row: ChatRow): Promise<boolean> {
    const { api, now } = this.#deps
    const before = epochs.next
    const page = await api.chats.epochs({ chat: row.id, from: `${before}` }).catch(noneIfForeign)
    for (const { n, at, record, box } of page.epochs) {
      if (n !== epochs.next) continue
      const bytes = fromBase64url(record)
      const result = await this.#verify(epochs, bytes)
      if (!result.ok) {
        await this.#refused(row, result.reason)
        return false
      }
      await this.keep(epochs, result.epoch, {
        record: bytes,
        at: now(),
        fromSeq: row.lastSeq,
        compared: false,
        ...(at === undefined ? {} : { madeAt: at }),
        ...(box === undefined ? {} : { box: fromBase64url(box) }),
      })
    }
    return epochs.next > before
  }

  async #verify(epochs: ChatEpochs, bytes: Bytes): Promise<EpochResult> {
    const { chains } = this.#deps
    const prev = epochs.head?.epoch ?? null
    const { judges, others } = concerned(bytes)
    await chains.map(judges)
    const met = await chains.known(others)
    const strangers = others.filter((user) => !met.has(user))
    // Whoever comes into a small circle is met at once; of a crowd, those who write.
    if (strangers.length > 0 && strangers.length <= CIRCLE) await chains.refreshAll(strangers)
    const attempt = async () => verifyEpoch(prev, bytes, await chains.known([...judges, ...others]))
    const result = await attempt()
    if (result.ok || !['no_chain', 'chain_behind', 'device', 'identity'].includes(result.reason)) return result
    // Our copy of somebody's chain may be old.
    await chains.refreshAll([...new Set([...judges, ...(result.user === undefined ? [] : [result.user])])])
    return await attempt()
  }

  async #refused(row: ChatRow, reason: (EpochResult & { ok: false })['reason']): Promise<void> {
    if (reason === 'identity') await this.#warn(row.id, { keyChanged: true })
    else if (reason !== 'no_chain' && reason !== 'chain_behind') await this.#warn(row.id, { fork: true })
  }

  async #warn(chat: ChatId, change: Partial<Pick<ChatRow, 'fork' | 'keyChanged'>>): Promise<void> {
    await inOne(this.#deps.account.db, ['chats'], async (tx) => {
      const row = parseChat(await tx.objectStore('chats').get(chat))
      if (row !== null) await tx.objectStore('chats').put({ ...row, ...change })
    })
    this.#deps.changed(chat)
  }
}

/** Whose chains a record is judged by, and who else comes or changes in it. */
function concerned(bytes: Bytes): { judges: UserId[]; others: UserId[] } {
  try {
    const { by, leaves, changes } = decodeEpoch(bytes)
    const judges = new Set([by, ...leaves.map(({ user }) => user)])
    const others = changes.flatMap(({ set }) => (set === undefined || judges.has(set.user) ? [] : [set.user]))
    return { judges: [...judges], others }
  } catch (error) {
    if (error instanceof RecordError) return { judges: [], others: [] }
    throw error
  }
}

/** A chat that is no longer mine has no epochs for me. */
function noneIfForeign(error: unknown): { epochs: never[] } {
  if (hasCode(error, 'NOT_FOUND')) return { epochs: [] }
  throw error
}
