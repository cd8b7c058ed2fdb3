import type { UserId } from '@soroka/protocol'
import { bigint, index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { bytes, idText } from '../../platform/db/columns.ts'

const count = (name: string) => bigint(name, { mode: 'number' }).notNull()

/** Sealed settings, drafts and names of an account; what an entry is about is not in its key. */
export const vaultEntries = pgTable(
  'vault_entries',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    key: idText('key').notNull(),
    /** Counts the writes of this entry. */
    version: count('version'),
    /** Counts the writes of the whole vault: what a device has not seen lies above its own number. */
    rev: count('rev'),
    sealed: bytes('sealed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.key] }),
    index('vault_entries_rev').on(table.userId, table.rev),
  ],
)
