import type { UserId } from '@soroka/protocol'
import type { AuditEntry } from '@soroka/protocol/contract'
import { desc, lt } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'
import { auditLog } from './schema.ts'

/** Acts of the desk. */
export type Act =
  | 'user.suspend'
  | 'user.unsuspend'
  | 'user.delete'
  | 'user.role'
  | 'user.factor'
  | 'owner.hand'
  | 'place.change'
  | 'invite.make'
  | 'invite.revoke'
  | 'mail.test'
  | 'report.close'

export interface Deed {
  readonly actor: { readonly id: UserId; readonly name: string }
  readonly act: Act
  readonly target?: { readonly id: UserId; readonly name: string }
  readonly details?: Readonly<Record<string, string>>
  readonly at: number
  readonly requestId: string
}

/** In the transaction of the deed itself: none is done without a line, and no line tells what was not done. */
export async function writeDeed(tx: Queries, { actor, act, target, details = {}, at, requestId }: Deed): Promise<void> {
  await tx.insert(auditLog).values({
    at,
    actorId: actor.id,
    actorName: actor.name,
    act,
    targetId: target?.id ?? null,
    targetName: target?.name ?? '',
    details,
    requestId,
  })
}

/** The newest first, below an id. */
export async function listDeeds(db: Queries, below: number, limit: number): Promise<AuditEntry[]> {
  const rows = await db.select().from(auditLog).where(lt(auditLog.id, below)).orderBy(desc(auditLog.id)).limit(limit)
  return rows.map(({ actorId: actor, targetId: target, ...rest }) => ({ ...rest, actor, target }))
}
