import { drizzle } from 'drizzle-orm/postgres-js'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { PgDatabase } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import type { PoolName } from './observe-statements.ts'
import { hostUrls, optionsOf, Primary } from './primary.ts'
import { watchStatements } from './watch-statements.ts'
import type { StatementWatcher } from './watch-statements.ts'

/** Where the database answers: a URL, with several hosts also which of them is primary, or the folder of the embedded one's unix socket. */
export type DatabaseAddress =
  | { readonly url: string; readonly primary?: Primary }
  | { readonly socketDir: string; readonly port: number; readonly user: string; readonly database: string }

/** What a repo needs: a pool or a transaction, it can't tell which. */
export type Queries = PgDatabase<PostgresJsQueryResultHKT>

/** Raw prepared statements, for the send, sync and ack paths; int8 comes as a number. */
export type Sql = postgres.Sql<{ bigint: number }>

export interface Database {
  /** Drizzle, on its own pool: it changes the parsers of its client. */
  readonly db: Queries
  readonly sql: Sql
  /** Two connections for the group commit alone: it never queues behind reads, and their plans stay warm. */
  readonly lanes: Sql
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>
  /** Lets running queries end for at most two seconds. */
  close(): Promise<void>
}

export interface PoolSizes {
  readonly drizzle: number
  readonly raw: number
}

// A database that is killed may leave a connection that is neither made nor refused; whoever waits for it waits so long (s).
const connectTimeout = 3

// No look-up of array types on a new connection: nobody awaits it in postgres.js 3.4, so a database that dies at that
// moment would take the process along. Statements take lists as one text and `string_to_array`.
const common = {
  idle_timeout: 300,
  connect_timeout: connectTimeout,
  backoff,
  fetch_types: false,
  onnotice: () => undefined,
}
const numbers = { bigint: { to: 20, from: [20], parse: Number, serialize: String } }

/** Of one node. */
export const poolSizes = { drizzle: 8, raw: 12, lanes: 2 } as const

/** `watch` hears of the statements of a pool. */
export function openDatabase(
  address: DatabaseAddress,
  sizes: PoolSizes = poolSizes,
  watch?: (pool: PoolName) => StatementWatcher,
): Database {
  const seen = <S extends postgres.Sql>(pool: PoolName, client: S): S =>
    watch === undefined ? client : watchStatements(client, watch(pool))
  const client = seen('drizzle', connect(address, { max: sizes.drizzle }))
  const raw = (max: number): Sql =>
    postgres({
      ...common,
      ...placeOf(address),
      max,
      connection: { ...settings(30_000), lock_timeout: 2000 },
      types: numbers,
    })
  const sql = seen('raw', raw(sizes.raw))
  const lanes = seen('lanes', raw(poolSizes.lanes))
  return {
    db: drizzle(client),
    sql,
    lanes,
    ping: async () => {
      await sql`select 1`
    },
    close: async () => {
      await Promise.all([client, sql, lanes].map((pool) => pool.end({ timeout: 2 })))
    },
  }
}

/** A plain client. `statementTimeout` in ms; 0: none. */
export function connect(address: DatabaseAddress, options: { max: number; statementTimeout?: number }): postgres.Sql {
  const connection = settings(options.statementTimeout ?? 30_000)
  return postgres({ ...common, ...placeOf(address), max: options.max, connection })
}

/**
 * Seconds until a connection that failed is tried again. postgres.js counts the failures of a whole pool together: with a
 * dozen connections its own pauses reach twenty seconds while a database restarts, and last when it is long back.
 */
function backoff(): number {
  return 0.1 + Math.random() / 5
}

function settings(statementTimeout: number) {
  return { application_name: 'soroka', statement_timeout: statementTimeout }
}

/** Where a pool connects to: of several hosts the one that takes writes. */
function placeOf(address: DatabaseAddress) {
  if (!('url' in address)) {
    const { socketDir, port, user, database } = address
    return { path: `${socketDir}/.s.PGSQL.${port}`, user, database }
  }
  const { url, primary } = address
  const [first = url] = hostUrls(url)
  if (primary === undefined) return optionsOf(first)
  // Its types know of no lists; it looks into them each time that it connects.
  const lists: object = { host: primary.host, port: primary.port }
  return { ...optionsOf(first), ...lists, onclose: primary.doubt, target_session_attrs: 'primary' as const }
}

/** The address of a URL, that with several hosts as well. Rejects when none of several is primary. */
export async function addressOf(url: string): Promise<{ url: string; primary?: Primary }> {
  const urls = hostUrls(url)
  return urls.length === 1 ? { url } : { url, primary: await Primary.find(urls) }
}

/** The same place for `pg`, which jobs and copying use. */
export function pgPlace(address: DatabaseAddress) {
  if ('url' in address) return { connectionString: hostUrls(address.url)[0] ?? address.url }
  const { socketDir, port, user, database } = address
  return { host: socketDir, port, user, database }
}
