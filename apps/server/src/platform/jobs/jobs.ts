import { sql } from 'drizzle-orm'
import { Logger, run, runMigrations } from 'graphile-worker'
import type { Runner } from 'graphile-worker'
import type { DatabaseAddress, Queries } from '../db/index.ts'
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
  await runMigrations({ connectionString: urlOf(address), logger: toLogger(log) })
}

/** Starts this node's worker. */
export async function startJobs(options: {
  readonly address: DatabaseAddress
  readonly tasks: readonly JobTask[]
  readonly recurring: readonly Recurring[]
  readonly log: Log
}): Promise<{ stop(): Promise<void> }> {
  const { tasks, recurring } = options
  const runner: Runner = await run({
    connectionString: urlOf(options.address),
    concurrency: 4,
    maxPoolSize: 4,
    noHandleSignals: true,
    logger: toLogger(options.log),
    taskList: Object.fromEntries([...tasks, ...recurring].map((task) => [task.name, (payload: unknown) => task.run(payload)])),
    crontab: recurring.map((task) => `${task.cron} ${task.name}`).join('\n'),
  })
  // A broken connection is tried again by the runner; its final failure must not pass unseen.
  runner.promise.catch((error: unknown) => options.log.error({ err: error }, 'the job worker stopped'))
  return { stop: () => runner.stop() }
}

function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url
  const { socketDir, port, user, database } = address
  return `postgres://${user}@/${database}?host=${encodeURIComponent(socketDir)}&port=${port}`
}

function toLogger(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    // Job payloads hold codes: of the meta only the error goes on (S17).
    const error = meta !== undefined && 'error' in meta ? meta['error'] : undefined
    if (level === 'error') log.error({ err: error }, message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
}
