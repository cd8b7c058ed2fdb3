import type {
  ChatView,
  ClientEvent,
  FolderView,
  InviteView,
  LineView,
  MemberView,
  MessageView,
  PersonView,
  SessionView,
} from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { buildScene } from './scene.ts'

/** Everything that the fake engine knows; its verbs change it and tell the screens. */
export interface World {
  scene: string
  language: 'ru' | 'en'
  me: SessionView
  chats: Map<ChatId, ChatView>
  messages: Map<ChatId, MessageView[]>
  lines: Map<ChatId, LineView[]>
  people: Map<UserId, PersonView>
  members: Map<ChatId, MemberView[]>
  invites: Map<ChatId, InviteView[]>
  folders: FolderView[]
  listeners: Set<(event: ClientEvent) => void>
  tell(event: ClientEvent): void
  /** Changes some fields of a chat and tells. */
  touch(chat: ChatId, change: Partial<ChatView>): ChatView
  put(message: MessageView): void
  person(user: UserId, change: Partial<PersonView>): void
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

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

export function makeWorld(scene: string, me: SessionView, language: 'ru' | 'en'): World {
  const listeners = new Set<(event: ClientEvent) => void>()
  const tell = (event: ClientEvent) => setTimeout(() => listeners.forEach((listen) => listen(event)), 0)
  const world: World = {
    scene,
    language,
    me,
    listeners,
    tell,
    ...buildScene(scene, me.user, language),
    touch: (id, change) => {
      const chat = { ...(world.chats.get(id) as ChatView), ...change }
      world.chats.set(id, chat)
      tell({ type: 'chats', upserts: [chat], removed: [] })
      return chat
    },
    put: (message) => {
      const list = world.messages.get(message.chat) ?? []
      const at = list.findIndex((row) => row.key === message.key)
      if (at === -1) list.push(message)
      else list[at] = message
      world.messages.set(message.chat, list)
      tell({ type: 'messages', chat: message.chat, upserts: [message], removed: [] })
    },
    person: (user, change) => {
      const person = { ...(world.people.get(user) as PersonView), ...change }
      world.people.set(user, person)
      tell({ type: 'people', upserts: [person] })
      for (const chat of world.chats.values())
        if (chat.peer?.id === user) world.touch(chat.id, { peer: person, title: person.name })
    },
  }
  return world
}
