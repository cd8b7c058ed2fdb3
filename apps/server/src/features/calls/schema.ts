import type { CallEnd, CallId, ChatId, LinkId, UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idText, moment } from '../../platform/db/columns.ts'
import type { LiveCall } from './live-call.ts'

/** A call, while it runs and afterwards. All that changes while it runs stands in `live` (call-machine.ts). */
export const calls = pgTable(
  'calls',
  {
    id: idText('id').$type<CallId>().primaryKey(),
    chatId: idText('chat_id').$type<ChatId>().notNull(),
    startedBy: idText('started_by').$type<UserId>().notNull(),
    video: boolean('video').notNull(),
    at: moment('at').notNull(),
    /** Seq of the chat's newest row when it began. */
    afterSeq: bigint('after_seq', { mode: 'number' }).notNull(),
    endedAt: moment('ended_at'),
    /** When somebody's time to answer or to be silent is over; null once it ended. */
    deadline: moment('deadline'),
    live: jsonb('live').$type<LiveCall>().notNull(),
    /** By which guests come to it, or came while it ran. */
    linkId: idText('link_id').$type<LinkId>(),
  },
  (table) => [
    /** One at a time in a chat: who calls as the second one comes to the first one's call. */
    uniqueIndex('calls_live')
      .on(table.chatId)
      .where(sql`${table.endedAt} IS NULL`),
    index('calls_deadline')
      .on(table.deadline)
      .where(sql`${table.endedAt} IS NULL`),
    index('calls_chat').on(table.chatId),
    uniqueIndex('calls_link')
      .on(table.linkId)
      .where(sql`${table.linkId} IS NOT NULL`),
  ],
)

/** The history as each of its people has it; written once, in the transaction that ends the call. */
export const callParticipants = pgTable(
  'call_participants',
  {
    userId: idText('user_id').$type<UserId>().notNull(),
    callId: idText('call_id').$type<CallId>().notNull(),
    chatId: idText('chat_id').$type<ChatId>().notNull(),
    /** When the call began. */
    at: moment('at').notNull(),
    outcome: text('outcome').$type<CallEnd>().notNull(),
    /** When he first came; null: never. */
    cameAt: moment('came_at'),
    /** ms that he talked. */
    duration: bigint('duration', { mode: 'number' }).notNull(),
    /** False while it is missed and he has not looked at it. */
    seen: boolean('seen').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.callId] }),
    index('call_participants_at').on(table.userId, table.at),
    index('call_participants_unseen')
      .on(table.userId, table.at)
      .where(sql`NOT ${table.seen}`),
    index('call_participants_call').on(table.callId),
    index('call_participants_chat').on(table.chatId, table.userId),
  ],
)
