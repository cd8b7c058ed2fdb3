import { setTimeout as pause } from 'node:timers/promises'
import { troubleOf } from '../../platform/db/index.ts'
import { refused } from './outcome.ts'
import type { Outcome, Submission } from './outcome.ts'
import type { PersistRepo } from './persist-repo.ts'

export interface LaneLimits {
  /** Messages and bytes of one transaction. */
  readonly batchItems: number
  readonly batchBytes: number
  /** Messages that may wait; more are refused at once with UNAVAILABLE. */
  readonly queueItems: number
  readonly queueBytes: number
  /** How long a message may wait for a database that is away, in ms. */
  readonly patienceMs: number
}

export const laneLimits: LaneLimits = {
  batchItems: 256,
  batchBytes: 4_194_304,
  queueItems: 4096,
  queueBytes: 67_108_864,
  patienceMs: 10_000,
}

/** Called once for each message, in the order of seq, after its commit. */
export type Settle = (item: Submission, outcome: Outcome, waitedMs: number) => void

interface Waiting {
  readonly item: Submission
  readonly since: number
  readonly settle: Settle
  /** The same message came again before its answer; it gets the first result too. */
  twin: Waiting | undefined
  told: boolean
}

export interface LaneCounts {
  commits: number
  stored: number
  retries: number
}

/**
 * One group commit after the other: while one is in flight the next batch collects; an idle lane flushes what came with
 * the events at hand. Everything is safe to repeat, since the key (chat, sender, message id) finds the first result.
 */
export class Lane {
  readonly #repo: PersistRepo
  readonly #limits: LaneLimits
  readonly #counts: LaneCounts
  readonly #onError: (error: unknown) => void
  #queue: Waiting[] = []
  #queuedBytes = 0
  #working = false

  constructor(repo: PersistRepo, limits: LaneLimits, counts: LaneCounts, onError: (error: unknown) => void) {
    this.#repo = repo
    this.#limits = limits
    this.#counts = counts
    this.#onError = onError
  }

  get depth(): number {
    return this.#queue.length
  }

  get oldestMs(): number {
    const [first] = this.#queue
    return first === undefined ? 0 : performance.now() - first.since
  }

  get idle(): boolean {
    return !this.#working
  }

  submit(item: Submission, settle: Settle): void {
    const { queueItems, queueBytes } = this.#limits
    if (this.#queue.length >= queueItems || this.#queuedBytes + item.envelope.length > queueBytes)
      return settle(item, refused('UNAVAILABLE', 1), 0)
    this.#queue.push({ item, since: performance.now(), settle, twin: undefined, told: false })
    this.#queuedBytes += item.envelope.length
    if (this.#working) return
    this.#working = true
    setImmediate(() => {
      this.#work().catch(this.#onError)
    })
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0) await this.#store(this.#take())
    this.#working = false
  }

  #take(): Waiting[] {
    const { batchItems, batchBytes } = this.#limits
    const batch = new Map<string, Waiting>()
    let bytes = 0
    let taken = 0
    for (const waiting of this.#queue) {
      const { item } = waiting
      if (batch.size >= batchItems || (bytes > 0 && bytes + item.envelope.length > batchBytes)) break
      taken++
      this.#queuedBytes -= item.envelope.length
      const key = item.chat + item.sender + item.msgId
      const first = batch.get(key)
      if (first === undefined) {
        batch.set(key, waiting)
        bytes += item.envelope.length
      } else {
        waiting.twin = first.twin
        first.twin = waiting
      }
    }
    this.#queue = this.#queue.slice(taken)
    return [...batch.values()]
  }

  /** Stores a batch whatever it takes: each message of it is settled when this returns. */
  async #store(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const rest = this.#dropImpatient(batch)
      if (rest.length === 0) return
      try {
        const outcomes = await this.#repo(
          rest.map((waiting) => waiting.item),
          Date.now(),
        )
        return this.#settle(rest, outcomes, attempt > 0)
      } catch (error) {
        switch (troubleOf(error)) {
          case 'retry':
            this.#counts.retries++
            await pause(Math.min(1000, 20 * 2 ** attempt) * (0.5 + Math.random() / 2))
            break
          case 'disk_full':
            for (const waiting of rest) this.#refuse(waiting, 'STORAGE_FULL')
            return
          case 'locked':
            return this.#storeApart(rest)
          case 'other':
            return this.#storeHalves(rest, error)
        }
      }
    }
  }

  /** Refuses what has waited too long; its sender tries again under the same id. */
  #dropImpatient(batch: readonly Waiting[]): Waiting[] {
    const oldest = performance.now() - this.#limits.patienceMs
    return batch.filter((waiting) => {
      if (waiting.told || waiting.since >= oldest) return !waiting.told
      this.#refuse(waiting, 'UNAVAILABLE')
      return false
    })
  }

  /** A chat is locked: the others must not wait for it. */
  async #storeApart(batch: readonly Waiting[]): Promise<void> {
    const byChat = Map.groupBy(batch, (waiting) => waiting.item.chat)
    if (byChat.size === 1) for (const waiting of batch) this.#refuse(waiting, 'UNAVAILABLE')
    else for (const part of byChat.values()) await this.#store(part)
  }

  /** One message that the database cannot take must not fail the others: look for it by halves. */
  async #storeHalves(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch
    if (only !== undefined && batch.length === 1) {
      this.#onError(error)
      this.#refuse(only, 'INTERNAL')
      return
    }
    const middle = batch.length >> 1
    await this.#store(batch.slice(0, middle))
    await this.#store(batch.slice(middle))
  }

  /** After a retry the first attempt may have committed unseen: what it stored was never published, so it counts as new. */
  #settle(batch: readonly Waiting[], outcomes: readonly Outcome[], retried: boolean): void {
    this.#counts.commits++
    const inOrder = batch.map((waiting, i) => ({ waiting, outcome: outcomes[i] ?? refused('INTERNAL') }))
    inOrder.sort((a, b) => seqOf(a.outcome) - seqOf(b.outcome))
    for (const { waiting, outcome } of inOrder) {
      const told = retried && outcome.kind === 'repeated' ? ({ ...outcome, kind: 'accepted' } as const) : outcome
      if (told.kind === 'accepted') this.#counts.stored++
      this.#tell(waiting, told)
    }
  }

  #refuse(waiting: Waiting, code: 'UNAVAILABLE' | 'STORAGE_FULL' | 'INTERNAL'): void {
    this.#tell(waiting, code === 'UNAVAILABLE' ? refused(code, 1) : refused(code))
  }

  #tell(waiting: Waiting, outcome: Outcome): void {
    const again = outcome.kind === 'accepted' ? ({ ...outcome, kind: 'repeated' } as const) : outcome
    this.#tellOne(waiting, outcome)
    for (let { twin } = waiting; twin !== undefined; twin = twin.twin) this.#tellOne(twin, again)
  }

  #tellOne(waiting: Waiting, outcome: Outcome): void {
    waiting.told = true
    try {
      waiting.settle(waiting.item, outcome, performance.now() - waiting.since)
    } catch (error) {
      this.#onError(error)
    }
  }
}

function seqOf(outcome: Outcome): number {
  return outcome.kind === 'refused' ? 0 : outcome.seq
}
