import type { VerifiedEpoch } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import type { EpochRow } from '../indexeddb/rows.ts'

interface Entry {
  epoch: VerifiedEpoch
  row: EpochRow
}

/** The verified epochs of one chat in memory. */
export class ChatEpochs {
  readonly chat: ChatId
  readonly #entries: Entry[]

  constructor(chat: ChatId, entries: Entry[]) {
    this.chat = chat
    this.#entries = entries
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

  push(entry: Entry): void {
    this.#entries.push(entry)
  }
}
