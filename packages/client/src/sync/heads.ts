import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { directChatId } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { emptyChat, parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { countAbove, type RowSource } from './count-above.ts'

/** Puts what the server says of a chat beside what is here. Heads may be older than rows that were pushed meanwhile. */
export async function applyHead(db: AccountDb, fence: Fence, self: UserId, head: ChatHead): Promise<ChatRow | null> {
  return (await applyHeads(db, fence, self, [head]))[0] ?? null
}

/** The same for several chats in one transaction; those whose head cannot be are left out. */
export async function applyHeads(
  db: AccountDb,
  fence: Fence,
  self: UserId,
  heads: readonly ChatHead[],
): Promise<ChatRow[]> {
  const known = heads.flatMap((head) => {
    const peer = peerOf(head, self)
    return peer === null ? [] : [{ head, peer }]
  })
  if (known.length === 0) return []
  return await inOne(db, ['meta', 'chats', 'messages'], async (tx) => {
    await fence.check(tx)
    const [chats, messages] = [tx.objectStore('chats'), tx.objectStore('messages')]
    const merge = async ({ head, peer }: (typeof known)[number]): Promise<ChatRow> => {
      const chat = parseChat(await chats.get(head.id)) ?? emptyChat(head.id, head.kind, peer)
      await mergeHead(chat, head, self, messages)
      await chats.put(chat)
      return chat
    }
    return await Promise.all(known.map(merge))
  })
}

async function mergeHead(chat: ChatRow, head: ChatHead, self: UserId, messages: RowSource): Promise<void> {
  chat.created = true
  chat.epoch = Math.max(chat.epoch, head.epoch)
  chat.floor = Math.max(chat.floor, head.floor)
  chat.rotate = head.rotate
  chat.mentionSeq = Math.max(chat.mentionSeq, head.mentionSeq)
  chat.mutedUntil = head.mutedUntil
  chat.level = head.level ?? null
  chat.request = head.request
  chat.leftSeq = head.leftSeq
  chat.metaSeq = Math.max(chat.metaSeq, head.metaSeq)
  chat.leaves = head.leaves
  chat.joins = head.joins
  if (head.lastSeq >= chat.countSeq) {
    chat.countSeq = head.lastSeq
    const isAbove = (chat.have.at(-1)?.[1] ?? 0) > head.lastSeq
    chat.msgCount = head.msgCount + (isAbove ? await countAbove(messages, chat.id, head.lastSeq) : 0)
  }
  if (head.lastSeq > chat.lastSeq) {
    chat.lastSeq = head.lastSeq
    chat.lastAt = head.lastAt
  }
  for (const mark of head.marks) applyMark(chat, self, { ...mark, readCount: head.readCount })
  // Big groups list no marks, not even mine.
  if (!head.marks.some(({ user }) => user === self)) chat.readCount = Math.max(chat.readCount, head.readCount)
}

/** In big groups: how far others have read what I wrote (P76). */
export function applyRead(chat: ChatRow, upTo: number): void {
  chat.peerDelivered = Math.max(chat.peerDelivered, upTo)
  chat.peerRead = Math.max(chat.peerRead, upTo)
}

/** A member's high-water marks; they only rise. Who hides what he reads, or has read nothing, says 0 (P74). */
export function applyMark(
  chat: ChatRow,
  self: UserId,
  mark: { user: UserId; delivered: number; read: number; readCount?: number | undefined },
): void {
  if (mark.user !== self) {
    chat.peerDelivered = Math.max(chat.peerDelivered, mark.delivered, mark.read)
    chat.peerRead = Math.max(chat.peerRead, mark.read)
    return
  }
  chat.toldRead = mark.read
  chat.toldDelivered = Math.max(mark.delivered, mark.read)
  chat.ownDelivered = Math.max(chat.ownDelivered, mark.delivered)
  if (mark.read < chat.ownRead) return
  chat.ownRead = mark.read
  if (mark.readCount !== undefined) chat.readCount = mark.readCount
}

/** The other one of a direct chat; undefined for other kinds; null when the server's words don't make up the id (R7). */
function peerOf(head: ChatHead, self: UserId): UserId | undefined | null {
  if (head.kind === 'nest') return directChatId(self, self) === head.id ? undefined : null
  if (head.kind !== 'direct') return undefined
  const peer = head.members.find((user) => user !== self)
  return peer !== undefined && directChatId(self, peer) === head.id ? peer : null
}

export async function readChat(db: AccountDb, chat: ChatId): Promise<ChatRow | null> {
  return parseChat(await db.get('chats', chat))
}
