import { sql } from 'drizzle-orm'
import { bigint, boolean, check, customType, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/index.ts'

/** A transaction id that never wraps; text in JavaScript. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })
const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)
/** Which transaction changed the row last: the vector's cursor is compared with it (R12). */
const changedXid = () =>
  xid8('changed_xid')
    .notNull()
    .default(sql`pg_current_xact_id()`)

/** A chat and the counters that the persist transaction moves under its row lock (R6). */
export const chats = pgTable('chats', {
  id: idText('id').primaryKey(),
  kind: text('kind', { enum: ['direct', 'group', 'nest'] }).notNull(),
  createdAt: moment('created_at').notNull(),
  /** Seq of the newest row; seqs are dense (G3). */
  lastSeq: count('last_seq'),
  /** Time of the newest row, at first of the creation; never falls. */
  lastAt: moment('last_at').notNull().default(0),
  /** Rows that count as unread (R15). */
  msgCount: count('msg_count'),
  memberCount: integer('member_count').notNull().default(0),
  /** Newest epoch and the oldest one that a message may still use (R8). */
  head: count('head'),
  floor: count('floor'),
  rotateRequired: boolean('rotate_required').notNull().default(false),
  changedXid: changedXid(),
})

/** Who is or was in a chat, what of its log he may read, and his marks. */
export const chatParticipants = pgTable(
  'chat_participants',
  {
    chatId: idText('chat_id').notNull(),
    userId: idText('user_id').notNull(),
    role: text('role', { enum: ['member', 'admin', 'owner'] }).notNull(),
    /** He reads rows above this seq; 0 with history on. */
    joinedSeq: count('joined_seq'),
    /** Last seq that he may read once he left; null while he is a member. */
    leftSeq: bigint('left_seq', { mode: 'number' }),
    deliveredSeq: count('delivered_seq'),
    readSeq: count('read_seq'),
    /** msg_no of the row at readSeq: unread = chats.msg_count − read_count (R15). */
    readCount: count('read_count'),
    changedXid: changedXid(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.userId] }),
    index('chat_participants_user').on(table.userId, table.chatId),
  ],
)

/** The signed chain of epoch records; the server checks order and rights, never keys. */
export const epochs = pgTable(
  'epochs',
  {
    chatId: idText('chat_id').notNull(),
    n: bigint('n', { mode: 'number' }).notNull(),
    record: bytes('record').notNull(),
    hash: bytes('hash').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.n] })],
)

/** The epoch's key sealed to each member. */
export const epochBoxes = pgTable(
  'epoch_boxes',
  {
    chatId: idText('chat_id').notNull(),
    n: bigint('n', { mode: 'number' }).notNull(),
    userId: idText('user_id').notNull(),
    box: bytes('box').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.n, table.userId] }),
    index('epoch_boxes_user').on(table.userId),
  ],
)

/** One row: the id of this life of the database, changed by every restore or promotion (R9). */
export const serverEra = pgTable(
  'server_era',
  { one: boolean('one').primaryKey().default(true), era: text('era').notNull() },
  (table) => [check('server_era_one', sql`${table.one}`)],
)
