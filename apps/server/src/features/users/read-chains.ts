import type { UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'

/** What the chains of several people have from a position on; who has nothing new is left out. */
export async function readChains(
  db: Queries,
  wanted: readonly { readonly user: UserId; readonly from: number }[],
  most: number,
) {
  const users = wanted.map(({ user }) => user).join(',')
  const froms = wanted.map(({ from }) => Math.min(from, 2 ** 30)).join(',')
  const rows = await db.execute<{ user: UserId; entry: Buffer }>(sql`
    SELECT c.user_id AS "user", c.entry FROM user_chain c
    JOIN unnest(string_to_array(${users}, ','), string_to_array(${froms}, ',')::int[]) AS w(id, start)
      ON c.user_id = w.id AND c.seq >= w.start
    ORDER BY c.user_id, c.seq`)
  const entries = new Map<UserId, string[]>()
  for (const { user, entry } of rows) {
    const list = entries.get(user) ?? []
    if (list.length < most) list.push(entry.toString('base64url'))
    entries.set(user, list)
  }
  return wanted.flatMap(({ user, from }) => {
    const found = entries.get(user)
    entries.delete(user)
    return found === undefined ? [] : [{ user, from, entries: found }]
  })
}
