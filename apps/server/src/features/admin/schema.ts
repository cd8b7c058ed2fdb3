import type { UserId } from '@soroka/protocol'
import { bigserial, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { idText, moment } from '../../platform/db/columns.ts'

/** What was done at the desk. Append-only: a trigger refuses every change (S20). Names are those of that moment. */
export const auditLog = pgTable('audit_log', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: moment('at').notNull(),
  /** Null: the server itself. */
  actorId: idText('actor_id').$type<UserId>(),
  actorName: text('actor_name').notNull(),
  act: text('act').notNull(),
  targetId: idText('target_id').$type<UserId>(),
  targetName: text('target_name').notNull(),
  details: jsonb('details').$type<Record<string, string>>().notNull(),
  /** Finds the line of the server's log. */
  requestId: text('request_id').notNull(),
})
