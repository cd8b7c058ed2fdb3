import * as z from 'zod/mini'
import { base64url, seq, timestamp } from '../fields.ts'
import { chatId, userId } from '../ids.ts'
import { joinRequest } from '../join-request.ts'
import { limits } from '../limits.ts'
import { notifyLevel } from '../notifying.ts'
import { signedIn } from './base.ts'
import { raises } from './errors.ts'
import { profile } from './users.ts'

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
  memberCount: z.int(),
  /** Last row that I may read, once I am no longer in the chat. */
  leftSeq: z.nullable(seq),
  /** A stranger began it and I have not accepted yet: no marks, typing or presence of mine go out. */
  request: z.boolean(),
  /** No sound and no push until then; 0: not muted. */
  mutedUntil: timestamp,
  /** Which of its messages notify me; null: as my settings say for chats of its kind. */
  level: z.optional(z.nullable(notifyLevel)),
  /** Newest row that carries the chat's name, description and photo; 0: none. */
  metaSeq: seq,
  /** Newest row that calls me by name or calls all (R15). */
  mentionSeq: seq,
  /** Signed leaves that the next sender's epoch carries out (R3). */
  leaves: z.array(base64url(512)),
  /** People who hold a link and wait to be let in, for members who may. */
  joins: z.array(joinRequest),
})
export type ChatHead = z.infer<typeof chatHead>

const epochRecord = base64url(131_072)
const box = z.object({ user: userId, box: base64url(1168) })
const digits = z.string().check(z.regex(/^\d{1,15}$/))
const inviteKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/))

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
        /** Chats that are no longer mine to see since the cursor: deleted for all, or dropped by another device of mine. */
        gone: z.optional(z.array(chatId)),
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
    .errors(raises('CHAT_EXISTS', 'EPOCH_REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'NOT_ACCEPTING', 'NEWCOMER_LIMIT'))
    .input(z.object({ record: epochRecord, boxes: z.array(box).check(z.maxLength(2)) }))
    .output(chatHead),
  epochs: signedIn
    .route({ method: 'GET', path: '/chats/{chat}/epochs', summary: 'Signed epoch records with my boxes, oldest first' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, from: z.optional(digits) }))
    .output(
      z.object({
        head: seq,
        /** `at`: when it was accepted; where its line stands among the messages. */
        epochs: z.array(
          z.object({ n: seq, at: z.optional(timestamp), record: epochRecord, box: z.optional(base64url(1168)) }),
        ),
      }),
    ),
  addEpoch: signedIn
    .route({ method: 'POST', path: '/chats/{chat}/epochs', summary: 'Append the next epoch' })
    .errors(
      raises(
        'NOT_FOUND',
        'EPOCH_CONFLICT',
        'EPOCH_REFUSED',
        'FORBIDDEN',
        'NOT_ACCEPTING',
        'NEWCOMER_LIMIT',
        'INVITE_INVALID',
        'LIMIT_REACHED',
      ),
    )
    .input(z.object({ chat: chatId, record: epochRecord, boxes: z.array(box).check(z.maxLength(1000)) }))
    .output(chatHead),
  createGroup: signedIn
    .route({
      method: 'POST',
      path: '/chats/group',
      summary: 'Create a group with its epoch 0; a repeat changes nothing',
    })
    .errors(
      raises(
        'CHAT_EXISTS',
        'EPOCH_REFUSED',
        'FORBIDDEN',
        'NOT_FOUND',
        'NOT_ACCEPTING',
        'NEWCOMER_LIMIT',
        'LIMIT_REACHED',
      ),
    )
    .input(z.object({ record: epochRecord, boxes: z.array(box).check(z.maxLength(limits.members)) }))
    .output(chatHead),
  accept: signedIn
    .route({ method: 'POST', path: '/chats/{chat}/accept', summary: 'Accept the direct chat that a stranger began' })
    .errors(raises('NOT_FOUND', 'LIMIT_REACHED'))
    .input(z.object({ chat: chatId }))
    .output(chatHead),
  mute: signedIn
    .route({ method: 'PUT', path: '/chats/{chat}/mute', summary: 'No sound and no push until a moment; 0 ends it' })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, until: timestamp }))
    .output(chatHead),
  level: signedIn
    .route({
      method: 'PUT',
      path: '/chats/{chat}/level',
      summary: 'Which messages of a chat notify me; null: as my settings say',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, level: z.nullable(notifyLevel) }))
    .output(chatHead),
  leave: signedIn
    .route({
      method: 'POST',
      path: '/chats/{chat}/leave',
      summary: 'Leave a group: a signed record that the next sender carries out (R3)',
    })
    .errors(raises('NOT_FOUND', 'FORBIDDEN', 'EPOCH_REFUSED'))
    .input(z.object({ chat: chatId, leave: base64url(512) }))
    .output(z.object({ leftSeq: seq })),
  forget: signedIn
    .route({
      method: 'DELETE',
      path: '/chats/{chat}/me',
      summary: 'Drop a chat that I left, or a request, from my list',
    })
    .errors(raises('NOT_FOUND', 'FORBIDDEN'))
    .input(z.object({ chat: chatId }))
    .output(z.object({ removed: z.boolean() })),
  remove: signedIn
    .route({ method: 'DELETE', path: '/chats/{chat}', summary: 'Delete a group for everyone; its owner alone' })
    .errors(raises('NOT_FOUND', 'FORBIDDEN'))
    .input(z.object({ chat: chatId }))
    .output(z.object({ removed: z.boolean() })),
  members: signedIn
    .route({
      method: 'GET',
      path: '/chats/{chat}/members',
      summary: 'Profiles of the members; the verified roster decides who is one',
    })
    .errors(raises('NOT_FOUND'))
    .input(z.object({ chat: chatId, after: z.optional(userId) }))
    .output(z.object({ members: z.array(profile), more: z.boolean() })),
  common: signedIn
    .route({ method: 'GET', path: '/users/{user}/chats', summary: 'Groups that both of us are in' })
    .input(z.object({ user: userId }))
    .output(z.object({ chats: z.array(chatId) })),
  setCard: signedIn
    .route({
      method: 'PUT',
      path: '/chats/{chat}/invites/{pub}',
      summary: "What a link shows before joining, sealed under the link's secret; admins only",
    })
    .errors(raises('NOT_FOUND', 'FORBIDDEN', 'INVITE_INVALID'))
    .input(z.object({ chat: chatId, pub: inviteKey, card: base64url(65_536) }))
    .output(z.object({ stored: z.boolean() })),
  invite: signedIn
    .route({ method: 'GET', path: '/chats/{chat}/invites/{pub}', summary: 'What a link leads to' })
    .errors(raises('INVITE_INVALID'))
    .input(z.object({ chat: chatId, pub: inviteKey }))
    .output(
      z.object({
        card: z.nullable(base64url(65_536)),
        memberCount: z.int(),
        approval: z.boolean(),
        /** none: not asked yet. */
        state: z.enum(['none', 'waiting', 'refused', 'member']),
      }),
    ),
  invites: signedIn
    .route({
      method: 'GET',
      path: '/chats/{chat}/invites',
      summary: 'How often the links of a group were used; admins only',
    })
    .errors(raises('NOT_FOUND', 'FORBIDDEN'))
    .input(z.object({ chat: chatId }))
    .output(z.object({ invites: z.array(z.object({ pub: base64url(32), uses: z.int() })) })),
  join: signedIn
    .route({
      method: 'POST',
      path: '/chats/{chat}/joins',
      summary: 'Ask to be let in by a link; a member writes the epoch (R4)',
    })
    .errors(raises('INVITE_INVALID', 'SIGNATURE_WRONG', 'LIMIT_REACHED'))
    .input(z.object({ chat: chatId, pub: inviteKey, proof: base64url(64) }))
    .output(z.object({ state: z.enum(['waiting', 'member']) })),
  refuseJoin: signedIn
    .route({
      method: 'DELETE',
      path: '/chats/{chat}/joins/{user}',
      summary: 'Refuse a person who asks to join (admins), or withdraw my own',
    })
    .errors(raises('NOT_FOUND', 'FORBIDDEN'))
    .input(z.object({ chat: chatId, user: userId }))
    .output(z.object({ removed: z.boolean() })),
}
