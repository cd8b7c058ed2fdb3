import type { ChatId } from '@soroka/protocol'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type MessageRow, messageRow } from '../indexeddb/rows.ts'
import { affected } from './affected.ts'
import type { Bodies } from './bodies.ts'
import { wiped } from './wipe.ts'

interface Deps {
  db: AccountDb
  hub: EventHub
  bodies: Bodies
  /** Messages of the chat have ended. */
  ended(chat: ChatId): Promise<void>
  now(): number
  failed(error: unknown): void
}

/** Rows that are wiped in one transaction. */
const STEP = 200
/** Longest sleep: timers can't be set for weeks, and clocks are put right. */
const LONGEST = 3_600_000

/** Disappearing messages end on this device by themselves, without the server's word and without a network (R16). */
export class Expiry {
  readonly #deps: Deps
  #timer: ReturnType<typeof setTimeout> | undefined
  #due = Number.POSITIVE_INFINITY
  #running = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(): void {
    this.#running = true
    this.#look()
  }

  stop(): void {
    this.#running = false
    clearTimeout(this.#timer)
    this.#due = Number.POSITIVE_INFINITY
  }

  /** Rows came in: the next end may be nearer now. */
  heard(rows: readonly MessageRow[]): void {
    for (const { endsAt } of rows) if (endsAt !== undefined) this.#wake(endsAt)
  }

  #wake(at: number): void {
    if (!this.#running || at >= this.#due) return
    this.#due = at
    clearTimeout(this.#timer)
    const wait = Math.min(Math.max(0, at - this.#deps.now()), LONGEST)
    this.#timer = setTimeout(() => this.#look(), wait)
  }

  #look(): void {
    this.#due = Number.POSITIVE_INFINITY
    void this.#wipe().catch((error: unknown) => this.#deps.failed(error))
  }

  async #wipe(): Promise<void> {
    const { db, hub, bodies, now } = this.#deps
    for (;;) {
      const over = IDBKeyRange.upperBound(now())
      const rows = await inOne(db, ['messages'], async (tx) => {
        const store = tx.objectStore('messages')
        const found = (await store.index('expiring').getAll(over, STEP)).filter(
          (row) => messageRow.safeParse(row).success,
        )
        for (const row of found) await store.put(wiped(row))
        return found
      })
      for (const row of rows) bodies.forget(row)
      for (const chat of new Set(rows.map((row) => row.chat))) {
        hub.messages(
          chat,
          await affected(
            db,
            rows.filter((row) => row.chat === chat),
          ),
        )
        hub.chat(chat)
        await this.#deps.ended(chat)
      }
      if (rows.length < STEP) break
    }
    const next = await db.transaction('messages').store.index('expiring').openKeyCursor()
    // A damaged row may stay behind: it is looked at again in a while, not at once.
    if (typeof next?.key === 'number') this.#wake(Math.max(next.key, now() + 250))
  }
}
