import type { ChatId, MsgId, ReportId, UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, idText, moment } from '../../platform/db/columns.ts'

/** What was said about one message; swept `reportDays` after its closing, with all that was disclosed. */
export const reports = pgTable(
  'reports',
  {
    id: idText('id').$type<ReportId>().primaryKey(),
    chatId: idText('chat_id').$type<ChatId>().notNull(),
    msgId: idText('msg_id').$type<MsgId>().notNull(),
    authorId: idText('author_id').$type<UserId>().notNull(),
    openedAt: moment('opened_at').notNull(),
    closedAt: moment('closed_at'),
    closedBy: idText('closed_by').$type<UserId>(),
    decision: text('decision', { enum: ['dismissed', 'suspended', 'deleted'] }),
  },
  (table) => [
    /** Whoever reports a message that waits already adds a voice to it. */
    uniqueIndex('reports_open')
      .on(table.chatId, table.msgId)
      .where(sql`${table.closedAt} IS NULL`),
    index('reports_list').on(table.openedAt, table.id),
  ],
)

/** What was disclosed, with the proof (E88). */
export const reportMessages = pgTable(
  'report_messages',
  {
    reportId: idText('report_id').$type<ReportId>().notNull(),
    msgId: idText('msg_id').$type<MsgId>().notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    kind: smallint('kind').notNull(),
    /** Of an edit: what it changes. */
    target: idText('target').$type<MsgId>(),
    disclosure: bytes('disclosure').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.msgId] })],
)

/** Who reported it, and why. */
export const reportVoices = pgTable(
  'report_voices',
  {
    reportId: idText('report_id').$type<ReportId>().notNull(),
    reporterId: idText('reporter_id').$type<UserId>().notNull(),
    reason: text('reason', { enum: ['spam', 'insult', 'violence', 'children', 'other'] }).notNull(),
    words: text('words').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.reporterId] }),
    index('report_voices_reporter').on(table.reporterId),
  ],
)
