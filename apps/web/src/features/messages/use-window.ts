import type { MessageView } from '@soroka/client/types'
import type { ChatId, MsgId } from '@soroka/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import type { MessageWindow } from '../../stores/message-window.ts'
import { readPage } from '../../stores/page-reading.ts'

const pageRows = 60
const largestPage = 200
/** Pages read at opening to reach the line of new messages; a longer absence opens at the end. */
const unreadPages = 5

interface Opened {
  window: MessageWindow | undefined
  /** The read mark at the moment of opening: the line of new messages stands after it. */
  unreadAfter: number | null
  loadOlder(): void
  loadNewer(): void
  /** Makes sure that a row is in the window. @returns its key, or null when it can't be reached */
  bring(place: { id?: MsgId; seq?: number }): Promise<MessageView | null>
  /** The window at the end of the log again. */
  bringEnd(): Promise<void>
}

async function readFirst(chat: ChatId, unread: number, ownRead: number): Promise<MessageWindow> {
  let page = await engine.messages.page(chat, { limit: Math.min(largestPage, pageRows + unread) })
  let { messages, lines } = page
  const wantedPages = unread > 0 ? unreadPages : 1
  for (let pages = 1; pages < wantedPages && page.more; pages++) {
    const before = messages[0]?.seq
    if (before === undefined || before <= ownRead + 1) break
    page = await engine.messages.page(chat, { before, limit: largestPage })
    messages = [...page.messages, ...messages]
    lines = [...page.lines, ...lines]
  }
  return { messages, lines, more: page.more, moreBelow: false }
}

/** Another place of the log in the place of the window. */
function readWindow(chat: ChatId, where: { around?: number }): Promise<void> {
  const read = () => engine.messages.page(chat, { ...where, limit: pageRows })
  return readPage(chat, read, (page) => chatStore.getState().setWindow(chat, page))
}

function at(window: MessageWindow | undefined, id: MsgId | undefined, seq: number | undefined): MessageView | null {
  const rows = window?.messages ?? []
  if (id !== undefined) return rows.find((message) => message.id === id) ?? null
  return rows.find((message) => message.seq !== undefined && seq !== undefined && message.seq >= seq) ?? null
}

/** The messages of the open chat: what the store has, else the newest page; other pages on demand. */
export function useWindow(chat: ChatId): Opened {
  const window = useChats((state) => state.windows[chat])
  const [unreadAfter, setUnreadAfter] = useState<number | null>(() => {
    const view = chatStore.getState().chats[chat]
    return view && view.unread > 0 ? view.ownRead : null
  })
  const loading = useRef(false)
  const current = useCallback(() => chatStore.getState().windows[chat], [chat])

  useEffect(() => {
    let left = false
    const open = async () => {
      const known = chatStore.getState().chats[chat] ?? (await engine.chats.get(chat))
      if (!known || left) return
      chatStore.getState().applyChats([known], [])
      if (known.unread > 0) setUnreadAfter((before) => before ?? known.ownRead)
      if (chatStore.getState().windows[chat]) return
      await readPage(
        chat,
        () => readFirst(chat, known.unread, known.ownRead),
        (first) => {
          if (!left && !chatStore.getState().windows[chat]) chatStore.getState().setWindow(chat, first)
        },
      )
    }
    void open()
    return () => {
      left = true
      chatStore.getState().trim(chat)
    }
  }, [chat])

  /** One page at a time, and never into a window that was changed for another meanwhile. */
  const load = useCallback(
    (input: { before: number } | { after: number }, put: 'prepend' | 'append') => {
      if (loading.current) return
      loading.current = true
      const edge = put === 'prepend' ? 0 : -1
      const key = current()?.messages.at(edge)?.key
      const read = () => engine.messages.page(chat, { ...input, limit: pageRows })
      void readPage(chat, read, (page) => {
        if (put === 'append' || current()?.messages.at(edge)?.key === key) chatStore.getState()[put](chat, page)
      }).finally(() => {
        loading.current = false
      })
    },
    [chat, current],
  )
  const loadOlder = useCallback(() => {
    const before = current()?.messages[0]?.seq
    if (current()?.more && before !== undefined) load({ before }, 'prepend')
  }, [current, load])
  const loadNewer = useCallback(() => {
    const after = current()?.messages.findLast(({ seq }) => seq !== undefined)?.seq
    if (current()?.moreBelow && after !== undefined) load({ after }, 'append')
  }, [current, load])

  const bring = useCallback(
    async ({ id, seq }: { id?: MsgId; seq?: number }) => {
      const known = id === undefined ? null : at(current(), id, undefined)
      if (known) return known
      const place = seq ?? (id === undefined ? null : await engine.messages.locate(chat, id))
      if (place === null) return null
      const rows = current()?.messages ?? []
      const inside = (rows[0]?.seq ?? Infinity) <= place && place <= (rows.findLast((row) => row.seq)?.seq ?? 0)
      if (!inside) await readWindow(chat, { around: place })
      return at(current(), id, place)
    },
    [chat, current],
  )
  const bringEnd = useCallback(async () => {
    if (!current()?.moreBelow) return
    await readWindow(chat, {})
  }, [chat, current])

  return { window, unreadAfter, loadOlder, loadNewer, bring, bringEnd }
}
