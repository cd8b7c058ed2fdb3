import type { ChatView, MessageView } from '@soroka/client/types'
import type { KeyboardEvent } from 'react'
import { may } from './may.ts'
import { openDialog, openMenu, replyTo, toggleSelected, uiStore } from './ui-store.ts'

/** Keys on a focused message, by `event.code`: they work with a Cyrillic layout too. */
export function useMessageKeys(chat: ChatView, find: (key: string) => MessageView | undefined) {
  return (event: KeyboardEvent) => {
    const bubble = event.target instanceof HTMLElement ? event.target : null
    const message = find(bubble?.dataset['message'] ?? '')
    if (!bubble || !message || event.ctrlKey || event.metaKey || event.altKey) return
    const allowed = may(chat, message)
    const line = bubble.closest<HTMLElement>('[data-line]') ?? bubble
    const box = bubble.getBoundingClientRect()
    const pointer = { x: box.left + 24, y: Math.min(box.bottom, innerHeight - 80) }
    const actions: Record<string, (() => void) | false | undefined> = {
      KeyR: allowed.reply && (() => replyTo(message)),
      KeyE: allowed.react && (() => openMenu({ message, line, pointer, reacting: true })),
      Delete: () => openDialog({ kind: 'delete', messages: [message] }),
      Enter: () => (uiStore.getState().selected ? toggleSelected(message) : openMenu({ message, line, pointer })),
      Space: uiStore.getState().selected !== null && (() => toggleSelected(message)),
      ContextMenu: () => openMenu({ message, line, pointer }),
    }
    const act = event.code === 'F10' && event.shiftKey ? actions['ContextMenu'] : actions[event.code]
    if (!act || (event.shiftKey && event.code !== 'F10')) return
    event.preventDefault()
    act()
  }
}
