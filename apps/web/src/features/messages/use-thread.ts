import type { MessageView } from '@soroka/client/types'
import type { ChatId, MsgId } from '@soroka/protocol'
import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { sayFailure } from '../../ui/act.ts'

/** A message and the answers to it. What comes into the chat may belong here: the feed's rows say when to look again. */
export function useThread(chat: ChatId, root: MsgId): MessageView[] {
  const [messages, setMessages] = useState<MessageView[]>([])
  useEffect(() => {
    let newest = 0
    const read = () => {
      const turn = ++newest
      engine.messages.thread(chat, root).then((found) => {
        if (turn === newest) setMessages(found)
      }, sayFailure)
    }
    read()
    const stop = chatStore.subscribe((now, before) => {
      if (now.windows[chat]?.messages !== before.windows[chat]?.messages) read()
    })
    return () => {
      stop()
      newest++
    }
  }, [chat, root])
  return messages
}
