import type { UserId } from '@soroka/protocol'
import type { KnownFact } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { erased, kept } from './erase-account.ts'

/** Rows of one table that are told; all are counted. */
const NEWEST = 200

interface Telling {
  /** The column that says when. */
  readonly at?: string
  /** What is here for the server alone: a secret of its own, or words about others. */
  readonly hidden?: readonly string[]
  /** It has no index by person: only his own chats are looked through. */
  readonly inChats?: boolean
  /** Somebody else's business: that there may be such rows is told, and neither how many nor which (P71). */
  readonly others?: boolean
}

/** How each column that names a person is told of; of those that are not here all that lies there. */
const tellings: Readonly<Record<string, Telling>> = {
  'users.id': { at: 'created_at' },
  'credentials.user_id': { at: 'changed_at', hidden: ['opaque_record'] },
  'auth_flows.user_id': { at: 'created_at', hidden: ['login_state'] },
  'sessions.user_id': { at: 'created_at' },
  'second_factors.user_id': { at: 'created_at' },
  'user_chain.user_id': { at: 'at' },
  'devices.user_id': { at: 'added_at' },
  'presence_last_seen.user_id': { at: 'at' },
  'contacts.user_id': { at: 'at' },
  'contacts.contact_id': { others: true },
  'blocks.user_id': { at: 'at' },
  'blocks.blocked_id': { others: true },
  'messages.sender': { at: 'at', inChats: true },
  'message_reads.user_id': { at: 'at', inChats: true },
  'message_reactions.user_id': { inChats: true },
  'epoch_boxes.user_id': { inChats: true },
  'chat_leaves.user_id': { inChats: true },
  'calls.started_by': { at: 'at', hidden: ['live'] },
  'files.owner': { at: 'created_at' },
  'push_devices.user_id': { at: 'since' },
  'push_shown.user_id': { at: 'at' },
  'place_invites.made_by': { at: 'made_at' },
  'audit_log.actor_id': { at: 'at' },
  'audit_log.target_id': { others: true },
}

/** Every column that names a person: the list by which an account is erased, so that none is forgotten. */
export const named = [...erased, ...kept].map(([table, column]) => ({ table, column }))

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/**
 * What this server has about a person, from the rows themselves: of each table how many there are, from when to when, and the
 * newest of them. Bytes are told by their number, and what is the server's own secret not at all (P240).
 */
export async function readKnown(sql: Sql, user: UserId): Promise<KnownFact[]> {
  const tables = [...new Set(named.map(({ table }) => table))]
  const columns = await sql<Column[]>`
    SELECT table_name AS table, column_name AS name, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY (string_to_array(${tables.join(',')}, ','))
    ORDER BY table_name, ordinal_position`
  const facts: KnownFact[] = []
  // One after the other: nobody waits for this page with a stopwatch, and others want the connections.
  for (const { table, column } of named) {
    const telling = tellings[`${table}.${column}`] ?? {}
    if (telling.others === true) facts.push({ table, column, count: null, first: null, last: null, rows: [] })
    else facts.push(await readFact(sql, user, { table, column, telling, columns }))
  }
  return facts
}

async function readFact(
  sql: Sql,
  user: UserId,
  { table, column, telling, columns }: { table: string; column: string; telling: Telling; columns: Column[] },
): Promise<KnownFact> {
  const { at, hidden = [], inChats = false } = telling
  const shown = columns.filter((one) => one.table === table && one.name !== column && !hidden.includes(one.name))
  const list = shown.map(
    ({ name, type }, i) => sql`${i === 0 ? sql`` : sql`,`} ${asPlain(sql, name, type)} AS ${sql(name)}`,
  )
  const mine = sql`${sql(column)} = ${user} ${
    inChats ? sql`AND chat_id IN (SELECT m.chat_id FROM chat_memberships m WHERE m.user_id = ${user})` : sql``
  }`
  const time = at === undefined ? sql`NULL::float8` : sql`${sql(at)}::float8`
  const [sum] = await sql<{ count: number; first: number | null; last: number | null }[]>`
    SELECT count(*)::float8 AS count, min(${time}) AS first, max(${time}) AS last FROM ${sql(table)} WHERE ${mine}`
  const rows = await sql<KnownFact['rows']>`
    SELECT ${list} FROM ${sql(table)} WHERE ${mine} ORDER BY ${time} DESC NULLS LAST LIMIT ${NEWEST}`
  return { table, column, count: sum?.count ?? 0, first: sum?.first ?? null, last: sum?.last ?? null, rows: [...rows] }
}

function asPlain(sql: Sql, name: string, type: string) {
  switch (type) {
    case 'bytea':
      return sql`octet_length(${sql(name)})::text || ' bytes'`
    case 'integer':
    case 'smallint':
    case 'bigint':
      return sql`${sql(name)}::float8`
    case 'boolean':
      return sql`${sql(name)}`
    default:
      return sql`${sql(name)}::text`
  }
}
