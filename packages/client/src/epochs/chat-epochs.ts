import type { VerifiedEpoch } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import type { EpochRow } from '../indexeddb/rows.ts'

export interface Entry {
  epoch: VerifiedEpoch
  row: EpochRow
}

/** The verified epochs of one chat in memory. */
export class ChatEpochs {
  readonly chat: ChatId
  readonly #entries: Entry[] = []
  /** A row that stands before each epoch for certain: what its author, or one of those before him, had seen. */
  readonly #after: number[] = []

  constructor(chat: ChatId, entries: Entry[]) {
    this.chat = chat
    for (const entry of entries) this.push(entry)
  }

  at(n: number): Entry | undefined {
    return this.#entries[n]
  }

  get head(): Entry | undefined {
    return this.#entries.at(-1)
  }

  get all(): readonly Entry[] {
    return this.#entries
  }

  /** Number of the next epoch. */
  get next(): number {
    return this.#entries.length
  }

  /** The newest epoch that may have been in force at a row; the same for everybody, since it is signed. */
  inForceAt(seq: number): Entry | undefined {
    return this.#entries[this.#after.findLastIndex((after) => after < seq)]
  }

  push(entry: Entry): void {
    this.#entries.push(entry)
    this.#after.push(Math.max(this.#after.at(-1) ?? 0, entry.epoch.record.seen.seq))
  }
}
