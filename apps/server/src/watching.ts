import type { FastifyInstance } from 'fastify'
import { observeCalls } from './features/calls/index.ts'
import type { Config } from './platform/config/index.ts'
import { observeDatabase } from './platform/db/index.ts'
import type { PoolName, Sql, StatementWatcher } from './platform/db/index.ts'
import { observeBackup, observeRoom } from './platform/files/index.ts'
import { isLocalProgram } from './platform/http/index.ts'
import { observeQueue } from './platform/jobs/index.ts'
import type { JobTask } from './platform/jobs/index.ts'
import { observeLog } from './platform/log/index.ts'
import type { CountedLog } from './platform/log/index.ts'
import { listenForScrapes, serveMetrics } from './platform/metrics/index.ts'
import type { Metrics } from './platform/metrics/index.ts'
import { traceStatements } from './platform/trace/index.ts'
import type { Tracing } from './platform/trace/index.ts'
import { observeRedis } from './platform/redis/index.ts'
import type { RedisLines } from './platform/redis/index.ts'

/** Who hears of statements: the figures, and traces where there are any. */
export function watchedBy(
  count: (pool: PoolName) => StatementWatcher,
  tracing: Tracing | undefined,
): (pool: PoolName) => StatementWatcher {
  if (tracing === undefined) return count
  const trace = traceStatements(tracing)
  return (pool) => {
    const counted = count(pool)
    return (text) => {
      const ends = [counted(text), trace(text)]
      return (error) => {
        for (const end of ends) end(error)
      }
    }
  }
}

export interface WatchingOptions {
  readonly config: Config
  readonly http: FastifyInstance
  readonly metrics: Metrics
  readonly log: CountedLog
  readonly sql: Sql
  readonly redis: RedisLines | undefined
  readonly tasks: readonly JobTask[]
}

/**
 * The part of the composition root for those who watch the server: what all parts show, and who may read it. Answers
 * with what closes the port of its own, if there is one.
 */
export async function watchServer(options: WatchingOptions): Promise<() => void> {
  const { config, http, metrics, log, sql, redis, tasks } = options
  const { registry } = metrics
  observeLog(registry, log.lines)
  observeDatabase(registry, sql)
  observeQueue(registry, sql, tasks)
  observeCalls(registry, sql)
  observeRoom(registry, config.dataFolder)
  observeBackup(registry, config.dataFolder)
  if (redis !== undefined) observeRedis(registry, redis)
  serveMetrics(http, metrics, isLocalProgram)
  const port = config.metrics && (await listenForScrapes(config.metrics, metrics))
  return () => port?.close()
}
