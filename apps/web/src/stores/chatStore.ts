import type { ChatView, FolderView, LineView, MessagesPage, MessageView, PersonView } from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { chatOrder, named, nameOf } from './chat-order.ts'
import { appendPage, mergeLines, mergeMessages, type MessageWindow, prependPage, trimWindow } from './message-window.ts'

/** Where the feed of a chat should stand next: the window takes it and clears it. */
export interface Jump {
  chat: ChatId
  id?: MsgId
  seq?: number
}

export interface ChatState {
  chats: Record<ChatId, ChatView>
  /** Ids: pinned ones in their order, then the newest first. */
  order: ChatId[]
  /** Whether the list was read from the device. */
  loaded: boolean
  windows: Record<ChatId, MessageWindow>
  typing: Record<ChatId, UserId[]>
  people: Record<UserId, PersonView>
  folders: FolderView[]
  /** How far the search index is; null until the engine has said it. */
  indexing: { indexed: number; total: number } | null
  jump: Jump | null
  applyChats(upserts: ChatView[], removed: ChatId[]): void
  applyMessages(chat: ChatId, upserts: MessageView[], removed: string[]): void
  applyLines(chat: ChatId, upserts: LineView[]): void
  /** The row of a message just written, unless an event already brought it or a later state of it. */
  applySent(message: MessageView): void
  setWindow(chat: ChatId, window: MessageWindow): void
  prepend(chat: ChatId, page: MessagesPage): void
  append(chat: ChatId, page: MessagesPage): void
  trim(chat: ChatId): void
  setTyping(chat: ChatId, users: UserId[]): void
  applyPeople(upserts: PersonView[]): void
  setFolders(folders: FolderView[]): void
  setIndexing(indexing: { indexed: number; total: number }): void
  setJump(jump: Jump | null): void
  clear(): void
}

const empty = {
  chats: {},
  order: [],
  loaded: false,
  windows: {},
  typing: {},
  people: {},
  folders: [],
  indexing: null,
  jump: null,
}
const keptRows = 120

/** Changes the window of a chat that is open; others are left to the engine. */
function changed(state: ChatState, chat: ChatId, change: (window: MessageWindow) => MessageWindow): Partial<ChatState> {
  const window = state.windows[chat]
  return window ? { windows: { ...state.windows, [chat]: change(window) } } : state
}

export const chatStore = createStore<ChatState>((set) => ({
  ...empty,
  applyChats: (upserts, removed) =>
    set((state) => {
      const chats = { ...state.chats }
      for (const chat of upserts) chats[chat.id] = named(chat, chat.peer && state.people[chat.peer.id])
      for (const id of removed) delete chats[id]
      return { chats, order: chatOrder(chats), loaded: true }
    }),
  applyMessages: (chat, upserts, removed) =>
    set((state) => changed(state, chat, (window) => mergeMessages(window, upserts, removed))),
  applyLines: (chat, upserts) => set((state) => changed(state, chat, (window) => mergeLines(window, upserts))),
  applySent: (message) =>
    set((state) =>
      changed(state, message.chat, (window) =>
        window.messages.some((row) => row.key === message.key) ? window : mergeMessages(window, [message], []),
      ),
    ),
  setWindow: (chat, window) => set((state) => ({ windows: { ...state.windows, [chat]: window } })),
  prepend: (chat, page) => set((state) => changed(state, chat, (window) => prependPage(window, page))),
  append: (chat, page) => set((state) => changed(state, chat, (window) => appendPage(window, page))),
  trim: (chat) =>
    set((state) => {
      const { [chat]: window, ...others } = state.windows
      if (!window) return state
      const kept = trimWindow(window, keptRows)
      return { windows: kept ? { ...others, [chat]: kept } : others }
    }),
  setTyping: (chat, users) => set((state) => ({ typing: { ...state.typing, [chat]: users } })),
  applyPeople: (upserts) =>
    set((state) => {
      const people = { ...state.people }
      for (const person of upserts)
        people[person.id] = person.name === '' ? { ...person, ...nameOf(people[person.id]) } : person
      const met = Object.values(state.chats).filter(
        (chat) => chat.peer && chat.peer.name === '' && people[chat.peer.id]?.name,
      )
      if (met.length === 0) return { people }
      const chats = { ...state.chats }
      for (const chat of met) chats[chat.id] = named(chat, chat.peer && people[chat.peer.id])
      return { people, chats }
    }),
  setFolders: (folders) => set({ folders }),
  setIndexing: (indexing) => set({ indexing }),
  setJump: (jump) => set({ jump }),
  clear: () => set(empty),
}))

export function useChats<T>(select: (state: ChatState) => T): T {
  return useStore(chatStore, select)
}

/** The person of a direct chat with the freshest presence. */
export function usePeer(chat: ChatView | undefined): PersonView | undefined {
  const peer = chat?.peer
  return useChats((state) => (peer ? (state.people[peer.id] ?? peer) : undefined))
}
