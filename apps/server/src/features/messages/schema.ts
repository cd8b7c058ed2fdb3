import { bigint, index, pgTable, primaryKey, smallint, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/index.ts'

/** The log of a chat. Rows are never deleted or renumbered (R14). */
export const messages = pgTable(
  'messages',
  {
    chatId: idText('chat_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    sender: idText('sender').notNull(),
    msgId: idText('msg_id').notNull(),
    /** Never falls within a chat. */
    at: moment('at').notNull(),
    epoch: bigint('epoch', { mode: 'number' }).notNull(),
    kind: smallint('kind').notNull(),
    /** msg_id of the message that an annotation speaks of. */
    target: idText('target'),
    /** How many rows up to this one count as unread (R15). */
    msgNo: bigint('msg_no', { mode: 'number' }).notNull(),
    /** Null once it was deleted; then its hash stays (R5). */
    envelope: bytes('envelope'),
    hash: bytes('hash'),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.seq] }),
    /** The idempotency key; it outlives deletion (R6). */
    uniqueIndex('messages_once').on(table.chatId, table.sender, table.msgId),
  ],
)

/** How each read mark rose: "who read it, and when" is a query. Own messages count as read when they were sent. */
export const messageReads = pgTable(
  'message_reads',
  {
    chatId: idText('chat_id').notNull(),
    userId: idText('user_id').notNull(),
    upToSeq: bigint('up_to_seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.userId, table.upToSeq] }),
    index('message_reads_user').on(table.userId),
  ],
)
