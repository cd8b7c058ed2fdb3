import * as z from 'zod/mini'
import { base64url, seq, timestamp } from '../fields.ts'
import { chatId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'

export const mark = z.object({ user: userId, delivered: seq, read: seq })

/** What a device needs to know of a chat to decide what to pull. */
export const chatHead = z.object({
  id: chatId,
  kind: z.enum(['direct', 'group', 'nest']),
  lastSeq: seq,
  /** When the last row came. */
  lastAt: timestamp,
  /** Newest and oldest epoch that a message may use (R8). */
  epoch: seq,
  floor: seq,
  rotate: z.boolean(),
  /** Messages that count as unread are msgCount − readCount (R15). */
  msgCount: seq,
  readCount: seq,
  /** Marks of every member, mine too; only in chats of at most 20 (R17). */
  marks: z.array(mark),
  /** Members, in chats of at most 20; for display only: the verified roster decides. */
  members: z.array(userId),
})
export type ChatHead = z.infer<typeof chatHead>

/** A row of the log: the sealed envelope, or after its deletion only its hash. */
export const messageRow = z.object({
  seq,
  at: timestamp,
  envelope: z.optional(base64url(limits.envelopeBytes)),
  hash: z.optional(base64url(32)),
})
export type MessageRow = z.infer<typeof messageRow>

const epochRecord = base64url(131_072)
const box = z.object({ user: userId, box: base64url(1168) })
const digits = z.string().check(z.regex(/^\d{1,15}$/))

export const chats = {
  list: signedIn
    .route({ method: 'GET', path: '/chats', summary: 'Chats that changed since a cursor, newest first, 100 a page' })
    .input(
      z.object({
        cursor: z.optional(z.string().check(z.maxLength(64))),
        page: z.optional(z.string().check(z.maxLength(96))),
      }),
    )
    .output(
      z.object({
        /** Changed by every restore (R9); a cursor of another era starts a full sync. */
        era: z.string(),
        /** For the next call, once the last page is in. Opaque; includes the era. */
        cursor: z.string(),
        /** True when `chats` begins from nothing: forget chats that are not listed. */
        full: z.boolean(),
        page: z.nullable(z.string()),
        chats: z.array(chatHead),
      }),
    ),
  get: signedIn
    .route({ method: 'GET', path: '/chats/{chat}', summary: 'The head of one chat' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId }))
    .output(chatHead),
  createDirect: signedIn
    .route({
      method: 'POST',
      path: '/chats/direct',
      summary: 'Create the direct chat of two people with its epoch 0; the first wins (R7)',
    })
    .errors(raises('CHAT_EXISTS', 'EPOCH_REFUSED', 'FORBIDDEN', 'NOT_FOUND'))
    .input(z.object({ record: epochRecord, boxes: z.array(box).check(z.maxLength(2)) }))
    .output(chatHead),
  epochs: signedIn
    .route({ method: 'GET', path: '/chats/{chat}/epochs', summary: 'Signed epoch records with my boxes, oldest first' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, from: z.optional(digits) }))
    .output(
      z.object({
        head: seq,
        epochs: z.array(z.object({ n: seq, record: epochRecord, box: z.optional(base64url(1168)) })),
      }),
    ),
  addEpoch: signedIn
    .route({ method: 'POST', path: '/chats/{chat}/epochs', summary: 'Append the next epoch' })
    .errors(raises('NOT_FOUND', 'EPOCH_CONFLICT', 'EPOCH_REFUSED', 'FORBIDDEN'))
    .input(z.object({ chat: chatId, record: epochRecord, boxes: z.array(box).check(z.maxLength(1000)) }))
    .output(chatHead),
  messages: signedIn
    .route({
      method: 'GET',
      path: '/chats/{chat}/messages',
      summary: 'Rows of the log in seq order: after a position, or the last ones before it',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, after: z.optional(digits), before: z.optional(digits), limit: z.optional(digits) }))
    .output(z.object({ lastSeq: seq, rows: z.array(messageRow) })),
}
