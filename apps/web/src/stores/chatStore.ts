import type { ChatView, MessageView, PersonView } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { mergeMessages, type MessageWindow, prependPage, trimWindow } from './message-window.ts'

export interface ChatState {
  chats: Record<ChatId, ChatView>
  /** Ids, newest chat first. */
  order: ChatId[]
  /** Whether the list was read from the device. */
  loaded: boolean
  windows: Record<ChatId, MessageWindow>
  typing: Record<ChatId, UserId[]>
  people: Record<UserId, PersonView>
  applyChats(upserts: ChatView[], removed: ChatId[]): void
  applyMessages(chat: ChatId, upserts: MessageView[], removed: string[]): void
  /** The row of a message just written, unless an event already brought it or a later state of it. */
  applySent(message: MessageView): void
  setWindow(chat: ChatId, window: MessageWindow): void
  prepend(chat: ChatId, older: MessageView[], more: boolean): void
  trim(chat: ChatId): void
  setTyping(chat: ChatId, users: UserId[]): void
  applyPeople(upserts: PersonView[]): void
  clear(): void
}

const empty = { chats: {}, order: [], loaded: false, windows: {}, typing: {}, people: {} }
const keptRows = 120

function nameOf(person: PersonView | undefined): Partial<PersonView> {
  return person ? { name: person.name, nickname: person.nickname } : {}
}

/** A chat with a stranger gets its title from the person, whichever of the two is known first. */
function named(chat: ChatView, person: PersonView | undefined): ChatView {
  if (chat.title !== '' || !chat.peer || !person?.name) return chat
  return { ...chat, title: person.name, peer: { ...chat.peer, ...nameOf(person) } }
}

export const chatStore = createStore<ChatState>((set) => ({
  ...empty,
  applyChats: (upserts, removed) =>
    set((state) => {
      const chats = { ...state.chats }
      for (const chat of upserts) chats[chat.id] = named(chat, chat.peer && state.people[chat.peer.id])
      for (const id of removed) delete chats[id]
      const order = Object.values(chats)
        .toSorted((a, b) => b.at - a.at)
        .map((chat) => chat.id)
      return { chats, order, loaded: true }
    }),
  applyMessages: (chat, upserts, removed) =>
    set((state) => {
      const window = state.windows[chat]
      return window ? { windows: { ...state.windows, [chat]: mergeMessages(window, upserts, removed) } } : state
    }),
  applySent: (message) =>
    set((state) => {
      const window = state.windows[message.chat]
      if (!window || window.messages.some((row) => row.key === message.key)) return state
      return { windows: { ...state.windows, [message.chat]: mergeMessages(window, [message], []) } }
    }),
  setWindow: (chat, window) => set((state) => ({ windows: { ...state.windows, [chat]: window } })),
  prepend: (chat, older, more) =>
    set((state) => {
      const window = state.windows[chat]
      return window ? { windows: { ...state.windows, [chat]: prependPage(window, older, more) } } : state
    }),
  trim: (chat) =>
    set((state) => {
      const window = state.windows[chat]
      return window ? { windows: { ...state.windows, [chat]: trimWindow(window, keptRows) } } : state
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
