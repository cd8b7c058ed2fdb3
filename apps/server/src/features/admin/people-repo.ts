import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import type { PersonState, ServerRole } from '@soroka/protocol/contract'
import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { rankOf } from '../../platform/policy/index.ts'

export interface PersonRow {
  readonly id: UserId
  readonly name: string
  readonly nickname: string
  readonly email: string
  readonly photo: string | null
  readonly role: ServerRole
  readonly since: number
  readonly lastSeen: number | null
  readonly state: PersonState
  readonly secondFactor: boolean
}

export interface PeopleQuery {
  readonly query: string | undefined
  readonly state: PersonState | undefined
  /** The last one of the page before. */
  readonly after: { readonly since: number; readonly id: string } | undefined
  /** Moderators don't see addresses, and don't find people by them. */
  readonly withEmail: boolean
  readonly limit: number
}

const states = {
  active: sql`u.suspended_at IS NULL`,
  suspended: sql`u.suspended_at IS NOT NULL AND u.deleted_at IS NULL`,
  deleted: sql`u.deleted_at IS NOT NULL`,
}

/** A page of accounts, the newest first. */
export async function listPeople(
  db: Queries,
  { query, state, after, withEmail, limit }: PeopleQuery,
): Promise<PersonRow[]> {
  const part = query === undefined ? undefined : `%${query.replace(/[\\%_]/g, '\\$&').toLowerCase()}%`
  const found =
    part === undefined
      ? sql`true`
      : sql`(u.nickname LIKE ${part} OR lower(u.name) LIKE ${part} ${withEmail ? sql`OR u.email LIKE ${part}` : sql``})`
  const below = after === undefined ? sql`true` : sql`(u.created_at, u.id) < (${after.since}, ${after.id})`
  const rows = await db.execute(sql`
    SELECT u.id, u.name, u.nickname, u.email,
      CASE WHEN u.photo_to = 'everyone' THEN u.photo END AS photo, u.role, u.created_at::float8 AS since, s.at::float8 AS "lastSeen",
      CASE WHEN u.deleted_at IS NOT NULL THEN 'deleted' WHEN u.suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END
        AS state,
      EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.enabled_at IS NOT NULL) AS "secondFactor"
    FROM users u LEFT JOIN presence_last_seen s ON s.user_id = u.id
    WHERE ${below} AND ${found} AND ${state === undefined ? sql`true` : states[state]}
    ORDER BY u.created_at DESC, u.id DESC LIMIT ${limit}`)
  return rows as unknown as PersonRow[]
}

export interface Standing {
  readonly id: UserId
  readonly name: string
  readonly nickname: string
  readonly role: ServerRole
  readonly suspendedAt: number | null
  readonly deletedAt: number | null
}

/** These two, locked in the order of their ids: two acts on the same people stand in line. */
export async function lockStandings(tx: Queries, ids: readonly UserId[]): Promise<Map<UserId, Standing>> {
  const rows = (await tx.execute(sql`
    SELECT id, name, nickname, role, suspended_at::float8 AS "suspendedAt", deleted_at::float8 AS "deletedAt"
    FROM users WHERE id IN (${sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    )}) ORDER BY id FOR UPDATE`)) as unknown as Standing[]
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Who acts at the desk, locked: nobody takes his role away meanwhile.
 * @throws SorokaError FORBIDDEN when he has not this role, or a higher one, any more
 */
export async function lockActor(tx: Queries, user: UserId, least: ServerRole): Promise<Standing> {
  const by = (await lockStandings(tx, [user])).get(user)
  if (by === undefined || by.suspendedAt !== null || rankOf(by.role) < rankOf(least)) throw new SorokaError('FORBIDDEN')
  return by
}
