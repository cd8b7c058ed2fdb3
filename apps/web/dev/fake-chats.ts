import type { ChatsApi, ChatView } from '@soroka/client/types'
import { blankChat, type World } from './world.ts'

/** The verbs of the chat list, in memory. */
export function fakeChats(world: World): ChatsApi {
  const open = (chat: ChatView) => {
    world.chats.set(chat.id, chat)
    world.tell({ type: 'chats', upserts: [chat], removed: [] })
    return chat
  }
  const without = (chat: ChatView, key: 'draft' | 'pinned') => {
    const { [key]: _, ...rest } = chat
    return open(rest)
  }
  return {
    list: async () => [...world.chats.values()],
    get: async (id) => world.chats.get(id) ?? null,
    openDirect: async (user) => {
      const found = [...world.chats.values()].find((chat) => chat.peer?.id === user)
      if (found) return found
      const peer = world.people.get(user)
      return open({ ...blankChat(`c-${user}`, 'direct', peer?.name ?? ''), ...(peer ? { peer } : {}) })
    },
    openNest: async () =>
      [...world.chats.values()].find((chat) => chat.kind === 'nest') ?? open(blankChat('nest', 'nest', '')),
    setDraft: async (id, draft) => {
      const chat = world.chats.get(id)
      if (!chat) return
      if (draft.text === '' && !draft.replyTo) without(chat, 'draft')
      else world.touch(id, { draft: { ...draft, at: Date.now() } })
    },
    markRead: async (id, seq) => {
      const chat = world.chats.get(id)
      if (!chat) return
      const unread = Math.max(0, chat.lastSeq - seq)
      world.touch(id, { ownRead: seq, unread, markedUnread: false, unreadMention: chat.unreadMention && unread > 0 })
    },
    markUnread: async (id, on) => void world.touch(id, { markedUnread: on }),
    heard: async () => ({ upTo: 0, rows: [] }),
    markHeard: async () => undefined,
    startTyping: async () => undefined,
    pin: async (id, on) => {
      const chat = world.chats.get(id)
      if (!chat) return
      if (!on) return void without(chat, 'pinned')
      world.touch(id, { pinned: [...world.chats.values()].filter((one) => one.pinned !== undefined).length })
    },
    sortPins: async (ids) => ids.forEach((id, pinned) => world.touch(id, { pinned })),
    archive: async (id, on) => void world.touch(id, { archived: on }),
    mute: async (id, mutedUntil) => void world.touch(id, { mutedUntil }),
    accept: async (id) => {
      const chat = world.touch(id, { request: false })
      if (chat.peer) world.person(chat.peer.id, { contact: true })
    },
    clear: async (id) => {
      const keys = (world.messages.get(id) ?? []).map((message) => message.key)
      world.messages.set(id, [])
      world.tell({ type: 'messages', chat: id, upserts: [], removed: keys })
      const { last: _, ...chat } = world.chats.get(id) as ChatView
      open({ ...chat, unread: 0 })
    },
    forget: async (id) => {
      world.chats.delete(id)
      world.tell({ type: 'chats', upserts: [], removed: [id] })
    },
    folders: async () => world.folders,
    saveFolders: async (folders) => {
      world.folders = folders
      world.tell({ type: 'folders', folders })
    },
  }
}
