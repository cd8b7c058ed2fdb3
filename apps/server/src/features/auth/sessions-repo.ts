import type { DeviceId, SessionId, UserId } from '@soroka/protocol'
import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { sessions, tickets } from './schema.ts'

export type SessionRow = typeof sessions.$inferSelect
export type EndReason = NonNullable<SessionRow['endReason']>
/** A session that has just ended, and whose it was. */
export interface EndedSession {
  readonly id: SessionId
  readonly user: UserId
  readonly device: DeviceId
}
export type TicketRow = typeof tickets.$inferSelect

export async function insertSession(db: Queries, row: typeof sessions.$inferInsert): Promise<void> {
  await db.insert(sessions).values(row)
}

export async function findSession(db: Queries, id: SessionId): Promise<SessionRow | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.id, id)).limit(1)
  return row
}

/** With a row lock: refreshes of one session stand in line. */
export async function lockSession(db: Queries, id: SessionId): Promise<SessionRow | undefined> {
  const [row] = await db.select().from(sessions).where(eq(sessions.id, id)).limit(1).for('update')
  return row
}

export async function rotateSession(
  db: Queries,
  id: SessionId,
  next: { generation: number; tokenHash: Buffer; arrivedGeneration: number; rotatedAt: number; expiresAt: number },
): Promise<void> {
  await db.update(sessions).set(next).where(eq(sessions.id, id))
}

export async function noteArrival(db: Queries, id: SessionId, generation: number): Promise<void> {
  await db
    .update(sessions)
    .set({ arrivedGeneration: generation })
    .where(and(eq(sessions.id, id), lt(sessions.arrivedGeneration, generation)))
}

/** @returns whose it was; undefined if it had ended before */
export async function endSession(
  db: Queries,
  id: SessionId,
  reason: EndReason,
  at: number,
): Promise<{ user: UserId; device: DeviceId } | undefined> {
  const [ended] = await db
    .update(sessions)
    .set({ endedAt: at, endReason: reason })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
    .returning({ user: sessions.userId, device: sessions.deviceId })
  await db.delete(tickets).where(eq(tickets.sessionId, id))
  return ended
}

/** Ends what devices of a person have, or all that he has, in the transaction that revokes or suspends them. */
export async function endSessionsOf(
  db: Queries,
  user: UserId,
  gone: readonly DeviceId[] | 'all',
  at: number,
  reason: 'revoked' | 'suspended' = 'revoked',
): Promise<EndedSession[]> {
  if (gone.length === 0) return []
  const isGone = gone === 'all' ? undefined : inArray(sessions.deviceId, [...gone])
  const ended = await db
    .update(sessions)
    .set({ endedAt: at, endReason: reason })
    .where(and(eq(sessions.userId, user), isGone, isNull(sessions.endedAt)))
    .returning({ id: sessions.id, user: sessions.userId, device: sessions.deviceId })
  const isTheirs = gone === 'all' ? undefined : inArray(tickets.deviceId, [...gone])
  await db.delete(tickets).where(and(eq(tickets.userId, user), isTheirs))
  return ended
}

/** The sessions of these that were not heard of since. */
export async function noteSeen(db: Queries, ids: readonly SessionId[], at: number, since: number): Promise<void> {
  await db
    .update(sessions)
    .set({ seenAt: at })
    .where(and(inArray(sessions.id, [...ids]), or(isNull(sessions.seenAt), lt(sessions.seenAt, since))))
}

/** What stands of a person's sessions, the newest first. */
export async function listLive(db: Queries, user: UserId, now: number, limit: number) {
  const rows = await db
    .select({
      device: sessions.deviceId,
      seenAt: sql<number>`coalesce(${sessions.seenAt}, ${sessions.rotatedAt})::float8`,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, user), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.createdAt))
    .limit(limit)
  return rows
}

export async function insertTicket(db: Queries, row: TicketRow): Promise<void> {
  await db.insert(tickets).values(row)
}

/** Takes the ticket away: of two who ask, one gets it. */
export async function takeTicket(db: Queries, hash: Buffer, now: number): Promise<TicketRow | undefined> {
  const [row] = await db
    .delete(tickets)
    .where(and(eq(tickets.hash, hash), gt(tickets.expiresAt, now)))
    .returning()
  return row
}

/** Sessions whose time is over and whose sockets nobody has closed. */
export async function findExpired(db: Queries, now: number): Promise<SessionId[]> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(isNull(sessions.endedAt), lt(sessions.expiresAt, now)))
    .limit(10_000)
  return rows.map(({ id }) => id)
}

/** Sessions that ended, and tickets that are over. */
export async function sweepSessions(db: Queries, now: number, keepEnded: number): Promise<void> {
  await db.delete(tickets).where(lt(tickets.expiresAt, now))
  await db.delete(sessions).where(or(lt(sessions.endedAt, now - keepEnded), lt(sessions.expiresAt, now - keepEnded)))
}
