import type { ChatView, MessageView } from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'

export const noRights = { write: false, add: false, pin: false, info: false, manage: false }
export const allRights = { write: true, add: true, pin: true, info: true, manage: true }
export const openPolicy = {
  history: true,
  write: 'everybody',
  add: 'everybody',
  pin: 'everybody',
  info: 'admins',
} as const

/** A chat with nothing in it. */
export function blankChat(id: string, kind: ChatView['kind'], title: string): ChatView {
  return {
    id: id as ChatId,
    kind,
    title,
    description: '',
    memberCount: kind === 'nest' ? 1 : 2,
    role: kind === 'group' ? 'member' : 'owner',
    rights: kind === 'group' ? { ...noRights, write: true, add: true, pin: true } : allRights,
    policy: openPolicy,
    timer: 0,
    unread: 0,
    unreadMention: false,
    markedUnread: false,
    at: Date.now(),
    lastSeq: 0,
    peerDelivered: 0,
    peerRead: 0,
    ownRead: 0,
    archived: false,
    mutedUntil: 0,
    level: null,
    request: false,
    left: false,
    pinCount: 0,
    joins: [],
  }
}

/** A message with nothing but its text. */
export function plainMessage(chat: ChatId, key: string, sender: UserId, own: boolean, text: string): MessageView {
  return {
    key,
    chat,
    id: key as MsgId,
    sender,
    own,
    at: Date.now(),
    text,
    state: 'sent',
    reactions: [],
    pinned: false,
    mentions: [],
    callsMe: false,
  }
}
