import type { ISql, PendingQuery, Row } from 'postgres'

type Queries = ISql<{ bigint: number }>
type Fragment = PendingQuery<Row[]>

/**
 * How near somebody is to a person, as that person sees it: 3 himself, 2 a contact of his, 1 anybody, 0 whom he blocked.
 * What he lets others see or do asks for no less than `leastFor` its audience. The one place that says who is who (P230).
 */
export function closeness(sql: Queries, person: Fragment, other: Fragment): Fragment {
  return sql`CASE WHEN ${person} = ${other} THEN 3
    WHEN EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ${person} AND b.blocked_id = ${other}) THEN 0
    WHEN EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = ${person} AND k.contact_id = ${other}) THEN 2
    ELSE 1 END`
}

export function leastFor(sql: Queries, audience: Fragment): Fragment {
  return sql`CASE ${audience} WHEN 'everyone' THEN 1 WHEN 'contacts' THEN 2 ELSE 3 END`
}
