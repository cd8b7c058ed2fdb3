import type { ErrorCode } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { Repeating } from '../../platform/repeating.ts'
import type { Outcome, Submission } from './outcome.ts'
import { deleteScheduled, holdScheduled, takeDue } from './schedule-repo.ts'
import type { Scheduled } from './schedule-repo.ts'
import { tellScheduled } from './schedule.ts'
import { publishAccepted } from './send.ts'
import { submissionOf } from './submission.ts'

/** How often the table is looked at: nothing is later than a second. */
const EVERY_MS = 500
const BATCH = 50

export interface SchedulerOptions {
  readonly sql: Sql
  readonly bus: Bus
  readonly persist: { submit(item: Submission, settle: (item: Submission, outcome: Outcome) => void): void }
  readonly onError: (error: unknown) => void
}

type Fate = 'sent' | 'held' | 'removed' | 'later'

/**
 * Lets scheduled messages into the log when their time has come, by the same way as all others. Any node may do it: a
 * row is locked while it is on its way. Whoever dies between the commit and the row's deletion leaves it to the next,
 * who finds it in the log (G2).
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #repeating: Repeating

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#repeating = new Repeating({ everyMs: EVERY_MS, run: () => this.run(), onError: options.onError })
  }

  start(): void {
    this.#repeating.start()
  }

  /** Resolves when nothing is under way. */
  close(): Promise<void> {
    return this.#repeating.close()
  }

  async run(): Promise<void> {
    while ((await this.#letIn()) === BATCH) if (this.#repeating.closed) return
  }

  /** Answers with how many are done with, whatever became of them. */
  async #letIn(): Promise<number> {
    const { sql, bus } = this.#options
    const fates = await sql.begin(async (tx) => {
      const due = await takeDue(tx, Date.now(), BATCH)
      const done = await Promise.all(due.map(async (one) => ({ one, fate: await this.#send(one) })))
      for (const { one, fate } of done)
        if (fate === 'held') await holdScheduled(tx, one)
        else if (fate !== 'later') await deleteScheduled(tx, one)
      return done
    })
    for (const { one, fate } of fates) if (fate !== 'later') tellScheduled(bus, one, fate)
    return fates.filter(({ fate }) => fate !== 'later').length
  }

  #send({ envelope }: Scheduled): Promise<Fate> {
    const { persist, bus } = this.#options
    const submission = { ...submissionOf(envelope, ''), quiet: true }
    return new Promise((resolve) => {
      persist.submit(submission, (item, outcome) => {
        // A repeat may come from a node that died before it could tell.
        if (outcome.kind !== 'refused') publishAccepted(bus, item, outcome, envelope.toString('base64url'))
        resolve(outcome.kind === 'refused' ? fateOf(outcome.code) : 'sent')
      })
    })
  }
}

function fateOf(code: ErrorCode): Fate {
  switch (code) {
    // The key moved past it: only a device of its sender can seal it again (R8).
    case 'EPOCH_OLD':
    case 'EPOCH_UNKNOWN':
    case 'ROTATE':
    // The chat got a timer, or this one message cannot be stored: its sender shall look at it.
    case 'ENVELOPE_INVALID':
    case 'INTERNAL':
    // Somebody else's file, and the message that brought it is deleted.
    case 'FILE_UNKNOWN':
      return 'held'
    case 'UNAVAILABLE':
    case 'RATE_LIMITED':
    case 'STORAGE_FULL':
      return 'later'
    default:
      return 'removed'
  }
}
