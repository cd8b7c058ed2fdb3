import { SorokaError } from '@soroka/protocol'
import type { ErrorCode } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { Repeating } from '../../platform/repeating.ts'
import type { Outcome, Submission } from './outcome.ts'
import { deleteScheduled, failScheduled, holdScheduled, postponeScheduled, takeDue } from './schedule-repo.ts'
import type { Due } from './schedule-repo.ts'
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
  /** Hears what was stored, after the commit. */
  readonly stored?: (item: Submission) => void
  readonly onError: (error: unknown) => void
}

/** A message that the server itself fails on is tried so often; its author is told then. */
const TRIES = 6
/** Before the next try of one; twice as long each time, and at most so long. */
const PAUSE_MS = 500
const LONGEST_PAUSE_MS = 300_000

/** What became of one; with the code for which it failed. */
type Fate = { readonly is: 'sent' | 'held' | 'removed' | 'later' } | { readonly is: 'failed'; readonly code: ErrorCode }

/**
 * Lets scheduled messages into the log when their time has come, by the same way as all others. Any node may do it: a
 * row is locked while it is on its way. Whoever dies between the commit and the row's deletion leaves it to the next,
 * who finds it in the log (G2).
 */
export class Scheduler extends Repeating {
  readonly #options: SchedulerOptions

  constructor(options: SchedulerOptions) {
    super({ everyMs: EVERY_MS, batch: BATCH, onError: options.onError })
    this.#options = options
  }

  protected override async doBatch(): Promise<number> {
    const { sql, bus } = this.#options
    const fates = await sql.begin(async (tx) => {
      const due = await takeDue(tx, Date.now(), BATCH)
      const done = await Promise.all(due.map(async (one) => ({ one, fate: await this.#send(one) })))
      for (const { one, fate } of done) await settle(tx, one, fate)
      return done
    })
    for (const { one, fate } of fates) if (fate.is !== 'later') tellScheduled(bus, one, fate.is)
    return fates.length
  }

  /** Never rejects: one that nobody can read keeps no other from being sent. */
  #send({ envelope, tries }: Due): Promise<Fate> {
    const { persist, bus, stored, onError } = this.#options
    let submission: Submission
    try {
      submission = { ...submissionOf(envelope, ''), quiet: true }
    } catch (error) {
      if (error instanceof SorokaError) return Promise.resolve({ is: 'failed', code: error.code })
      onError(error)
      return Promise.resolve(fateOf('INTERNAL', tries))
    }
    return new Promise((resolve) => {
      persist.submit(submission, (item, outcome) => {
        // A repeat may come from a node that died before it could tell.
        if (outcome.kind !== 'refused') {
          publishAccepted(bus, item, outcome, envelope.toString('base64url'))
          stored?.(item)
        }
        resolve(outcome.kind === 'refused' ? fateOf(outcome.code, tries) : { is: 'sent' })
      })
    })
  }
}

async function settle(tx: Parameters<typeof takeDue>[0], one: Due, fate: Fate): Promise<void> {
  switch (fate.is) {
    case 'held':
      return holdScheduled(tx, one)
    case 'failed':
      return failScheduled(tx, one, fate.code)
    case 'later':
      return postponeScheduled(tx, one, Date.now() + Math.min(PAUSE_MS * 2 ** one.tries, LONGEST_PAUSE_MS))
    case 'sent':
    case 'removed':
      await deleteScheduled(tx, one)
      return
    default:
      return fate satisfies never
  }
}

function fateOf(code: ErrorCode, tries: number): Fate {
  switch (code) {
    // The key moved past it: only a device of its sender can seal it again (R8).
    case 'EPOCH_OLD':
    case 'EPOCH_UNKNOWN':
    case 'ROTATE':
    // The chat got a timer: sealed again, it says when it ends.
    case 'ENVELOPE_INVALID':
      return { is: 'held' }
    case 'UNAVAILABLE':
    case 'RATE_LIMITED':
    case 'STORAGE_FULL':
      return { is: 'later' }
    case 'INTERNAL':
      return tries + 1 < TRIES ? { is: 'later' } : { is: 'failed', code }
    // The chat is not his any more, and neither is what he wanted to say in it.
    case 'NOT_A_MEMBER':
      return { is: 'removed' }
    default:
      return { is: 'failed', code }
  }
}
