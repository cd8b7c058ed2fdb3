import type { UserId } from '@soroka/protocol'
import { and, count, desc, eq, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { passkeys } from './schema.ts'

export const maxPasskeys = 10

export async function insertPasskey(db: Queries, row: typeof passkeys.$inferInsert): Promise<void> {
  await db.insert(passkeys).values(row)
}

export async function findPasskey(db: Queries, id: string) {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.id, id)).limit(1)
  return row
}

export function listPasskeys(db: Queries, user: UserId) {
  return db
    .select({
      id: passkeys.id,
      name: passkeys.name,
      addedAt: passkeys.addedAt,
      usedAt: passkeys.usedAt,
      factor: passkeys.factor,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, user))
    .orderBy(desc(passkeys.addedAt))
    .limit(maxPasskeys)
}

export async function countPasskeys(db: Queries, user: UserId): Promise<number> {
  const [row] = await db.select({ there: count() }).from(passkeys).where(eq(passkeys.userId, user))
  return row?.there ?? 0
}

/** False where it was used meanwhile: an authenticator that counts never shows a number twice. */
export async function noteUse(db: Queries, id: string, counter: number, at: number): Promise<boolean> {
  const rows = await db
    .update(passkeys)
    .set({ counter, usedAt: at })
    .where(and(eq(passkeys.id, id), sql`(${passkeys.counter} < ${counter} OR ${counter} = 0)`))
    .returning({ id: passkeys.id })
  return rows.length > 0
}

/** What it was, or undefined if it is not this person's. */
export async function dropPasskey(db: Queries, user: UserId, id: string) {
  const [row] = await db
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, user)))
    .returning({ factor: passkeys.factor, blob: passkeys.blob })
  return row
}
