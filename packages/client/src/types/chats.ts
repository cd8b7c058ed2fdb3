import type { ChatId, MsgId, NotifyLevel, UserId } from '@soroka/protocol'
import type { MessageView } from './messages.ts'
import type { PersonView } from './people.ts'

export type RoleName = 'member' | 'admin' | 'owner'
export type WhoName = 'everybody' | 'admins'

/** A group's rules, as its admins signed them. */
export interface PolicyView {
  /** Newcomers read what came before them. */
  history: boolean
  write: WhoName
  add: WhoName
  pin: WhoName
  info: WhoName
}

/** What I may do in a chat. */
export interface RightsView {
  write: boolean
  add: boolean
  pin: boolean
  info: boolean
  /** Remove members, give roles, change rules, make links, delete others' messages, call `@all`. */
  manage: boolean
}

export interface DraftView {
  text: string
  replyTo?: MsgId
  /** When it was last changed. */
  at: number
}

export interface ChatView {
  id: ChatId
  kind: 'direct' | 'group' | 'nest'
  /** The group's name or the person's; empty for the Nest. */
  title: string
  description: string
  /** A group's photo: a small JPEG or WebP. */
  photo?: Uint8Array<ArrayBuffer>
  /** The other person of a direct chat. */
  peer?: PersonView
  memberCount: number
  role: RoleName
  rights: RightsView
  policy: PolicyView
  /** Seconds until messages disappear; 0: never. */
  timer: number
  unread: number
  /** An unread message calls me. */
  unreadMention: boolean
  markedUnread: boolean
  last?: MessageView
  /** For sorting: newest row, pending message or draft. */
  at: number
  lastSeq: number
  /** Highest seq that the other side has received / read (in groups: anybody). */
  peerDelivered: number
  peerRead: number
  /** My own read mark: the line of new messages stands after it. */
  ownRead: number
  draft?: DraftView
  /** Place among the pinned ones, lower first; absent: not pinned. */
  pinned?: number
  archived: boolean
  /** No sound and no push until then; 0: not muted. */
  mutedUntil: number
  /** Which of its messages notify me; null: as my settings say for chats of its kind. */
  level: NotifyLevel | null
  /** A stranger began it: it stands apart until I accept. */
  request: boolean
  /** I left, was removed, or it was deleted: it can be read and dropped. */
  left: boolean
  /** The newest pinned message, for the bar. */
  topPin?: MessageView
  pinCount: number
  /** People who hold a link and wait for my word. */
  joins: PersonView[]
  /** A warning that needs a person's eye: the peer's key changed, or the server's order does not agree with the others'. */
  warning?: 'key_changed' | 'fork'
}

/** A tab above the chat list: what it shows is the union of its kinds and chats, less what it leaves out. */
export interface FolderView {
  id: string
  name: string
  include: ('direct' | 'groups' | 'contacts' | 'strangers' | 'unread')[]
  exclude: ('muted' | 'read' | 'archived')[]
  chats: ChatId[]
  without: ChatId[]
}

/** Voice and video messages that I have heard: all rows up to one, and these above it. */
export interface HeardView {
  upTo: number
  rows: number[]
}

export interface ChatsApi {
  /** All chats, newest first. */
  list(): Promise<ChatView[]>
  get(chat: ChatId): Promise<ChatView | null>
  /** The direct chat with a person; exists locally at once, on the server with the first message. */
  openDirect(user: UserId): Promise<ChatView>
  /** Saved messages: the chat with myself. */
  openNest(): Promise<ChatView>
  /** Shown on my other devices too; an empty one is taken away. */
  setDraft(chat: ChatId, draft: { text: string; replyTo?: MsgId }): Promise<void>
  /** Everything up to seq was on the screen. */
  markRead(chat: ChatId, seq: number): Promise<void>
  markUnread(chat: ChatId, on: boolean): Promise<void>
  /** What I have listened to there, on whichever device. */
  heard(chat: ChatId): Promise<HeardView>
  markHeard(chat: ChatId, seq: number): Promise<void>
  startTyping(chat: ChatId): Promise<void>
  pin(chat: ChatId, on: boolean): Promise<void>
  /** The pinned chats in their new order. */
  sortPins(chats: ChatId[]): Promise<void>
  archive(chat: ChatId, on: boolean): Promise<void>
  /** Milliseconds since 1970; 0 ends it, Number.MAX_SAFE_INTEGER is for ever. */
  mute(chat: ChatId, until: number): Promise<void>
  /** Accepts the chat of a stranger, who becomes a contact. */
  accept(chat: ChatId): Promise<void>
  /** All messages so far, for me on all my devices. */
  clear(chat: ChatId): Promise<void>
  /** Off my list: a direct chat with its messages, a group that I left, a request. */
  forget(chat: ChatId): Promise<void>
  folders(): Promise<FolderView[]>
  /** All folders in their order. */
  saveFolders(folders: FolderView[]): Promise<void>
}

export interface MemberView {
  person: PersonView
  role: RoleName
  self: boolean
}

export interface InviteView {
  /** The whole link when this account made it, else null. */
  link: string | null
  /** base64url of its public half. */
  id: string
  expiresAt: number
  maxUses: number
  uses: number
  approval: boolean
}

export interface GroupsApi {
  create(input: {
    name: string
    description?: string
    photo?: Uint8Array<ArrayBuffer>
    users: UserId[]
    policy?: Partial<PolicyView>
  }): Promise<ChatView>
  /** Owner and admins first, then by name. */
  members(chat: ChatId): Promise<MemberView[]>
  add(chat: ChatId, users: UserId[]): Promise<void>
  remove(chat: ChatId, users: UserId[]): Promise<void>
  setRole(chat: ChatId, user: UserId, role: 'member' | 'admin'): Promise<void>
  handOver(chat: ChatId, user: UserId): Promise<void>
  setPolicy(chat: ChatId, policy: Partial<PolicyView>): Promise<void>
  /** In groups and direct chats; seconds, 0: off. */
  setTimer(chat: ChatId, seconds: number): Promise<void>
  /** `photo: null` takes it away. */
  setInfo(
    chat: ChatId,
    info: { name?: string; description?: string; photo?: Uint8Array<ArrayBuffer> | null },
  ): Promise<void>
  leave(chat: ChatId): Promise<void>
  /** Deletes the group for everyone. */
  destroy(chat: ChatId): Promise<void>
  /** Groups that a person and I are in. */
  common(user: UserId): Promise<ChatView[]>
  createInvite(chat: ChatId, input: { expiresAt: number; maxUses: number; approval: boolean }): Promise<InviteView>
  invites(chat: ChatId): Promise<InviteView[]>
  revokeInvite(chat: ChatId, id: string): Promise<void>
  /** What a link leads to; INVITE_INVALID when it does not work any more. */
  look(link: string): Promise<InviteLook>
  join(link: string): Promise<InviteLook>
  answerJoin(chat: ChatId, user: UserId, accept: boolean): Promise<void>
}

export interface InviteLook {
  chat: ChatId
  name: string
  photo?: Uint8Array<ArrayBuffer>
  memberCount: number
  approval: boolean
  state: 'none' | 'waiting' | 'refused' | 'member'
}
