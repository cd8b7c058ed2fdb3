import { sql } from 'drizzle-orm'
import { bigint, boolean, index, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
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
    /** Null once it was erased; then its clear header and the hash of its sealed content stay (R5, R13). */
    envelope: bytes('envelope'),
    hash: bytes('hash'),
    header: bytes('header'),
    /** Where the clear header ends; 0 for rows from before it was kept. */
    headerSize: smallint('header_size').notNull().default(0),
    /** When a disappearing message ends (R16); null again once it has. */
    expiresAt: moment('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.seq] }),
    index('messages_target')
      .on(table.chatId, table.target, table.seq)
      .where(sql`${table.target} IS NOT NULL AND ${table.envelope} IS NOT NULL`),
    index('messages_expires')
      .on(table.expiresAt)
      .where(sql`${table.expiresAt} IS NOT NULL`),
    /** What still lives in an epoch of a chat with a timer: its boxes go with the last of it (R16). */
    index('messages_expiring')
      .on(table.chatId, table.epoch)
      .where(sql`${table.expiresAt} IS NOT NULL`),
    /** The idempotency key; it outlives deletion (R6). Annotations find their target by its first two columns. */
    uniqueIndex('messages_id').on(table.chatId, table.msgId, table.sender),
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

/** The one live reaction, vote or pin of a person on a message: a newer one erases the older row (R14). */
export const messageReactions = pgTable(
  'message_reactions',
  {
    chatId: idText('chat_id').notNull(),
    target: idText('target').notNull(),
    userId: idText('user_id').notNull(),
    /** The kind of the annotation. */
    slot: smallint('slot').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.target, table.userId, table.slot] }),
    index('message_reactions_pins')
      .on(table.chatId, table.seq)
      .where(sql`${table.slot} = 19`),
  ],
)

/** Sealed messages that wait for their time (R8). */
export const scheduledMessages = pgTable(
  'scheduled_messages',
  {
    chatId: idText('chat_id').notNull(),
    sender: idText('sender').notNull(),
    msgId: idText('msg_id').notNull(),
    sendAt: moment('send_at').notNull(),
    envelope: bytes('envelope').notNull(),
    /** Ids of the files that it names, joined by commas: they wait with it (R20). */
    files: text('files'),
    /** Its epoch is below the floor: a device of the sender must seal it again. So with one that failed. */
    held: boolean('held').notNull().default(false),
    /** The code of the error for which it is not tried any more. */
    failed: text('failed'),
    /** How often it could not be let in, and when it is tried again. */
    tries: smallint('tries').notNull().default(0),
    tryAt: moment('try_at'),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.sender, table.msgId] }),
    index('scheduled_messages_due')
      .on(table.sendAt)
      .where(sql`NOT ${table.held}`),
    index('scheduled_messages_sender').on(table.sender),
  ],
)
