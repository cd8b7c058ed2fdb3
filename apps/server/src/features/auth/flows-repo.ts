import type { FlowId, UserId } from '@soroka/protocol'
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { authFlows } from './schema.ts'

export type FlowRow = typeof authFlows.$inferSelect
export type FlowStep = FlowRow['step']

export async function insertFlow(db: Queries, row: typeof authFlows.$inferInsert): Promise<void> {
  await db.insert(authFlows).values(row)
}

const live = (id: FlowId, step: FlowStep, now: number) =>
  and(eq(authFlows.id, id), eq(authFlows.step, step), gt(authFlows.expiresAt, now))

export async function findFlow(db: Queries, id: FlowId, step: FlowStep, now: number): Promise<FlowRow | undefined> {
  const [row] = await db
    .select()
    .from(authFlows)
    .where(live(id, step, now))
    .limit(1)
  return row
}

/** Takes the flow away; of two who finish it at once, one gets it. */
export async function takeFlow(db: Queries, id: FlowId, step: FlowStep, now: number): Promise<FlowRow | undefined> {
  const [row] = await db
    .delete(authFlows)
    .where(live(id, step, now))
    .returning()
  return row
}

/** Uses up one try, before the code is looked at: tries at the same moment can't share one. */
export async function useTry(db: Queries, id: FlowId, step: FlowStep, now: number): Promise<FlowRow | undefined> {
  const [row] = await db
    .update(authFlows)
    .set({ triesLeft: sql`${authFlows.triesLeft} - 1` })
    .where(and(live(id, step, now), gt(authFlows.codeExpiresAt, now), gt(authFlows.triesLeft, 0)))
    .returning()
  return row
}

/** The code was right, what came with it was not: that try is free. */
export async function giveTryBack(db: Queries, id: FlowId): Promise<void> {
  await db
    .update(authFlows)
    .set({ triesLeft: sql`${authFlows.triesLeft} + 1` })
    .where(eq(authFlows.id, id))
}

export async function setCode(
  db: Queries,
  id: FlowId,
  code: { codeHash: Buffer; codeExpiresAt: number; triesLeft: number; maxSent: number },
): Promise<boolean> {
  const { maxSent, ...change } = code
  const rows = await db
    .update(authFlows)
    .set({ ...change, codesSent: sql`${authFlows.codesSent} + 1` })
    .where(and(eq(authFlows.id, id), lt(authFlows.codesSent, maxSent)))
    .returning({ id: authFlows.id })
  return rows.length > 0
}

/** Whatever somebody began with the old password is over. */
export async function dropFlowsOf(db: Queries, user: UserId): Promise<void> {
  await db.delete(authFlows).where(eq(authFlows.userId, user))
}

export async function sweepFlows(db: Queries, now: number): Promise<void> {
  await db.delete(authFlows).where(lt(authFlows.expiresAt, now))
}
