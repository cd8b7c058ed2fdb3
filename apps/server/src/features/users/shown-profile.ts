import type { UserId } from '@soroka/protocol'
import type { Profile, Status } from '@soroka/protocol/contract'
import type { ISql, PendingQuery, Row } from 'postgres'
import { closeness, leastFor } from './audience.ts'

type Queries = ISql<{ bigint: number }>
type Fragment = PendingQuery<Row[]>

/** What `shownColumns` reads. */
export interface ShownRow {
  readonly id: UserId
  readonly name: string
  readonly nickname: string
  readonly photo: string | null
  readonly about: string | null
  readonly phone: string | null
  readonly status: Status | null
}

/** To stand behind the FROM of a statement whose people are `u`. */
export function nearTo(sql: Queries, viewer: UserId): Fragment {
  return sql`CROSS JOIN LATERAL (SELECT ${closeness(sql, sql`u.id`, sql`${viewer}::text`)} AS closeness) near`
}

/** The columns of a profile as the viewer of `nearTo` may see it. Every road to a profile reads these (P231). */
export function shownColumns(sql: Queries): Fragment {
  const shown = (value: Fragment, audience: Fragment) =>
    sql`CASE WHEN near.closeness >= ${leastFor(sql, audience)} THEN ${value} END`
  return sql`u.id, u.name, u.nickname, ${shown(sql`u.photo`, sql`u.photo_to`)} AS photo,
    ${shown(sql`u.about`, sql`u.about_to`)} AS about, ${shown(sql`u.phone`, sql`u.phone_to`)} AS phone,
    ${shown(sql`u.status`, sql`u.status_to`)} AS status`
}

/** What is over is not shown, and what is absent looks like what is hidden. */
export function presentProfile({ id, name, nickname, photo, about, phone, status }: ShownRow, now: number): Profile {
  const isOver = status === null || (status.until !== null && status.until <= now)
  return {
    id,
    name,
    nickname,
    photo,
    ...(about === null ? {} : { about }),
    ...(phone === null ? {} : { phone }),
    ...(isOver ? {} : { status }),
  }
}

export async function findShown(sql: Queries, viewer: UserId, user: UserId): Promise<ShownRow | undefined> {
  const [row] = await sql<
    ShownRow[]
  >`SELECT ${shownColumns(sql)} FROM users u ${nearTo(sql, viewer)} WHERE u.id = ${user}`
  return row
}

/** The picture, for whom its version is shown to. */
export async function findShownPhoto(
  sql: Queries,
  viewer: UserId,
  user: UserId,
): Promise<{ photo: string; image: Buffer } | undefined> {
  const [row] = await sql<{ photo: string | null; image: Buffer }[]>`
    SELECT s.photo, p.image FROM (SELECT ${shownColumns(sql)} FROM users u ${nearTo(sql, viewer)}) s
    JOIN user_photos p ON p.user_id = s.id WHERE s.id = ${user}`
  return row === undefined || row.photo === null ? undefined : { photo: row.photo, image: row.image }
}

/** People whose nickname begins with `prefix`, which holds only [a-z0-9_]; the exact one first. */
export function listByNickname(sql: Queries, viewer: UserId, prefix: string, limit: number): Promise<ShownRow[]> {
  const pattern = `${prefix.replaceAll('_', '\\_')}%`
  return sql<ShownRow[]>`
    SELECT ${shownColumns(sql)} FROM users u ${nearTo(sql, viewer)}
    WHERE u.nickname LIKE ${pattern} AND u.deleted_at IS NULL AND (u.find_by_nickname OR near.closeness >= 2)
    ORDER BY u.nickname LIMIT ${limit}`
}

/** The person of this address, if he lets people find him by it and did not block the one who asks. */
export function listByEmail(sql: Queries, viewer: UserId, email: string): Promise<ShownRow[]> {
  return sql<ShownRow[]>`
    SELECT ${shownColumns(sql)} FROM users u ${nearTo(sql, viewer)}
    WHERE u.email = ${email} AND u.find_by_email AND near.closeness > 0 LIMIT 1`
}

/** Those who say that this is their number; the one who was here first comes first. */
export function listByPhone(sql: Queries, viewer: UserId, phone: string, limit: number): Promise<ShownRow[]> {
  return sql<ShownRow[]>`
    SELECT ${shownColumns(sql)} FROM users u ${nearTo(sql, viewer)}
    WHERE u.phone = ${phone} AND u.find_by_phone AND near.closeness > 0 ORDER BY u.created_at, u.id LIMIT ${limit}`
}
