import type { ChatId } from '@soroka/protocol'
import { createStore } from 'zustand/vanilla'

/** Which sheet lies over the list: folders (all, one of them, a new one) or the beginning of a chat. */
export type ListSheet =
  | { kind: 'folders'; id?: string | null; chats?: ChatId[] }
  | { kind: 'new'; step: 'start' | 'group' }

export const sheetStore = createStore<{ sheet: ListSheet | null }>(() => ({ sheet: null }))

/** `id`: that folder; null: a new one; absent: the list of folders. */
export function openFolders(input: { id?: string | null; chats?: ChatId[] } = {}): void {
  sheetStore.setState({ sheet: { kind: 'folders', ...input } })
}

export function openNewChat(step: 'start' | 'group' = 'start'): void {
  sheetStore.setState({ sheet: { kind: 'new', step } })
}

export function closeSheet(): void {
  sheetStore.setState({ sheet: null })
}
