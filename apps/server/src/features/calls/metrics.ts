import type { Registry } from 'prom-client'
import type { Sql } from '../../platform/db/index.ts'
import { readTogether, showLevel } from '../../platform/metrics/index.ts'

/** Shows the calls that run. */
export function observeCalls(registry: Registry, sql: Sql): void {
  const ask = readTogether(async () => {
    const [row] = await sql<{ live: number }[]>`SELECT count(*)::int AS live FROM calls WHERE ended_at IS NULL`
    return row
  })
  showLevel(registry, 'soroka_calls_live', 'Calls that run or ring, on all nodes', async () => (await ask())?.live)
}
