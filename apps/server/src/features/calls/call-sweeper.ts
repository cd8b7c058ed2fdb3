import type { Sql } from '../../platform/db/index.ts'
import { Repeating } from '../../platform/repeating.ts'
import { findDue, postpone } from './calls-repo.ts'
import type { Calls } from './call-service.ts'

const EVERY_MS = 1000
const BATCH = 50
/** After a longer pause than this nobody can have been heard: this process just began, or the database was away. */
const GAP_MS = 5000
/** One that can't be stored is tried again after this time. */
const PAUSE_MS = 10_000

export interface CallSweeperOptions {
  readonly sql: Sql
  readonly calls: Calls
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/** Ends what was rung for too long and lets go of devices that are silent, on whichever node comes first. */
export class CallSweeper extends Repeating {
  readonly #options: CallSweeperOptions
  #sweptAt = -Infinity
  #hearsSince = 0

  constructor(options: CallSweeperOptions) {
    super({ everyMs: EVERY_MS, batch: BATCH, onError: options.onError })
    this.#options = options
  }

  protected override async doBatch(): Promise<number> {
    const { sql, calls, now, onError } = this.#options
    const due = await findDue(sql, now(), BATCH)
    if (performance.now() - this.#sweptAt > GAP_MS) this.#hearsSince = now()
    this.#sweptAt = performance.now()
    let done = 0
    for (const call of due) {
      try {
        if (await calls.tick(call, this.#hearsSince)) done++
      } catch (error) {
        onError(error)
        await postpone(sql, call, now() + PAUSE_MS)
      }
    }
    return done
  }
}
