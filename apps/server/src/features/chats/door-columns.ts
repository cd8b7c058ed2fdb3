import type { Queries } from './queries.ts'

/** People that one head tells of; the rest follows when these are in or out. */
const MOST_LEAVES = 200
const MOST_JOINS = 20

/**
 * Who wants out of and into a group, for a present member `p` of a chat `c`: signed leaves that wait for an epoch (R3), and
 * people with a link whom he may let in, no more of each link than it has uses left (R4).
 */
export function doorColumns(sql: Queries) {
  const now = Date.now()
  return sql`
    CASE WHEN c.rotate_required AND p.left_seq IS NULL THEN
      (SELECT json_agg(encode(gone.leave, 'hex')) FROM (
        SELECT l.leave FROM chat_leaves l WHERE l.chat_id = c.id ORDER BY l.at, l.user_id LIMIT ${MOST_LEAVES}) gone)
      END AS leaves,
    CASE WHEN c.kind = 'group' AND p.left_seq IS NULL THEN
      (SELECT json_agg(json_build_object('user', asked.user_id, 'pub', encode(asked.pub, 'hex'),
          'proof', encode(asked.proof, 'hex'), 'approval', asked.approval, 'at', asked.at)) FROM (
        SELECT * FROM (
          SELECT j.user_id, j.pub, j.proof, i.approval, j.at, i.max_uses, i.uses,
            row_number() OVER (PARTITION BY j.pub ORDER BY j.at, j.user_id) AS turn
          FROM chat_joins j JOIN chat_invites i ON i.chat_id = j.chat_id AND i.pub = j.pub
          WHERE j.chat_id = c.id AND j.refused_at IS NULL AND (p.role <> 'member' OR NOT i.approval)
            AND (i.expires_at = 0 OR i.expires_at > ${now})) j
        WHERE j.max_uses = 0 OR j.uses + j.turn <= j.max_uses
        ORDER BY j.at, j.user_id LIMIT ${MOST_JOINS}) asked)
      END AS joins`
}
