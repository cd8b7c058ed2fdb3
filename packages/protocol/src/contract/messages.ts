import * as z from 'zod/mini'
import { base64url, seq, timestamp } from '../fields.ts'
import { chatId, msgId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { messageRow } from '../rows.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

const digits = z.string().check(z.regex(/^\d{1,15}$/))

export const messages = {
  list: signedIn
    .route({
      method: 'GET',
      path: '/chats/{chat}/messages',
      summary: 'Rows of the log in seq order: after a position, or the last ones before it',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, after: z.optional(digits), before: z.optional(digits), limit: z.optional(digits) }))
    .output(
      z.object({
        lastSeq: seq,
        rows: z.array(messageRow),
        /** Live edits, reactions, pins and votes above the page that speak of its rows; at most 200 for each (R14). */
        annotations: z.array(messageRow),
      }),
    ),
  newest: signedIn
    .route({ method: 'POST', path: '/messages/newest', summary: 'The last rows of several chats at once' })
    .input(
      z.object({
        chats: z
          .array(z.object({ chat: chatId, limit: z.int().check(z.gte(1), z.lte(limits.pageRows)) }))
          .check(z.minLength(1), z.maxLength(limits.pageChats)),
      }),
    )
    .output(
      z.object({
        /** Without those of chats that are not mine, and of chats for which the answer has no room. */
        pages: z.array(z.object({ chat: chatId, lastSeq: seq, rows: z.array(messageRow) })),
      }),
    ),
  pins: signedIn
    .route({
      method: 'GET',
      path: '/chats/{chat}/pins',
      summary: 'Pinned messages: the newest 100 pins, and their targets',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId }))
    .output(z.object({ pins: z.array(messageRow), targets: z.array(messageRow) })),
  readers: signedIn
    .route({ method: 'GET', path: '/chats/{chat}/messages/{seq}/readers', summary: 'Who read a row, and when' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, seq: digits }))
    .output(z.object({ readers: z.array(z.object({ user: userId, at: timestamp })) })),
  at: signedIn
    .route({ method: 'GET', path: '/chats/{chat}/seq', summary: 'The first row at or after a moment' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, at: digits }))
    .output(z.object({ seq })),
  schedule: signedIn
    .route({
      method: 'POST',
      path: '/scheduled',
      summary: 'Keep a sealed message until the time that its header names; a repeat replaces it',
    })
    .errors(
      raises(
        'NOT_A_MEMBER',
        'ENVELOPE_INVALID',
        'SENDER_FORGED',
        'EPOCH_OLD',
        'EPOCH_UNKNOWN',
        'ROTATE',
        'FORBIDDEN',
        'NOT_ACCEPTING',
        'LIMIT_REACHED',
        'FILE_UNKNOWN',
      ),
    )
    .input(z.object({ envelope: base64url(limits.envelopeBytes) }))
    .output(z.object({ sendAt: timestamp })),
  scheduled: signedIn
    .route({ method: 'GET', path: '/scheduled', summary: 'My messages that wait for their time' })
    .output(
      z.object({
        messages: z.array(
          z.object({
            chat: chatId,
            msgId,
            sendAt: timestamp,
            envelope: base64url(limits.envelopeBytes),
            /** The epoch moved past it: a device of mine must seal it again. */
            held: z.boolean(),
            /** It was not sent, for this reason, and is not tried again unless it is changed. */
            failed: z.optional(z.string()),
          }),
        ),
      }),
    ),
  unschedule: signedIn
    .route({ method: 'DELETE', path: '/scheduled/{chat}/{msgId}', summary: 'Take a scheduled message back' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, msgId }))
    .output(z.object({ removed: z.boolean() })),
  preview: signedIn
    .route({
      method: 'POST',
      path: '/link-preview',
      summary: 'Fetch a page for its preview, for the sender only; nothing of it is logged or kept (R19, S9)',
    })
    .errors(raises('PREVIEW_FAILED', 'FORBIDDEN'))
    .input(z.object({ url: z.string().check(z.maxLength(2048)) }))
    .output(z.object({ url: z.string(), type: z.string(), body: base64url(limits.previewBytes) })),
}
