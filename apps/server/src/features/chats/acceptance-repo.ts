import type { UserId } from '@soroka/protocol'
import type { Transaction } from './queries.ts'

/** Which of these people do not let `by` put them into a group: blocked him, nobody may, or only contacts may (R7). */
export async function findUnwilling(tx: Transaction, by: UserId, users: readonly UserId[]): Promise<UserId[]> {
  if (users.length === 0) return []
  const rows = await tx<{ user: UserId }[]>`
    SELECT asked AS user FROM unnest(string_to_array(${users.join(',')}, ',')) AS asked
    LEFT JOIN users u ON u.id = asked
    WHERE asked <> ${by} AND (
      u.groups_from = 'nobody'
      OR EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = asked AND b.blocked_id = ${by})
      OR (u.groups_from = 'contacts' AND NOT EXISTS (
        SELECT 1 FROM contacts k WHERE k.user_id = asked AND k.contact_id = ${by})))`
  return rows.map((row) => row.user)
}

/** What one person is to another who begins a chat with him. */
export async function findStanding(
  tx: Transaction,
  other: UserId,
  by: UserId,
): Promise<{ readonly blocked: boolean; readonly contact: boolean }> {
  const [row] = await tx<{ blocked: boolean; contact: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM blocks b WHERE (b.user_id = ${other} AND b.blocked_id = ${by})
        OR (b.user_id = ${by} AND b.blocked_id = ${other})) AS blocked,
      EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ${other} AND k.contact_id = ${by}) AS contact`
  return row ?? { blocked: false, contact: false }
}
