import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { idText, moment } from '../../platform/db/columns.ts'

/** Sealed files: what lies in the blob store, and whose it is. */
export const files = pgTable(
  'files',
  {
    id: idText('id').primaryKey(),
    /** Nobody (empty) for bytes that no row spoke of: they wait to be deleted. */
    owner: idText('owner').notNull(),
    /** Of the sealed bytes; reserved from the quota when the upload begins. */
    size: bigint('size', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull(),
    /** Since when all of it is here: only then a message may name it. */
    wholeAt: moment('whole_at'),
    /** When its last bytes came, until a message was seen that names it: without one it goes after a day (R20). */
    waitingSince: moment('waiting_since'),
    /** When a message that named it went. Whether it was the last one is asked after the delay (R11). */
    droppedAt: moment('dropped_at'),
    /** It is being deleted; nothing brings it back. */
    goneAt: moment('gone_at'),
  },
  (table) => [
    index('files_owner').on(table.owner),
    index('files_waiting')
      .on(table.waitingSince)
      .where(sql`${table.waitingSince} IS NOT NULL`),
    index('files_dropped')
      .on(table.droppedAt)
      .where(sql`${table.droppedAt} IS NOT NULL`),
    /** The oldest first: what may be too old to be kept. */
    index('files_whole')
      .on(table.wholeAt)
      .where(sql`${table.wholeAt} IS NOT NULL AND ${table.goneAt} IS NULL`),
    index('files_gone')
      .on(table.goneAt)
      .where(sql`${table.goneAt} IS NOT NULL`),
  ],
)

/** Which messages name a file: who may read one of these rows may read the file (R20). Goes with their ciphertext. */
export const fileRefs = pgTable(
  'file_refs',
  {
    chatId: idText('chat_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    fileId: idText('file_id').notNull(),
    msgId: idText('msg_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.seq, table.fileId] }),
    index('file_refs_file').on(table.fileId, table.chatId),
  ],
)
