import type { ChatId } from '@soroka/protocol'
import { decodeEpoch } from '@soroka/protocol/records'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { Repeating } from '../../platform/repeating.ts'
import { publishErased } from './erased-rows.ts'
import { deleteBoxes, eraseMessages, findExpired, findOldKeys } from './expiry-repo.ts'

const EVERY_MS = 2000
/** Rows of one look. */
const BATCH = 500
/** Keys of one chat that are looked at: older ones have gone with their own last message. */
const KEYS = 100

export interface ExpiryOptions {
  readonly sql: Sql
  readonly bus: Bus
  readonly onError: (error: unknown) => void
}

/**
 * Erases what has disappeared (R16): messages whose time is over, with all that was said about them, and the boxes of
 * an epoch once nothing of it lives and nobody may write under it. Every node does it; the second one finds it done.
 */
export class Expiry extends Repeating {
  readonly #options: ExpiryOptions

  constructor(options: ExpiryOptions) {
    super({ everyMs: EVERY_MS, batch: BATCH, onError: options.onError })
    this.#options = options
  }

  protected override async doBatch(): Promise<number> {
    const { sql } = this.#options
    const expired = await findExpired(sql, Date.now(), BATCH)
    const byChat = Map.groupBy(expired, (row) => row.chat)
    let failures = 0
    for (const [chat, rows] of byChat) {
      try {
        await this.#erase(
          chat,
          rows.map((row) => row.seq),
        )
      } catch (error) {
        // A chat that somebody locks must not keep the others.
        this.#options.onError(error)
        failures += rows.length
      }
    }
    return expired.length - failures
  }

  async #erase(chat: ChatId, seqs: readonly number[]): Promise<void> {
    const { sql, bus } = this.#options
    publishErased(bus, chat, await eraseMessages(sql, chat, seqs))
    for (const key of await findOldKeys(sql, chat, KEYS))
      if (decodeEpoch(key.record).policy.timer > 0) await deleteBoxes(sql, chat, key)
  }
}
