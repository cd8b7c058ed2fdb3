import { pgTable } from 'drizzle-orm/pg-core'
import { idText, moment } from '../../platform/db/index.ts'

/** When a person was last online; written at most once a minute (R17), beside `users` so that its rows stay quiet. */
export const presenceLastSeen = pgTable('presence_last_seen', {
  userId: idText('user_id').primaryKey(),
  at: moment('at').notNull(),
})
