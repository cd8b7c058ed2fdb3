import type { InviteId, UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/columns.ts'

/** One row, once somebody said something at the desk; until then the environment holds. */
export const place = pgTable(
  'place',
  {
    one: boolean('one').primaryKey().default(true),
    name: text('name').notNull().default(''),
    /** Where those who run it can be reached: shown to whoever is let in nowhere. */
    contact: text('contact').notNull().default(''),
    /** Null: as SIGN_UP says. */
    signUp: text('sign_up', { enum: ['open', 'invite', 'closed'] }),
    /** Null: as NEWCOMER_DAYS says. */
    newcomerDays: integer('newcomer_days'),
    /** Comma between; empty: any. */
    domains: text('domains').notNull().default(''),
  },
  (table) => [check('place_one', sql`${table.one}`)],
)

/** Links by which people may sign up. */
export const placeInvites = pgTable(
  'place_invites',
  {
    id: idText('id').$type<InviteId>().primaryKey(),
    /** SHA-256 of the token: who reads the database gets nobody in. */
    tokenHash: bytes('token_hash').notNull(),
    note: text('note').notNull(),
    madeBy: idText('made_by').$type<UserId>().notNull(),
    madeAt: moment('made_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    maxUses: integer('max_uses').notNull(),
    uses: integer('uses').notNull().default(0),
    revokedAt: moment('revoked_at'),
  },
  (table) => [uniqueIndex('place_invites_token').on(table.tokenHash)],
)
