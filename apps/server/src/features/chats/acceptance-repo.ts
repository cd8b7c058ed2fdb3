import type { UserId } from '@soroka/protocol'
import { closeness, leastFor, nearTo } from '../users/index.ts'
import type { Transaction } from './queries.ts'

/** Which of these people do not let `by` put them into a group: blocked him, nobody may, or only contacts may (R7). */
export async function findUnwilling(tx: Transaction, by: UserId, users: readonly UserId[]): Promise<UserId[]> {
  if (users.length === 0) return []
  const rows = await tx<{ user: UserId }[]>`
    SELECT asked AS user FROM unnest(string_to_array(${users.join(',')}, ',')) AS asked
    JOIN users u ON u.id = asked
    WHERE ${closeness(tx, tx`asked`, tx`${by}::text`)} < ${leastFor(tx, tx`u.groups_from`)}`
  return rows.map((row) => row.user)
}

/** What one person is to another who begins a chat with him. */
export async function findStanding(
  tx: Transaction,
  other: UserId,
  by: UserId,
): Promise<{ readonly refused: boolean; readonly contact: boolean }> {
  const [row] = await tx<{ refused: boolean; contact: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ${by} AND b.blocked_id = u.id)
        OR near.closeness < ${leastFor(tx, tx`u.write_from`)} AS refused,
      near.closeness = 2 AS contact
    FROM users u ${nearTo(tx, by)} WHERE u.id = ${other}`
  return row ?? { refused: false, contact: false }
}
