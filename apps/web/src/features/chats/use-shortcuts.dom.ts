import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { chatStore } from '../../stores/chatStore.ts'
import { prefsStore } from '../../stores/prefsStore.ts'
import { calls } from '../../stores/chat-state.ts'
import { chatsInView } from './use-list.ts'

function currentChat(): string | undefined {
  return /^\/c\/([^/]+)/.exec(location.pathname)?.[1]
}

/** The next chat of the list in a direction; `unread`: the next that calls. */
function next(by: 1 | -1, unread: boolean): string | undefined {
  const { chats } = chatStore.getState()
  const ids = chatsInView()
  const from = ids.findIndex((id) => id === currentChat())
  if (from === -1 && !unread) return ids[0]
  for (let at = from + by; at >= 0 && at < ids.length; at += by) {
    const id = ids[at]
    const chat = id && chats[id]
    if (chat && (!unread || calls(chat, Date.now()))) return chat.id
  }
  return undefined
}

/** Ctrl 1 is all chats, 2…9 the folders. @returns whether there is such a tab */
function chooseTab(index: number): boolean {
  const { folders } = chatStore.getState()
  if (folders.length === 0 || index > folders.length) return false
  prefsStore.getState().setFolder(index === 0 ? null : (folders[index - 1]?.id ?? null))
  return true
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null

/** By `event.code`, so that they work with a Cyrillic layout too; a question mark is one in each of them. */
export function useShortcuts(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // An open dialog takes its keys itself, and so does a call over everything.
      if (event.defaultPrevented || document.querySelector('dialog[open], [data-covers]')) return
      const { code, altKey, shiftKey } = event
      const command = event.ctrlKey || event.metaKey
      const digit = /^Digit([1-9])$/.exec(code)?.[1]
      if (command && !shiftKey && !altKey && code === 'KeyK') {
        event.preventDefault()
        void navigate({ to: '.', search: { find: true } })
      } else if (command && !shiftKey && !altKey && code === 'KeyF' && currentChat()) {
        event.preventDefault()
        void navigate({ to: '.', search: { seek: true } })
      } else if (command && !shiftKey && !altKey && digit !== undefined) {
        if (chooseTab(Number(digit) - 1)) event.preventDefault()
      } else if (altKey && !command && (code === 'ArrowUp' || code === 'ArrowDown')) {
        event.preventDefault()
        const chatId = next(code === 'ArrowUp' ? -1 : 1, shiftKey)
        if (chatId) void navigate({ to: '/c/$chatId', params: { chatId } })
      } else if (event.key === '?' && !command && !altKey && !isTyping(event.target)) {
        event.preventDefault()
        void navigate({ to: '/settings/$section', params: { section: 'keys' } })
      } else if (code === 'Escape' && location.pathname.startsWith('/c/')) {
        if (location.pathname.endsWith('/info')) history.back()
        else {
          const id = currentChat()
          // Back in the list the keys go on from the chat that was left.
          void navigate({ to: '/' }).then(
            () => id && document.querySelector<HTMLElement>(`a[href^="/c/${id}"]`)?.focus(),
          )
        }
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate])
}
