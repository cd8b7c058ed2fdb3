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
import type { ChatId, UserId } from '@soroka/protocol'
import { buildScene } from './scene.ts'

export { allRights, blankChat, noRights, openPolicy, plainMessage } from './blank.ts'

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
