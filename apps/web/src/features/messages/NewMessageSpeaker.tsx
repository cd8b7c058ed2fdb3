import type { MessageView } from '@soroka/client/types'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from './NewMessageSpeaker.module.css'

/** Tells a screen reader what came while the chat is open; the windowed list itself would repeat old rows. */
export function NewMessageSpeaker({ messages, author }: { messages: MessageView[]; author: string }) {
  const t = useText()
  const [spoken, setSpoken] = useState('')
  const opened = useRef(messages.at(-1)?.seq ?? 0)
  const last = messages.at(-1)
  useEffect(() => {
    if (!last || last.own || last.seq === undefined || last.seq <= opened.current) return
    opened.current = last.seq
    setSpoken(
      t('messages:spoken', {
        author,
        text: last.problem ? t(`messages:problem.${last.problem}`) : last.text.slice(0, 300),
      }),
    )
  }, [last, author, t])
  return (
    <div className={css.hidden} role="status" aria-live="polite">
      {spoken}
    </div>
  )
}
