import type { Registry } from 'prom-client'
import { readTogether, showLevel } from '../metrics/index.ts'
import type { Sql } from './database.ts'

interface Figures {
  readonly bytes: number
  readonly connections: number
  readonly most: number
}

/** Shows how the database stands, as this node sees it. */
export function observeDatabase(registry: Registry, sql: Sql): void {
  const ask = readTogether(async () => {
    const [row] = await sql<Figures[]>`
      SELECT pg_database_size(current_database())::float8 AS bytes,
        (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
        current_setting('max_connections')::int AS most`
    return row
  })
  const figure = (read: (row: Figures) => number) => async () => {
    const row = await ask()
    return row && read(row)
  }
  showLevel(registry, 'soroka_database_up', 'Whether the database answers', async () =>
    (await ask()) === undefined ? 0 : 1,
  )
  showLevel(
    registry,
    'soroka_database_bytes',
    'Size of the database',
    figure(({ bytes }) => bytes),
  )
  showLevel(
    registry,
    'soroka_database_connections',
    'Connections to the server of the database, of all programs',
    figure(({ connections }) => connections),
  )
  showLevel(
    registry,
    'soroka_database_connections_limit',
    'Connections that it allows',
    figure(({ most }) => most),
  )
}
