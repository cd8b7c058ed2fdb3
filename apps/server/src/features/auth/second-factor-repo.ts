import type { UserId } from '@soroka/protocol'
import { and, count, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { backupCodes, secondFactors } from './schema.ts'

export async function findSecondFactor(db: Queries, user: UserId) {
  const [row] = await db.select().from(secondFactors).where(eq(secondFactors.userId, user)).limit(1)
  return row
}

export async function isEnabled(db: Queries, user: UserId): Promise<boolean> {
  const rows = await db
    .select({ user: secondFactors.userId })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, user), isNotNull(secondFactors.enabledAt)))
    .limit(1)
  return rows.length > 0
}

/** In the place of one that was shown and never proved; false where one is in use. */
export async function putPending(db: Queries, user: UserId, secret: Buffer, at: number): Promise<boolean> {
  const rows = await db
    .insert(secondFactors)
    .values({ userId: user, secret, createdAt: at })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { secret, createdAt: at, lastStep: 0 },
      setWhere: isNull(secondFactors.enabledAt),
    })
    .returning({ user: secondFactors.userId })
  return rows.length > 0
}

/** Uses a code up, and all before it: of two who show the same one, one gets true. */
export async function takeStep(db: Queries, user: UserId, step: number): Promise<boolean> {
  const rows = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, user), lt(secondFactors.lastStep, step)))
    .returning({ user: secondFactors.userId })
  return rows.length > 0
}

/** False if it was on already. */
export async function enable(db: Queries, user: UserId, at: number): Promise<boolean> {
  const rows = await db
    .update(secondFactors)
    .set({ enabledAt: at })
    .where(and(eq(secondFactors.userId, user), isNull(secondFactors.enabledAt)))
    .returning({ user: secondFactors.userId })
  return rows.length > 0
}

export async function replaceBackupCodes(db: Queries, user: UserId, hashes: readonly Buffer[]): Promise<void> {
  await db.delete(backupCodes).where(eq(backupCodes.userId, user))
  if (hashes.length > 0) await db.insert(backupCodes).values(hashes.map((hash) => ({ userId: user, hash })))
}

/** Uses it up: of two who show the same one, one gets true. */
export async function takeBackupCode(db: Queries, user: UserId, hash: Buffer): Promise<boolean> {
  const rows = await db
    .delete(backupCodes)
    .where(and(eq(backupCodes.userId, user), eq(backupCodes.hash, hash)))
    .returning({ user: backupCodes.userId })
  return rows.length > 0
}

export async function countBackupCodes(db: Queries, user: UserId): Promise<number> {
  const [row] = await db.select({ left: count() }).from(backupCodes).where(eq(backupCodes.userId, user))
  return row?.left ?? 0
}

export async function dropSecondFactor(db: Queries, user: UserId): Promise<boolean> {
  await db.delete(backupCodes).where(eq(backupCodes.userId, user))
  const rows = await db
    .delete(secondFactors)
    .where(eq(secondFactors.userId, user))
    .returning({ user: secondFactors.userId })
  return rows.length > 0
}
