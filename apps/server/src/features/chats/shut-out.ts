import type { ChatId, UserId } from '@soroka/protocol'
import { carriesWholeRoster, REASON } from '@soroka/protocol/records'
import { parseEpoch } from './epoch-proof.ts'
import { findEpochs } from './epochs-repo.ts'
import type { Queries } from './queries.ts'

const PAGE = 32

/**
 * Which of these people were sent away from the group by its admins, and not taken back since: by the signed record that
 * ended their last stay. A link opens nothing to them by itself.
 */
export async function findShutOut(sql: Queries, chat: ChatId, users: readonly UserId[]): Promise<UserId[]> {
  if (users.length === 0) return []
  const ends = await sql<{ user: UserId; epoch: number }[]>`
    SELECT DISTINCT ON (user_id) user_id AS user, to_epoch::float8 AS epoch FROM chat_memberships
    WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users.join(',')}, ','))
    ORDER BY user_id, to_epoch DESC NULLS FIRST`
  const shut: UserId[] = []
  for (const { user, epoch } of ends)
    if (epoch !== null && (await sentAway(sql, chat, user, epoch + 1))) shut.push(user)
  return shut
}

/** The record that drops him: the next one, or, of somebody whose leave waited, one that came later. */
async function sentAway(sql: Queries, chat: ChatId, user: UserId, from: number): Promise<boolean> {
  for (let n = from; ; n += PAGE) {
    const page = await findEpochs(sql, chat, n, PAGE)
    for (const stored of page) {
      const { reason, changes } = parseEpoch(stored.record)
      const dropped = carriesWholeRoster(stored.n)
        ? changes.every(({ set }) => set?.user !== user)
        : changes.some(({ remove }) => remove === user)
      if (dropped) return reason === REASON.remove || reason === REASON.reset
    }
    if (page.length < PAGE) return false
  }
}
