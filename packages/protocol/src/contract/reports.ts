import * as z from 'zod/mini'
import { base64url, humanText, timestamp } from '../fields.ts'
import { chatId, reportId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { MAX_DISCLOSURE } from '../records/disclosure.ts'
import { personStates } from './admin.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'
import { serverRole } from './users.ts'

/** Why somebody reports a message. */
export const reportReasons = ['spam', 'insult', 'violence', 'children', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

/** What became of a report. */
export const reportDecisions = ['dismissed', 'suspended', 'deleted'] as const
export type ReportDecision = (typeof reportDecisions)[number]

const somebody = z.object({ id: userId, name: z.string(), nickname: z.string() })

/** A message that was reported: signed by its author's device, as the server checked before it took it (P190). */
export const reportedMessage = z.object({
  at: timestamp,
  /** As it was shown: of an edited message the last words. */
  text: z.string(),
  /** The first words, where it was edited. */
  before: z.nullable(z.string()),
  /** Written by somebody else before, and passed on by the author. */
  forwarded: z.boolean(),
  files: z.array(z.object({ name: z.string(), type: z.string(), size: z.int() })),
  /** Answers of a poll. */
  options: z.array(z.string()),
})
export type ReportedMessage = z.infer<typeof reportedMessage>

/** All that was said about one message. It names no chat: the desk is told what was disclosed, and nothing else (S21). */
export const report = z.object({
  id: reportId,
  author: z.extend(somebody, { role: serverRole, state: z.enum(personStates) }),
  /** Written in a group; else in a chat of two. */
  group: z.boolean(),
  /** The reported one first, then others of the same author. */
  messages: z.array(reportedMessage),
  voices: z.array(z.object({ reporter: somebody, reason: z.enum(reportReasons), words: z.string(), at: timestamp })),
  openedAt: timestamp,
  closed: z.nullable(z.object({ at: timestamp, by: z.string(), decision: z.enum(reportDecisions) })),
})
export type Report = z.infer<typeof report>

const cursor = z.string().check(z.maxLength(64), z.regex(/^[\w.-]+$/))
const forDesk = signedIn.errors(raises('FORBIDDEN'))

/** Messages that their readers show to those who run the server (S20). */
export const reports = {
  make: signedIn
    .route({
      method: 'POST',
      path: '/chats/{chat}/reports',
      summary: 'Show messages of one author to those who run the server; again changes nothing',
    })
    .errors(raises('NOT_FOUND', 'REPORT_UNPROVED'))
    .input(
      z.object({
        chat: chatId,
        reason: z.enum(reportReasons),
        words: z.optional(humanText(limits.deskNote)),
        /** E88: the reported message first, edits after what they change. */
        disclosures: z.array(base64url(MAX_DISCLOSURE)).check(z.minLength(1), z.maxLength(limits.reportMessages * 2)),
      }),
    )
    .output(z.object({ reported: z.boolean() })),
  list: forDesk
    .route({ method: 'GET', path: '/admin/reports', summary: 'Reports that wait, or that are done, the newest first' })
    .input(z.object({ state: z.enum(['open', 'closed']), after: z.optional(cursor) }))
    .output(z.object({ reports: z.array(report), next: z.nullable(cursor) })),
  count: forDesk
    .route({ method: 'GET', path: '/admin/reports/count', summary: 'How many reports wait' })
    .output(z.object({ open: z.int() })),
  close: forDesk
    .route({
      method: 'POST',
      path: '/admin/reports/{report}/close',
      summary: 'Say what becomes of a report: nothing, or its author is suspended or deleted',
    })
    .errors(raises('NOT_FOUND', 'CONFLICT'))
    .input(
      z.object({
        report: reportId,
        decision: z.enum(reportDecisions),
        /** For the log alone. */
        why: z.optional(humanText(limits.deskNote)),
        /** To delete: the author's, typed by hand, else CONFLICT. */
        nickname: z.optional(z.string().check(z.maxLength(limits.nickname))),
      }),
    )
    .output(z.object({ changed: z.boolean() })),
}
