import type { InviteId } from '@soroka/protocol'
import type { PlaceInvite } from '@soroka/protocol/contract'
import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { users } from '../users/index.ts'
import { placeInvites } from './schema.ts'

const good = (now: number) =>
  and(isNull(placeInvites.revokedAt), gt(placeInvites.expiresAt, now), lt(placeInvites.uses, placeInvites.maxUses))

export async function insertInvite(tx: Queries, row: typeof placeInvites.$inferInsert): Promise<void> {
  await tx.insert(placeInvites).values(row)
}

/** How many still let somebody in. */
export async function countGood(tx: Queries, now: number): Promise<number> {
  return tx.$count(placeInvites, good(now))
}

export async function listInvites(db: Queries, limit: number): Promise<PlaceInvite[]> {
  const { id, note, madeBy, madeAt, expiresAt, uses, maxUses, revokedAt } = placeInvites
  const rows = await db
    .select({ id, note, madeBy, madeByName: users.name, madeAt, expiresAt, uses, maxUses, revokedAt })
    .from(placeInvites)
    .leftJoin(users, eq(users.id, madeBy))
    .orderBy(desc(madeAt))
    .limit(limit)
  return rows.map(({ revokedAt: at, madeByName, ...row }) => ({
    ...row,
    madeByName: madeByName ?? '',
    revoked: at !== null,
  }))
}

/** The invite of a token, while it lets somebody in. */
export async function findGood(
  db: Queries,
  tokenHash: Buffer,
  now: number,
): Promise<{ id: InviteId; expiresAt: number } | undefined> {
  const [row] = await db
    .select({ id: placeInvites.id, expiresAt: placeInvites.expiresAt })
    .from(placeInvites)
    .where(and(eq(placeInvites.tokenHash, tokenHash), good(now)))
    .limit(1)
  return row
}

/** Counts one use; false: it lets nobody in any more. Of many at once each waits for the row, and looks again. */
export async function useInvite(tx: Queries, id: InviteId, now: number): Promise<boolean> {
  const rows = await tx
    .update(placeInvites)
    .set({ uses: sql`${placeInvites.uses} + 1` })
    .where(and(eq(placeInvites.id, id), good(now)))
    .returning({ id: placeInvites.id })
  return rows.length > 0
}

/** @returns its note; null: it was revoked before; undefined: there is none */
export async function revokeInvite(tx: Queries, id: InviteId, now: number): Promise<string | null | undefined> {
  const [row] = await tx
    .update(placeInvites)
    .set({ revokedAt: now })
    .where(and(eq(placeInvites.id, id), isNull(placeInvites.revokedAt)))
    .returning({ note: placeInvites.note })
  if (row !== undefined) return row.note
  return (await tx.$count(placeInvites, eq(placeInvites.id, id))) > 0 ? null : undefined
}
