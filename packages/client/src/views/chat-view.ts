import type { ChatId, UserId } from '@soroka/protocol'
import { readDraft } from '../drafts/drafts.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import { type ChatRow, type MessageRow, messageRow } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { ChatView, DraftView, MessageView, PersonView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import { type ChatFlags, type Hidden, hiddenIn, readFlags } from '../vault/chat-flags.ts'
import { openRow } from './message-view.ts'

interface Sources {
  db: AccountDb
  vault: Vault
  self: UserId
  settings: AccountVault
  person(user: UserId): Promise<PersonView>
}

/** One chat as the list shows it; null when it isn't here, or is off my list. */
export async function viewChat(sources: Sources, chat: ChatId): Promise<ChatView | null> {
  const row = parseChat(await sources.db.get('chats', chat))
  return row === null ? null : assemble(sources, row)
}

/** All chats, newest first. */
export async function viewChats(sources: Sources): Promise<ChatView[]> {
  const rows = (await sources.db.getAll('chats')).map(parseChat).filter((row) => row !== null)
  const views = await Promise.all(rows.map((row) => assemble(sources, row)))
  return views.filter((view) => view !== null).sort((a, b) => b.at - a.at)
}

async function assemble(sources: Sources, row: ChatRow): Promise<ChatView | null> {
  const [flags, hidden] = await Promise.all([readFlags(sources.settings, row.id), hiddenIn(sources.settings, row.id)])
  const [last, draft, peer] = await Promise.all([
    findLast(sources, row.id, hidden),
    readDraft(sources.settings, row.id),
    row.peer === undefined ? undefined : sources.person(row.peer),
  ])
  if (flags.forgotten !== undefined && row.lastSeq <= flags.forgotten && last === undefined && draft === null)
    return null
  const view: ChatView = {
    id: row.id,
    kind: row.kind,
    title: peer?.name ?? '',
    unread: Math.max(0, row.msgCount - row.readCount),
    at: Math.max(last?.at ?? row.lastAt, draft?.at ?? 0),
    lastSeq: row.lastSeq,
    peerDelivered: Math.max(row.peerDelivered, row.peerRead),
    peerRead: row.peerRead,
    ownRead: row.ownRead,
    description: '',
    memberCount: row.kind === 'nest' ? 1 : 2,
    role: 'owner',
    rights: { write: true, add: false, pin: true, info: false, manage: false },
    policy: { history: true, write: 'everybody', add: 'admins', pin: 'admins', info: 'admins' },
    timer: 0,
    unreadMention: false,
    markedUnread: flags.markedUnread ?? false,
    archived: flags.archived ?? false,
    mutedUntil: row.mutedUntil,
    request: row.request,
    left: row.leftSeq !== null,
    pinCount: 0,
    joins: [],
  }
  if (peer !== undefined) view.peer = peer
  if (last !== undefined) view.last = last
  addFlags(view, flags, draft)
  if (row.keyChanged) view.warning = 'key_changed'
  else if (row.fork) view.warning = 'fork'
  return view
}

function addFlags(view: ChatView, flags: ChatFlags, draft: DraftView | null): void {
  if (draft !== null) view.draft = draft
  if (flags.pinned !== undefined) view.pinned = flags.pinned
}

async function findLast(sources: Sources, chat: ChatId, gone: Hidden): Promise<MessageView | undefined> {
  const range = IDBKeyRange.bound([chat, 0], [chat, Number.MAX_SAFE_INTEGER])
  let row: MessageRow | undefined
  let cursor = await sources.db.transaction('messages').store.openCursor(range, 'prev')
  while (cursor !== null && row === undefined) {
    const parsed = messageRow.safeParse(cursor.value)
    if (parsed.success && parsed.data.seq <= gone.clearedTo) return undefined
    const shown = parsed.success && parsed.data.hidden !== true
    if (shown && (parsed.data.id === undefined || !gone.ids.has(parsed.data.id))) row = parsed.data
    else cursor = await cursor.continue()
  }
  return row === undefined ? undefined : ((await openRow(row, sources.self, sources.vault)) ?? undefined)
}
