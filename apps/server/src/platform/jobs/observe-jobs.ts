import { Counter, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Sql } from '../db/index.ts'
import { readTogether, showLevel, showLevels } from '../metrics/index.ts'
import type { JobTask } from './jobs.ts'

interface Waiting {
  readonly task: string
  readonly waiting: number
  readonly lost: number
  /** Seconds since the first of them was due. */
  readonly late: number
}

/** Shows what waits in the queue, which all nodes share. */
export function observeQueue(registry: Registry, sql: Sql, tasks: readonly JobTask[]): void {
  const ask = readTogether(async () => {
    const rows = await sql<Waiting[]>`
      SELECT task_identifier AS task, (count(*) FILTER (WHERE attempts < max_attempts))::int AS waiting,
        (count(*) FILTER (WHERE attempts >= max_attempts))::int AS lost,
        greatest(0, extract(epoch FROM now() - min(run_at) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL)))::float8 AS late
      FROM graphile_worker.jobs GROUP BY 1`
    const empty = tasks.filter(({ name }) => rows.every(({ task }) => task !== name))
    return [...rows, ...empty.map(({ name: task }) => ({ task, waiting: 0, lost: 0, late: 0 }))]
  })
  const level = (name: string, help: string, read: (row: Waiting) => number) =>
    showLevels(registry, name, help, ['task'], async () =>
      ((await ask()) ?? []).map((row) => [{ task: row.task }, read(row)]),
    )
  level('soroka_jobs_waiting', 'Jobs in the queue', ({ waiting }) => waiting)
  level('soroka_jobs_lost', 'Jobs that failed too often and are not tried again', ({ lost }) => lost)
  showLevel(registry, 'soroka_jobs_late_seconds', 'For how long the first due job has waited', async () => {
    const rows = await ask()
    return rows && Math.max(0, ...rows.map(({ late }) => late))
  })
}

/** The same task, timed and counted by how it ended. */
export function observedTask(registry: Registry): <T extends JobTask>(task: T) => T {
  const seconds = new Histogram({
    name: 'soroka_job_seconds',
    help: 'How long a job took on this node',
    labelNames: ['task', 'result'],
    buckets: [0.01, 0.1, 1, 10, 60],
    registers: [registry],
  })
  const failed = new Counter({
    name: 'soroka_jobs_failed_total',
    help: 'Runs of jobs that failed on this node; each is tried again later',
    labelNames: ['task'],
    registers: [registry],
  })
  return (task) => {
    failed.inc({ task: task.name }, 0)
    const run = async (payload: unknown): Promise<void> => {
      const end = seconds.startTimer({ task: task.name })
      try {
        await task.run(payload)
        end({ result: 'done' })
      } catch (error) {
        end({ result: 'failed' })
        failed.inc({ task: task.name })
        throw error
      }
    }
    return { ...task, run }
  }
}
