import type { DeviceLinkId, UserId } from '@soroka/protocol'
import { and, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { deviceLinks } from './schema.ts'

export type LinkRow = typeof deviceLinks.$inferSelect

export async function insertLink(db: Queries, row: typeof deviceLinks.$inferInsert): Promise<void> {
  await db.insert(deviceLinks).values(row)
}

const live = (id: DeviceLinkId, now: number) => and(eq(deviceLinks.id, id), gt(deviceLinks.expiresAt, now))

export async function findLink(db: Queries, id: DeviceLinkId, now: number): Promise<LinkRow | undefined> {
  const [row] = await db.select().from(deviceLinks).where(live(id, now)).limit(1)
  return row
}

/** Takes it away; of two who finish it at once, one gets it. */
export async function takeApproved(db: Queries, id: DeviceLinkId, now: number): Promise<LinkRow | undefined> {
  const [row] = await db
    .delete(deviceLinks)
    .where(and(live(id, now), eq(deviceLinks.state, 'approved')))
    .returning()
  return row
}

/** Whoever reads the code first has it; he may read it again. */
export async function bindLink(db: Queries, id: DeviceLinkId, user: UserId, now: number): Promise<LinkRow | undefined> {
  const [row] = await db
    .update(deviceLinks)
    .set({ state: 'seen', userId: user })
    .where(
      and(
        live(id, now),
        inArray(deviceLinks.state, ['open', 'seen']),
        or(isNull(deviceLinks.userId), eq(deviceLinks.userId, user)),
      ),
    )
    .returning()
  return row
}

type Outcome =
  | { readonly state: 'refused' }
  | { readonly state: 'approved'; readonly chainSeq: number; readonly box: Buffer; readonly proof: Buffer }

/** Once: false unless this person has read the code and nothing came of it yet. */
export async function settleLink(
  db: Queries,
  id: DeviceLinkId,
  user: UserId,
  outcome: Outcome,
  now: number,
): Promise<boolean> {
  const rows = await db
    .update(deviceLinks)
    .set(outcome)
    .where(and(live(id, now), eq(deviceLinks.state, 'seen'), eq(deviceLinks.userId, user)))
    .returning({ id: deviceLinks.id })
  return rows.length > 0
}

export async function sweepLinks(db: Queries, now: number): Promise<void> {
  await db.delete(deviceLinks).where(lt(deviceLinks.expiresAt, now))
}
