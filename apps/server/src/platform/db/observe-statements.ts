import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { countEvents, showLevels } from '../metrics/index.ts'
import type { StatementWatcher } from './watch-statements.ts'

/** The pools of a node: reads and writes of routes, the hot paths, the group commit. */
export const pools = ['drizzle', 'raw', 'lanes'] as const
export type PoolName = (typeof pools)[number]

/** Shows what the pools do; answers with the watcher of each. */
export function observeStatements(
  registry: Registry,
  sizes: Readonly<Record<PoolName, number>>,
): (pool: PoolName) => StatementWatcher {
  const seconds = new Histogram({
    name: 'soroka_database_seconds',
    help: 'From asking for a statement to its answer; the wait for a connection is in it',
    labelNames: ['pool'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const failed = countEvents<(typeof kinds)[number]>(registry, {
    name: 'soroka_database_errors_total',
    help: 'Statements that failed: away, locked, conflict, full, constraint, other',
    label: 'kind',
    kinds,
  })
  const running = { drizzle: 0, raw: 0, lanes: 0 }
  showLevels(registry, 'soroka_database_statements', 'Statements that run or wait for a connection', ['pool'], () =>
    pools.map((pool) => [{ pool }, running[pool]]),
  )
  showLevels(registry, 'soroka_database_pool_size', 'Connections that a pool may have', ['pool'], () =>
    pools.map((pool) => [{ pool }, sizes[pool]]),
  )
  return (pool) => {
    const labels = { pool }
    return () => {
      const since = performance.now()
      running[pool]++
      return (error) => {
        running[pool]--
        seconds.observe(labels, (performance.now() - since) / 1000)
        if (error !== undefined) failed(kindOf(error))
      }
    }
  }
}

const kinds = ['away', 'locked', 'conflict', 'full', 'constraint', 'other'] as const

/** By Postgres' classes (appendix A of its manual) and its client's codes. */
function kindOf(error: unknown): (typeof kinds)[number] {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (/^(08|57P|53300|25006|CONNECT|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(code)) return 'away'
  if (/^(55P03|57014)/.test(code)) return 'locked'
  if (code.startsWith('40')) return 'conflict'
  if (/^(53100|ENOSPC)/.test(code)) return 'full'
  return code.startsWith('23') ? 'constraint' : 'other'
}
