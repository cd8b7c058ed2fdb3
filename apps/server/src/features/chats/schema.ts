import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
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
  /** The head's policy, as WHO numbers and seconds: what a plain member may send. */
  writeWho: smallint('write_who').notNull().default(1),
  pinWho: smallint('pin_who').notNull().default(1),
  timer: integer('timer').notNull().default(0),
  /** The newest epoch whose key opens nothing older, and the end of the log then: how far back newcomers may read. */
  historyEpoch: count('history_epoch'),
  historySeq: count('history_seq'),
  /** Newest row with the chat's name, description and photo. */
  metaSeq: count('meta_seq'),
  /** Newest row that calls all members (R15). */
  allSeq: count('all_seq'),
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
    /** Newest row that calls this member by name (R15). */
    mentionSeq: count('mention_seq'),
    /** A stranger began the direct chat, and this one has not accepted it. */
    request: boolean('request').notNull().default(false),
    mutedUntil: count('muted_until'),
    /** Which messages notify him; null: as his settings say. */
    level: text('level', { enum: ['all', 'mentions', 'none'] }),
    changedXid: changedXid(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.userId] }),
    index('chat_participants_user').on(table.userId, table.chatId),
  ],
)

/** When somebody was in a chat: he reads rows and boxes inside these and no others (R23). */
export const chatMemberships = pgTable(
  'chat_memberships',
  {
    chatId: idText('chat_id').notNull(),
    userId: idText('user_id').notNull(),
    /** Rows above this seq, boxes from this epoch on. */
    fromSeq: bigint('from_seq', { mode: 'number' }).notNull(),
    fromEpoch: bigint('from_epoch', { mode: 'number' }).notNull(),
    /** Null while he is a member. */
    toSeq: bigint('to_seq', { mode: 'number' }),
    toEpoch: bigint('to_epoch', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.userId, table.fromEpoch] })],
)

/** Chats that left a person's list for good, so that a device that was away learns it from its cursor (R12). */
export const chatsGone = pgTable(
  'chats_gone',
  {
    userId: idText('user_id').notNull(),
    chatId: idText('chat_id').notNull(),
    at: moment('at').notNull(),
    changedXid: changedXid(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.chatId] }), index('chats_gone_at').on(table.at)],
)

/** Signed leaves that the next epoch carries out (R3). */
export const chatLeaves = pgTable(
  'chat_leaves',
  {
    chatId: idText('chat_id').notNull(),
    userId: idText('user_id').notNull(),
    leave: bytes('leave').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.userId] })],
)

/** The links of a group as its newest epoch lists them, with what only the server counts. */
export const chatInvites = pgTable(
  'chat_invites',
  {
    chatId: idText('chat_id').notNull(),
    pub: bytes('pub').notNull(),
    expiresAt: moment('expires_at').notNull(),
    maxUses: bigint('max_uses', { mode: 'number' }).notNull(),
    uses: integer('uses').notNull().default(0),
    approval: boolean('approval').notNull(),
    /** What the link shows before joining, sealed under its secret. */
    card: bytes('card'),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.pub] })],
)

/** People who hold a link and wait to be let in. */
export const chatJoins = pgTable(
  'chat_joins',
  {
    chatId: idText('chat_id').notNull(),
    userId: idText('user_id').notNull(),
    pub: bytes('pub').notNull(),
    proof: bytes('proof').notNull(),
    at: moment('at').notNull(),
    refusedAt: moment('refused_at'),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.userId] })],
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

/** Whom new accounts wrote to, or put into a group, without being known to them (P194); swept after a month. */
export const firstMet = pgTable(
  'first_met',
  {
    userId: idText('user_id').notNull(),
    chatId: idText('chat_id').notNull(),
    otherId: idText('other_id').notNull(),
    what: text('what', { enum: ['chat', 'group'] }).notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.chatId, table.otherId] }), index('first_met_at').on(table.at)],
)
