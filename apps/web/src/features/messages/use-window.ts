import type { ChatId } from '@soroka/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import type { MessageWindow } from '../../stores/message-window.ts'

const pageRows = 60
const largestPage = 200
/** Pages read at opening to reach the line of new messages; a longer absence opens at the end. */
const unreadPages = 5

interface Opened {
  window: MessageWindow | undefined
  /** The read mark at the moment of opening: the line of new messages stands after it. */
  unreadAfter: number | null
  loadOlder(): void
}

async function readFirst(chat: ChatId, unread: number, ownRead: number): Promise<MessageWindow> {
  let page = await engine.messages.page(chat, { limit: Math.min(largestPage, pageRows + unread) })
  let messages = page.messages
  const wantedPages = unread > 0 ? unreadPages : 1
  for (let pages = 1; pages < wantedPages && page.more; pages++) {
    const before = messages[0]?.seq
    if (before === undefined || before <= ownRead + 1) break
    page = await engine.messages.page(chat, { before, limit: largestPage })
    messages = [...page.messages, ...messages]
  }
  return { ...page, messages }
}

/** The messages of the open chat: what the store has, else the newest page; older pages on demand. */
export function useWindow(chat: ChatId): Opened {
  const window = useChats((state) => state.windows[chat])
  const [unreadAfter, setUnreadAfter] = useState<number | null>(() => {
    const view = chatStore.getState().chats[chat]
    return view && view.unread > 0 ? view.ownRead : null
  })
  const loading = useRef(false)

  useEffect(() => {
    let left = false
    const open = async () => {
      const known = chatStore.getState().chats[chat] ?? (await engine.chats.get(chat))
      if (!known || left) return
      chatStore.getState().applyChats([known], [])
      if (known.unread > 0) setUnreadAfter((before) => before ?? known.ownRead)
      if (chatStore.getState().windows[chat]) return
      const first = await readFirst(chat, known.unread, known.ownRead)
      if (!left) chatStore.getState().setWindow(chat, first)
    }
    void open()
    return () => {
      left = true
      chatStore.getState().trim(chat)
    }
  }, [chat])

  const loadOlder = useCallback(() => {
    const current = chatStore.getState().windows[chat]
    const before = current?.messages[0]?.seq
    if (!current?.more || before === undefined || loading.current) return
    loading.current = true
    void engine.messages
      .page(chat, { before, limit: pageRows })
      .then((page) => chatStore.getState().prepend(chat, page))
      .finally(() => {
        loading.current = false
      })
  }, [chat])

  return { window, unreadAfter, loadOlder }
}
