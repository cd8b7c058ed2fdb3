import type { ChatId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** How often each group was changed while this page is open: roles of others stand in no chat's row. */
const groupChanges = createStore<Record<ChatId, number>>(() => ({}))

export function hearOfChange(chat: ChatId): void {
  groupChanges.setState((before) => ({ [chat]: (before[chat] ?? 0) + 1 }))
}

export function useGroupChanges(chat: ChatId): number {
  return useStore(groupChanges, (changes) => changes[chat] ?? 0)
}
