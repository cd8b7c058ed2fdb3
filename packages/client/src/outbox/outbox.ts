import type { ChatId, ErrorCode } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { hasCode, toSorokaError } from '../api/api-errors.ts'
import type { EventHub } from '../events/event-hub.ts'
import { backoff } from '../websocket/backoff.ts'
import type { Connection } from '../websocket/connection.ts'
import { WakeableSleep } from '../websocket/wakeable-sleep.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type Fence, StaleTerm } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type OutboxRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { Sealing } from '../epochs/seal-row.ts'
import type { Turn } from '../files/turn.ts'
import { isMessage } from '../messages/annotations.ts'
import type { ApplyRows } from '../sync/apply.ts'
import type { Puller } from '../sync/puller.ts'
import { handOver, listWaiting, markFailed } from './queue.ts'
import { isPermanent, needsNewSeal } from './refusals.ts'
import { sealingOf } from './sealing.ts'

/** Older ones are asked about before they go out: ids of swept rows are forgotten after 60 days (R6). */
const TOO_OLD = 30 * 24 * 3600 * 1000

interface Deps {
  db: AccountDb
  vault: Vault
  fence: Fence
  hub: EventHub
  connection: Connection
  apply: ApplyRows
  puller: Puller
  now(): number
  random(): number
  /** Whether the socket stands and the vector was read. */
  online(): boolean
  /** Seals under the newest epoch, making chat or epoch when due. Null: the chat is held until a person looks. */
  seal(chat: ChatId, message: Sealing): Promise<Bytes | null>
  /** Whose turn it is in the chat. */
  next(chat: ChatId): Promise<Turn>
  /** The server lacks files of a message. False: they can't be brought again. */
  again(row: OutboxRow): Promise<boolean>
  /** Gives the server what is to be sent later. */
  schedule(envelope: string): Promise<unknown>
  /** The server refused the epoch: read head and records anew. */
  resync(chat: ChatId, code: ErrorCode): Promise<void>
  failed(error: unknown): void
}

/**
 * Sends what waits: one after the other in a chat, chats side by side, until each is acknowledged. Only the leading tab
 * has it running.
 */
export class Outbox {
  readonly #deps: Deps
  readonly #lanes = new Map<ChatId, WakeableSleep>()
  #running = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(): void {
    this.#running = true
    void this.kickAll()
  }

  stop(): void {
    this.#running = false
    for (const lane of this.#lanes.values()) lane.wake()
  }

  async kickAll(): Promise<void> {
    for (const chat of await listWaiting(this.#deps.db)) this.kick(chat)
  }

  /** Something waits in the chat, or what was in the way is gone. */
  kick(chat: ChatId): void {
    if (!this.#running || !this.#deps.online()) return
    const lane = this.#lanes.get(chat)
    if (lane !== undefined) return lane.wake()
    const pause = new WakeableSleep()
    this.#lanes.set(chat, pause)
    void this.#drain(chat, pause)
      .catch((error: unknown) => error instanceof StaleTerm || this.#deps.failed(error))
      .finally(() => {
        this.#lanes.delete(chat)
        // A row may have come between the last look and this.
        void this.#again(chat)
      })
  }

  async #again(chat: ChatId): Promise<void> {
    if (this.#running && this.#deps.online() && !this.#held.has(chat) && (await this.#deps.next(chat)) !== null)
      this.kick(chat)
  }

  /** Chats that wait for a person, not for the network. */
  readonly #held = new Set<ChatId>()

  async #drain(chat: ChatId, pause: WakeableSleep): Promise<void> {
    this.#held.delete(chat)
    let failures = 0
    while (this.#running && this.#deps.online()) {
      const turn = await this.#deps.next(chat)
      if (turn === null) return
      if ('wait' in turn) {
        await pause.sleep(turn.wait)
        continue
      }
      const outcome = await this.#attempt(turn.row)
      if (outcome === 'held') return void this.#held.add(chat)
      if (outcome === 'done') failures = 0
      else await pause.sleep(outcome.after ?? backoff(failures++, this.#deps.random))
    }
  }

  async #attempt(head: OutboxRow): Promise<'done' | 'held' | { after?: number }> {
    if (head.at < this.#deps.now() - TOO_OLD) return this.#fail(head, 'UNAVAILABLE')
    try {
      const row = head.envelope === undefined ? await this.#seal(head) : head
      if (row === null) return 'held'
      if (row === 'gone') return 'done'
      const envelope = toBase64url(row.envelope ?? new Uint8Array())
      if (await this.#waitsForItsTime(row)) {
        await this.#deps.schedule(envelope)
        await handOver(this.#deps.db, row)
        this.#deps.hub.chat(row.chat)
        return 'done'
      }
      const { seq, at } = await this.#deps.connection.send(envelope)
      if (row.doubt === true) await this.#deps.puller.page(row.chat, seq + 1, 1)
      else await this.#deps.apply.apply(row.chat, [{ seq, at, envelope }], 'push')
      return 'done'
    } catch (raw) {
      if (raw instanceof StaleTerm) throw raw
      return await this.#refused(head, toSorokaError(raw))
    }
  }

  async #refused(head: OutboxRow, error: ReturnType<typeof toSorokaError>): Promise<'done' | { after?: number }> {
    if (error.code === 'FILE_UNKNOWN' && (await this.#deps.again(head))) return {}
    if (isPermanent(error.code)) return this.#fail(head, error.code)
    if (needsNewSeal(error.code)) {
      await this.#unseal(head)
      await this.#deps.resync(head.chat, error.code)
      return { after: 0 }
    }
    if (!hasCode(error, 'RATE_LIMITED')) return {}
    const seconds = error.data?.['retryAfter']
    return { after: typeof seconds === 'number' ? Math.min(seconds, 60) * 1000 : 1000 }
  }

  /** The bytes are stored before they are sent: whoever tries again sends the same ones. */
  async #seal(head: OutboxRow): Promise<OutboxRow | null | 'gone'> {
    const row = await this.#deps.db.get('messages', [head.chat, PENDING + head.n])
    const sealing = row === undefined ? null : await sealingOf(row, this.#deps.vault)
    if (sealing === null) {
      await this.#fail(head, 'INTERNAL')
      return 'gone'
    }
    const envelope = await this.#deps.seal(head.chat, sealing)
    if (envelope === null) return null
    return await this.#rewrite({ ...head, envelope })
  }

  async #waitsForItsTime({ chat, n }: OutboxRow): Promise<boolean> {
    return (await this.#deps.db.get('messages', [chat, PENDING + n]))?.sendAt !== undefined
  }

  async #unseal(head: OutboxRow): Promise<void> {
    const { envelope: _, ...bare } = head
    await this.#rewrite({ ...bare, doubt: true })
  }

  async #rewrite(row: OutboxRow): Promise<OutboxRow | 'gone'> {
    return await inOne(this.#deps.db, ['meta', 'outbox'], async (tx) => {
      await this.#deps.fence.check(tx)
      if ((await tx.objectStore('outbox').get(row.n)) === undefined) return 'gone'
      await tx.objectStore('outbox').put(row)
      return row
    })
  }

  async #fail(head: OutboxRow, code: ErrorCode): Promise<'done'> {
    const { db, hub } = this.#deps
    const row = await markFailed(db, head, code)
    if (row !== null && isMessage(row)) hub.messages(head.chat, [head.id])
    else if (row?.target !== undefined) hub.messageRefused(head.chat, row.target, code)
    hub.chat(head.chat)
    return 'done'
  }
}
