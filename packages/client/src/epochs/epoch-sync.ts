import { type EpochResult, type VerifiedEpoch, verifyEpoch } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { type Bytes, equal, fromBase64url, RecordError } from '@soroka/protocol/bytes'
import { decodeEpoch, directChatId } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { KeyChains } from '../people/key-chains.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import type { ChatRow, EpochRow } from '../indexeddb/rows.ts'
import { readChat } from '../sync/heads.ts'
import { Lanes } from '../sync/lanes.ts'
import { ChatEpochs } from './chat-epochs.ts'
import { amendEpoch, loadEpochs, storeEpoch } from './epoch-store.ts'

interface Deps {
  api: Api
  account: LocalAccount
  fence: Fence
  chains: KeyChains
  changed(chat: ChatId): void
  now(): number
}

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

  /** Up to the server's head, or at least to `wanted` when a message names it. */
  pull(chat: ChatId, wanted = 0): Promise<ChatEpochs> {
    return this.#lanes.run(chat, () => this.#pull(chat, wanted))
  }

  /** Keeps an epoch that was verified or made here. */
  async keep(epochs: ChatEpochs, epoch: VerifiedEpoch, row: EpochRow): Promise<void> {
    await storeEpoch(this.#deps.account.db, this.#deps.fence, row)
    if (epochs.next === row.n) epochs.push({ epoch, row })
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

  async #pull(chat: ChatId, wanted: number): Promise<ChatEpochs> {
    const epochs = await this.load(chat)
    const row = await readChat(this.#deps.account.db, chat)
    if (row === null || !row.created) return epochs
    while (epochs.next <= Math.max(row.epoch, wanted)) {
      const { epochs: page } = await this.#deps.api.chats.epochs({ chat, from: `${epochs.next}` })
      const before = epochs.next
      for (const { n, record, box } of page) {
        if (n !== epochs.next) continue
        const bytes = fromBase64url(record)
        const result = await this.#verify(epochs, bytes)
        if (!result.ok) return await this.#refused(epochs, row, result)
        await this.keep(epochs, result.epoch, {
          chat,
          n,
          record: bytes,
          hash: result.epoch.hash,
          at: this.#deps.now(),
          fromSeq: row.lastSeq,
          compared: false,
          ...(box === undefined ? {} : { box: fromBase64url(box) }),
        })
      }
      if (epochs.next === before) break
    }
    return epochs
  }

  async #verify(epochs: ChatEpochs, bytes: Bytes): Promise<EpochResult> {
    const prev = epochs.head?.epoch ?? null
    const attempt = async () => verifyEpoch(prev, bytes, await this.#deps.chains.map(concerned(prev, bytes)))
    const result = await attempt()
    if (result.ok || !['no_chain', 'chain_behind', 'device', 'identity'].includes(result.reason)) return result
    // Our copy of somebody's chain may be old.
    for (const user of concerned(prev, bytes)) await this.#deps.chains.refresh(user)
    return await attempt()
  }

  async #refused(epochs: ChatEpochs, row: ChatRow, result: EpochResult & { ok: false }): Promise<ChatEpochs> {
    if (result.reason === 'identity') await this.#warn(row.id, { keyChanged: true })
    else if (result.reason !== 'no_chain' && result.reason !== 'chain_behind') await this.#warn(row.id, { fork: true })
    return epochs
  }

  async #warn(chat: ChatId, change: Partial<Pick<ChatRow, 'fork' | 'keyChanged'>>): Promise<void> {
    await inOne(this.#deps.account.db, ['chats'], async (tx) => {
      const row = parseChat(await tx.objectStore('chats').get(chat))
      if (row !== null) await tx.objectStore('chats').put({ ...row, ...change })
    })
    this.#deps.changed(chat)
  }
}

/** The people whose chains a record is judged by. */
function concerned(prev: VerifiedEpoch | null, bytes: Bytes): Set<UserId> {
  const users = new Set<UserId>((prev?.roster ?? []).map(({ user }) => user))
  try {
    const record = decodeEpoch(bytes)
    users.add(record.by)
    for (const { set } of record.changes) if (set !== undefined) users.add(set.user)
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
  }
  return users
}
