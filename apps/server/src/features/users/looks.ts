import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'

/** For so long a nickname that somebody gave up, or lost with his account, is nobody else's. */
const rest = 90 * 86_400_000

/** What only those who run a server may be called. */
const reserved = [
  'admin',
  'administrator',
  'moderator',
  'owner',
  'root',
  'security',
  'server',
  'soroka',
  'support',
  'system',
]

/**
 * How a nickname looks: two that are taken for each other have one look. Of the signs of a nickname (a-z, 0-9, _) those
 * that Unicode TR39 calls confusable, pairs that run together, and underscores, which a glance skips.
 */
export function lookOf(nickname: string): string {
  return nickname
    .replaceAll('_', '')
    .replace(/[01i]/g, (sign) => (sign === '0' ? 'o' : 'l'))
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

const reservedLooks = new Set(reserved.map(lookOf))

/** Whether only those who run the server may be called so. */
export function isReserved(nickname: string): boolean {
  return reservedLooks.has(lookOf(nickname))
}

/**
 * Takes the look of a nickname for a person, and lets go of the one that he had, in the transaction that names him. Of
 * two who want it at once the second waits here, and is refused.
 * @throws SorokaError NICKNAME_TAKEN for one that looks like somebody else's, or that was somebody else's lately
 */
export async function claimLook(tx: Queries, user: UserId, nickname: string, at: number): Promise<void> {
  const look = lookOf(nickname)
  const [mine] = await tx.execute(sql`
    INSERT INTO nickname_looks (look, user_id) VALUES (${look}, ${user})
    ON CONFLICT (look) DO UPDATE SET user_id = ${user}, freed_at = NULL
    WHERE nickname_looks.user_id = ${user} OR nickname_looks.freed_at < ${at - rest} RETURNING 1`)
  if (mine === undefined) throw new SorokaError('NICKNAME_TAKEN')
  await tx.execute(sql`
    UPDATE nickname_looks SET freed_at = ${at} WHERE user_id = ${user} AND look <> ${look} AND freed_at IS NULL`)
}

/** Of these nicknames those that nobody else may take now. */
export async function heldLooks(db: Queries, nicknames: readonly string[], at: number): Promise<Set<string>> {
  const looks = nicknames.map(lookOf).join(',')
  const rows = await db.execute<{ look: string }>(sql`
    SELECT look FROM nickname_looks
    WHERE look = ANY (string_to_array(${looks}, ',')) AND (freed_at IS NULL OR freed_at >= ${at - rest})`)
  const held = new Set(rows.map(({ look }) => look))
  return new Set(nicknames.filter((nickname) => held.has(lookOf(nickname))))
}

/** People of one batch. */
const batch = 1000

/**
 * Files the looks of people whom an older version let in, the oldest account first: of two that look alike already the
 * older one has the look, and both keep their nicknames.
 */
export async function fillLooks(db: Queries): Promise<void> {
  let after = { at: -1, id: '' }
  for (;;) {
    const found = await db.execute<{ id: UserId; nickname: string; at: number }>(sql`
      SELECT u.id, u.nickname, u.created_at::float8 AS at FROM users u
      WHERE u.deleted_at IS NULL AND (u.created_at, u.id) > (${after.at}, ${after.id})
        AND NOT EXISTS (SELECT 1 FROM nickname_looks l WHERE l.user_id = u.id)
      ORDER BY u.created_at, u.id LIMIT ${batch}`)
    const last = found.at(-1)
    if (last === undefined) return
    const looks = found.map(({ nickname }) => lookOf(nickname)).join(',')
    const ids = found.map(({ id }) => id).join(',')
    await db.execute(sql`
      INSERT INTO nickname_looks (look, user_id)
      SELECT * FROM unnest(string_to_array(${looks}, ','), string_to_array(${ids}, ',')) ON CONFLICT DO NOTHING`)
    after = last
  }
}
