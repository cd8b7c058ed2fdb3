import type { ChatId, UserId } from '@soroka/protocol'
import { readDraft } from '../drafts/drafts.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { NO_RIGHTS, policyView, rightsOf } from '../groups/facts.ts'
import type { GroupStore } from '../groups/group-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { MessageViews } from '../messages/message-views.ts'
import type { ChatView, DraftView, PersonView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import { type ChatFlags, readFlags } from '../vault/chat-flags.ts'

interface Sources {
  db: AccountDb
  messages: MessageViews
  self: UserId
  settings: AccountVault
  groups: GroupStore
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
  const flags = await readFlags(sources.settings, row.id)
  const [last, draft, pins, unreadMention, peer] = await Promise.all([
    sources.messages.last(row.id),
    readDraft(sources.settings, row.id),
    sources.messages.pinned(row.id),
    sources.messages.callsMe(row),
    row.peer === undefined ? undefined : sources.person(row.peer),
  ])
  // A group that I am in again is there, also while nothing was said in it since.
  const mayGo = row.kind !== 'group' || row.leftSeq !== null
  if (flags.forgotten !== undefined && mayGo && last === undefined && draft === null) return null
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
    unreadMention,
    markedUnread: flags.markedUnread ?? false,
    archived: flags.archived ?? false,
    mutedUntil: row.mutedUntil,
    level: row.level,
    request: row.request,
    left: row.leftSeq !== null,
    pinCount: pins.length,
    joins: [],
  }
  if (peer !== undefined) view.peer = peer
  if (last !== undefined) view.last = last
  const topPin = pins.at(-1)
  if (topPin !== undefined) view.topPin = topPin
  addFlags(view, flags, draft)
  await addEpoch(sources, view, row)
  if (row.keyChanged) view.warning = 'key_changed'
  else if (row.fork) view.warning = 'fork'
  return view
}

function addFlags(view: ChatView, flags: ChatFlags, draft: DraftView | null): void {
  if (draft !== null) view.draft = draft
  if (flags.pinned !== undefined) view.pinned = flags.pinned
}

/** What the newest verified epoch says, never the server's word; and the name as somebody signed it who may. */
async function addEpoch({ groups, person }: Sources, view: ChatView, row: ChatRow): Promise<void> {
  const facts = await groups.facts(row.id)
  if (facts !== null) view.timer = facts.policy.timer
  if (row.kind !== 'group') return
  const meta = await groups.meta(row.id)
  view.title = meta?.name ?? ''
  view.description = meta?.description ?? ''
  if (meta !== null && meta.photo.length > 0) view.photo = meta.photo
  view.role = facts?.role ?? 'member'
  view.memberCount = facts?.memberCount ?? 0
  view.rights = NO_RIGHTS
  if (facts === null) return
  view.policy = policyView(facts.policy)
  if (view.left) return
  view.rights = rightsOf(facts.role, facts.policy)
  if (!view.rights.manage) return
  // Who waits at the door behind which an admin decides.
  const asking = row.joins.filter(({ pub, user }) => facts.approving.includes(pub) || facts.shutOut.includes(user))
  view.joins = await Promise.all(asking.map(({ user }) => person(user)))
}
