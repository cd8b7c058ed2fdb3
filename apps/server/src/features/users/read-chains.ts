import type { UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'

/**
 * What the chains of several people have from a position on; who has nothing new is left out. Somebody who is named
 * twice counts from the first time: nobody makes one long chain a hundred.
 */
export async function readChains(
  db: Queries,
  wanted: readonly { readonly user: UserId; readonly from: number }[],
  most: number,
) {
  const first = wanted.filter(({ user }, at) => wanted.findIndex((one) => one.user === user) === at)
  const users = first.map(({ user }) => user).join(',')
  const froms = first.map(({ from }) => Math.min(from, 2 ** 30)).join(',')
  const rows = await db.execute<{ user: UserId; entry: Buffer }>(sql`
    SELECT c.user_id AS "user", c.entry
    FROM unnest(string_to_array(${users}, ','), string_to_array(${froms}, ',')::int[]) AS w(id, start)
    CROSS JOIN LATERAL (
      SELECT user_id, seq, entry FROM user_chain WHERE user_id = w.id AND seq >= w.start ORDER BY seq LIMIT ${most}) c
    ORDER BY c.user_id, c.seq`)
  const entries = new Map<UserId, string[]>()
  for (const { user, entry } of rows) {
    const list = entries.get(user) ?? []
    list.push(entry.toString('base64url'))
    entries.set(user, list)
  }
  return first.flatMap(({ user, from }) => {
    const found = entries.get(user)
    return found === undefined ? [] : [{ user, from, entries: found }]
  })
}
