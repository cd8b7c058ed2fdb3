import type { ChatView, MessageView } from '@soroka/client/types'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { nameOf } from '../../../ui/names.ts'
import { summary } from '../summary.ts'
import aloud from '../../../ui/Aloud.module.css'

/** Tells a screen reader what came while the chat is open; the windowed list itself would repeat old rows. */
export function NewMessageSpeaker({ messages, chat }: { messages: MessageView[]; chat: ChatView }) {
  const t = useText()
  const [spoken, setSpoken] = useState('')
  const opened = useRef(Math.max(chat.lastSeq, messages.at(-1)?.seq ?? 0))
  const last = messages.at(-1)
  useEffect(() => {
    if (!last || last.own || last.seq === undefined || last.seq <= opened.current) return
    opened.current = last.seq
    setSpoken(t('messages:spoken', { author: nameOf(last.sender, chat.id, t), text: summary(last, t).slice(0, 300) }))
  }, [last, chat.id, t])
  return (
    <div className={aloud.aloud} role="status" aria-live="polite">
      {spoken}
    </div>
  )
}
