import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId } from '@soroka/protocol'
import { Lane, laneLimits } from './lane.ts'
import type { LaneCounts, LaneLimits, Settle } from './lane.ts'
import type { Submission } from './outcome.ts'
import type { PersistRepo } from './persist-repo.ts'

export interface PersistOptions {
  readonly repo: PersistRepo
  readonly onError: (error: unknown) => void
  /** Transactions in flight; a chat always uses the same lane. */
  readonly lanes?: number
  readonly limits?: Partial<LaneLimits>
}

/** Puts sealed messages into the logs of their chats (R6): ordered within a chat, acknowledged after the commit (G1). */
export class Persist {
  readonly counts: LaneCounts = { commits: 0, stored: 0, retries: 0 }
  readonly #lanes: Lane[]

  constructor({ repo, onError, lanes = 2, limits }: PersistOptions) {
    const all = { ...laneLimits, ...limits }
    this.#lanes = Array.from({ length: lanes }, () => new Lane(repo, all, this.counts, onError))
  }

  /** `settle` hears the outcome exactly once. */
  submit(item: Submission, settle: Settle): void {
    this.#laneOf(item.chat).submit(item, settle)
  }

  /** Messages that wait for a transaction. */
  get depth(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.depth, 0)
  }

  /** For how long the first of them waits. */
  get oldestMs(): number {
    return Math.max(...this.#lanes.map((lane) => lane.oldestMs))
  }

  /** Resolves when nothing is under way; the caller lets nothing new in. */
  async drain(): Promise<void> {
    while (this.#lanes.some((lane) => !lane.idle)) await pause(5)
  }

  #laneOf(chat: ChatId): Lane {
    // Chat ids are hashes or random: any part of one is evenly spread.
    const lane = this.#lanes[(chat.charCodeAt(0) * 64 + chat.charCodeAt(1)) % this.#lanes.length]
    if (lane === undefined) throw new Error('no lane')
    return lane
  }
}
