import type { UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** Notes when people were last here; a time never goes back. */
export async function writeLastSeen(sql: Sql, seen: ReadonlyMap<UserId, number>): Promise<void> {
  await sql`
    INSERT INTO presence_last_seen (user_id, at)
    SELECT * FROM unnest(string_to_array(${[...seen.keys()].join(',')}, ','),
      string_to_array(${[...seen.values()].join(',')}, ',')::int8[])
    ON CONFLICT (user_id) DO UPDATE SET at = greatest(presence_last_seen.at, excluded.at)`
}

export async function readLastSeen(sql: Sql, users: readonly UserId[]): Promise<Map<UserId, number>> {
  const rows = await sql<{ user: UserId; at: number }[]>`
    SELECT user_id AS user, at::float8 FROM presence_last_seen
    WHERE user_id = ANY (string_to_array(${users.join(',')}, ','))`
  return new Map(rows.map((row) => [row.user, row.at]))
}
