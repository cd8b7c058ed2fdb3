import { sql } from 'drizzle-orm'
import { Logger, run, runMigrations } from 'graphile-worker'
import type { Runner } from 'graphile-worker'
import { Client, Pool } from 'pg'
import type { ClientConfig } from 'pg'
import { pgPlace } from '../db/index.ts'
import type { DatabaseAddress, Primary, Queries } from '../db/index.ts'
import type { Log } from '../log/index.ts'

/** Work that is done after the request, on any node, and again when it failed. */
export interface JobTask {
  readonly name: string
  /** The payload comes from the database: parse it. Throwing brings it back later. */
  run(payload: unknown): Promise<void>
}

export interface JobQueue {
  /** In the caller's transaction: the job exists if the commit does. */
  add(tx: Queries, task: string, payload: object, options?: { readonly maxAttempts?: number }): Promise<void>
}

/** A task that runs at the given times (crontab, UTC). */
export interface Recurring extends JobTask {
  readonly cron: string
}

export const jobQueue: JobQueue = {
  add: async (tx, task, payload, options = {}) => {
    await tx.execute(
      sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, max_attempts => ${options.maxAttempts ?? 25})`,
    )
  },
}

/** Brings the tables of the queue up to date. */
export async function migrateJobs(address: DatabaseAddress, log: Log): Promise<void> {
  const pool = openPool(address, log)
  try {
    await runMigrations({ pgPool: pool, logger: toLogger(log) })
  } finally {
    await pool.end()
  }
}

/** Starts this node's worker. */
export async function startJobs(options: {
  readonly address: DatabaseAddress
  readonly tasks: readonly JobTask[]
  readonly recurring: readonly Recurring[]
  readonly log: Log
}): Promise<{ stop(): Promise<void> }> {
  const { tasks, recurring } = options
  const pool = openPool(options.address, options.log)
  const runner: Runner = await run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    logger: toLogger(options.log),
    taskList: Object.fromEntries(
      [...tasks, ...recurring].map((task) => [task.name, (payload: unknown) => task.run(payload)]),
    ),
    crontab: recurring.map((task) => `${task.cron} ${task.name}`).join('\n'),
  })
  // A broken connection is tried again by the runner; its final failure must not pass unseen.
  runner.promise.catch((error: unknown) => options.log.error({ err: error }, 'the job worker stopped'))
  return {
    stop: async () => {
      await runner.stop()
      await pool.end()
    },
  }
}

/** The queue's own connections. One that breaks, idle or closing, is an event to note and not the end of the process. */
function openPool(address: DatabaseAddress, log: Log): Pool {
  const primary = 'url' in address ? address.primary : undefined
  const clients = primary === undefined ? {} : { Client: clientOf(primary) }
  const pool = new Pool({ ...pgPlace(address), ...clients, application_name: 'soroka', max: 6 })
  const note = (error: Error): void => log.debug({ err: error }, 'a connection of the job queue broke')
  pool.on('error', note)
  pool.on('connect', (client) => client.on('error', note))
  return pool
}

/** A client of whoever is primary when it is made. */
function clientOf(primary: Primary) {
  return class extends Client {
    constructor(options?: ClientConfig) {
      super(options)
      ;[this.host] = primary.host
      ;[this.port] = primary.port
      this.once('end', primary.doubt)
      this.on('error', primary.doubt)
    }
  }
}

function toLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    // Job payloads hold codes: of the meta only the error and the job's number go on (S17).
    const error = meta !== undefined && 'error' in meta ? meta['error'] : undefined
    // The text repeats the error, whose own form in the log leaves out what must not stand there.
    const job = numbered(meta)
    if (level === 'error') log.error({ ...job, err: error }, message.split(/ with error | after failure /)[0])
    else if (level === 'warning') log.warn(job, message)
    else log.debug(job, message)
  })
}

/** Which job it was: its number in the queue, and its task. */
function numbered(meta: object | undefined): { jobId?: string; task?: string } {
  const job: unknown = meta !== undefined && 'job' in meta ? meta.job : undefined
  if (typeof job !== 'object' || job === null || !('id' in job) || !('task_identifier' in job)) return {}
  return { jobId: String(job.id), task: String(job.task_identifier) }
}
