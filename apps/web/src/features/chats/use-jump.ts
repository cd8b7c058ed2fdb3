import type { ChatId, MsgId } from '@soroka/protocol'
import { useEffect } from 'react'
import { chatStore } from '../../stores/chatStore.ts'

/** An address that names a message asks its chat to stand there; the feed takes it from the store. */
export function useJump(chat: ChatId | null, place: string | number | undefined): void {
  useEffect(() => {
    if (chat === null || place === undefined) return
    const seq = Number(place)
    chatStore
      .getState()
      .setJump(Number.isSafeInteger(seq) && seq > 0 ? { chat, seq } : { chat, id: String(place) as MsgId })
  }, [chat, place])
}
