import type { ChatId, DeviceId, SessionId, UserId } from '@soroka/protocol'
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/index.ts'

const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)
const user = () => idText('user_id').$type<UserId>().notNull()
const device = () => idText('device_id').$type<DeviceId>().notNull()
const chat = () => idText('chat_id').$type<ChatId>().notNull()

/** Where a signed-in device gets its pushes, and how they fare. Gone with its session. */
export const pushDevices = pgTable(
  'push_devices',
  {
    userId: user(),
    deviceId: device(),
    sessionId: idText('session_id').$type<SessionId>().notNull(),
    state: text('state', { enum: ['none', 'active', 'failing', 'refused', 'expired'] }).notNull(),
    /** Null: there is no subscription, or no longer; the counts stay. */
    endpoint: text('endpoint'),
    p256dh: bytes('p256dh'),
    auth: bytes('auth'),
    /** When the browser said that it ends. */
    endsAt: bigint('ends_at', { mode: 'number' }),
    lang: text('lang', { enum: ['ru', 'en'] }).notNull(),
    hideContent: boolean('hide_content').notNull().default(false),
    since: moment('since').notNull(),
    sent: integer('sent').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    expired: integer('expired').notNull().default(0),
    lastSentAt: bigint('last_sent_at', { mode: 'number' }),
    lastErrorAt: bigint('last_error_at', { mode: 'number' }),
    lastError: text('last_error'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.deviceId] }),
    uniqueIndex('push_devices_endpoint').on(table.endpoint),
    index('push_devices_session').on(table.sessionId),
  ],
)

/** What waits to be sent: one for each device and thing. A newer message of a chat takes the place of one that still waits. */
export const pushOutbox = pgTable(
  'push_outbox',
  {
    userId: user(),
    deviceId: device(),
    /** A chat, the reactions in it, or a call. */
    thing: text('thing').notNull(),
    kind: text('kind', { enum: ['message', 'mention', 'reaction', 'missed_call', 'ring', 'request'] }).notNull(),
    chatId: chat(),
    /** Row of the log; null for calls. */
    seq: bigint('seq', { mode: 'number' }),
    callId: idText('call_id'),
    at: moment('at').notNull(),
    /** Of no use to anybody after that. */
    until: moment('until').notNull(),
    /** Not before; whoever takes it moves this ahead, so that another node takes it if this one dies. */
    dueAt: moment('due_at').notNull(),
    /** Changed with every newer thing: what was sent meanwhile does not take the newer one away. */
    version: count('version'),
    tries: integer('tries').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.deviceId, table.thing] }),
    index('push_outbox_due').on(table.dueAt),
  ],
)

/** Up to which row a chat was looked through for whom to push to. */
export const pushCursors = pgTable('push_cursors', { chatId: chat().primaryKey(), seq: count('seq') })

/** Chats whose notification a device shows, as far as the server knows; taken away when the marks told it. */
export const pushShown = pgTable(
  'push_shown',
  { userId: user(), deviceId: device(), chatId: chat(), seq: count('seq'), at: moment('at').notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId, table.chatId] })],
)

/** The newest epoch of a chat that a device said it can open (R21). */
export const pushEpochs = pgTable(
  'push_epochs',
  { userId: user(), deviceId: device(), chatId: chat(), epoch: count('epoch') },
  (table) => [primaryKey({ columns: [table.userId, table.deviceId, table.chatId] })],
)

/** Sockets, and what is looked at on them. UNLOGGED: a crash closes them all. */
export const pushFocus = pgTable(
  'push_focus',
  {
    socketId: idText('socket_id').primaryKey(),
    userId: user(),
    deviceId: device(),
    visible: boolean('visible').notNull(),
    chatId: idText('chat_id').$type<ChatId>(),
    /** Renewed by the node that holds the socket. */
    until: moment('until').notNull(),
  },
  (table) => [index('push_focus_user').on(table.userId)],
)

/** What an account is notified of; without a row the usual. */
export const notifySettings = pgTable('notify_settings', {
  userId: user().primaryKey(),
  direct: text('direct', { enum: ['all', 'mentions', 'none'] }).notNull(),
  groups: text('groups', { enum: ['all', 'mentions', 'none'] }).notNull(),
  reactions: boolean('reactions').notNull(),
  calls: boolean('calls').notNull(),
  requests: boolean('requests').notNull(),
  quiet: jsonb('quiet'),
  mutedUntil: moment('muted_until').notNull(),
})
