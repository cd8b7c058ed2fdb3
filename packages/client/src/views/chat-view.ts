import type { ChatId, UserId } from '@soroka/protocol'
import { utf8Decode } from '@soroka/protocol/bytes'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import { type ChatRow, type MessageRow, messageRow } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { ChatView, MessageView, PersonView } from '../types.ts'
import { openRow } from './message-view.ts'

interface Sources {
  db: AccountDb
  vault: Vault
  self: UserId
  person(user: UserId): Promise<PersonView>
}

export const draftPlace = (chat: ChatId) => `draft ${chat}`

/** One chat as the list shows it; null when it isn't here. */
export async function viewChat(sources: Sources, chat: ChatId): Promise<ChatView | null> {
  const row = parseChat(await sources.db.get('chats', chat))
  return row === null ? null : assemble(sources, row)
}

/** All chats, newest first. */
export async function viewChats(sources: Sources): Promise<ChatView[]> {
  const rows = (await sources.db.getAll('chats')).map(parseChat).filter((row) => row !== null)
  const views = await Promise.all(rows.map((row) => assemble(sources, row)))
  return views.sort((a, b) => b.at - a.at)
}

async function assemble(sources: Sources, row: ChatRow): Promise<ChatView> {
  const [last, draft, peer] = await Promise.all([
    findLast(sources, row.id),
    readDraft(sources, row.id),
    row.peer === undefined ? undefined : sources.person(row.peer),
  ])
  const view: ChatView = {
    id: row.id,
    kind: row.kind,
    title: peer?.name ?? '',
    unread: Math.max(0, row.msgCount - row.readCount),
    at: last?.at ?? row.lastAt,
    lastSeq: row.lastSeq,
    peerDelivered: Math.max(row.peerDelivered, row.peerRead),
    peerRead: row.peerRead,
    ownRead: row.ownRead,
    ...(draft === '' ? {} : { draft: { text: draft, at: 0 } }),
    description: '',
    memberCount: row.kind === 'nest' ? 1 : 2,
    role: 'owner',
    rights: { write: true, add: false, pin: true, info: false, manage: false },
    policy: { history: true, write: 'everybody', add: 'admins', pin: 'admins', info: 'admins' },
    timer: 0,
    unreadMention: false,
    markedUnread: false,
    archived: false,
    mutedUntil: 0,
    request: false,
    left: false,
    pinCount: 0,
    joins: [],
  }
  if (peer !== undefined) view.peer = peer
  if (last !== undefined) view.last = last
  if (row.keyChanged) view.warning = 'key_changed'
  else if (row.fork) view.warning = 'fork'
  return view
}

async function findLast(sources: Sources, chat: ChatId): Promise<MessageView | undefined> {
  const range = IDBKeyRange.bound([chat, 0], [chat, Number.MAX_SAFE_INTEGER])
  let row: MessageRow | undefined
  let cursor = await sources.db.transaction('messages').store.openCursor(range, 'prev')
  while (cursor !== null && row === undefined) {
    const parsed = messageRow.safeParse(cursor.value)
    if (parsed.success && parsed.data.hidden !== true) row = parsed.data
    else cursor = await cursor.continue()
  }
  return row === undefined ? undefined : ((await openRow(row, sources.self, sources.vault)) ?? undefined)
}

async function readDraft(sources: Sources, chat: ChatId): Promise<string> {
  const sealed = await sources.db.get('drafts', chat)
  if (sealed === undefined) return ''
  const plain = await sources.vault.open(draftPlace(chat), sealed)
  return plain === null ? '' : utf8Decode(plain)
}
