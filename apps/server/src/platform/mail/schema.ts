import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { bigserial } from 'drizzle-orm/pg-core'
import { moment } from '../db/columns.ts'

/** The local mailbox: what would have been sent if there were an SMTP server. Swept after a day. */
export const mails = pgTable(
  'mails',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('mails_at').on(table.at)],
)
