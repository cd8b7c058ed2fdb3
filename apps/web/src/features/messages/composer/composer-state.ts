import type { ChatView, MessageView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { may } from '../may.ts'
import { replyTo, uiStore } from '../ui-store.ts'

/** My newest message that may be edited, of those on the screen. */
export function lastEditable(chat: ChatView): MessageView | undefined {
  return chatStore.getState().windows[chat.id]?.messages.findLast((message) => may(chat, message).edit)
}

/** A draft that answers a message shows what it answers. */
export function useDraftReply(chat: ChatView, active: boolean): void {
  const id = active ? chat.draft?.replyTo : undefined
  useEffect(() => {
    if (id === undefined || uiStore.getState().reply) return
    let left = false
    const find = async () => {
      const known = chatStore.getState().windows[chat.id]?.messages.find((message) => message.id === id)
      if (known) return known
      const seq = await engine.messages.locate(chat.id, id)
      if (seq === null) return undefined
      const { messages } = await engine.messages.page(chat.id, { around: seq, limit: 3 })
      return messages.find((message) => message.id === id)
    }
    // A draft without its quote is still a draft.
    void find().then((message) => {
      if (message && !left && !uiStore.getState().edit) replyTo(message)
    })
    return () => {
      left = true
    }
    // Only what the draft says at opening: later the composer itself knows it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chat.id])
}

export const scheduledKey = (chat: ChatId) => ['scheduled', chat]

/** Messages of this chat that wait for their time. */
export function useScheduledCount(chat: ChatId, active: boolean) {
  const { data, refetch } = useQuery({
    queryKey: scheduledKey(chat),
    queryFn: () => engine.messages.scheduled(chat),
    enabled: active,
  })
  return { count: active ? (data?.length ?? 0) : 0, refresh: () => void refetch() }
}
