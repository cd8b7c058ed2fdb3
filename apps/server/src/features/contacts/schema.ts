import type { UserId } from '@soroka/protocol'
import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { idText, moment } from '../../platform/db/columns.ts'

/** Whom a person keeps as a contact; names and notes are sealed in his vault. */
export const contacts = pgTable(
  'contacts',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    contactId: idText('contact_id').$type<UserId>().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.contactId] })],
)

/** Whom a person wants to hear nothing from. */
export const blocks = pgTable(
  'blocks',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    blockedId: idText('blocked_id').$type<UserId>().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.blockedId] }),
    index('blocks_blocked').on(table.blockedId, table.userId),
  ],
)
