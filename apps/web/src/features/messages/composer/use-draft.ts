import type { DraftView } from '@soroka/client/types'
import { limits, type MsgId } from '@soroka/protocol'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'

interface Options {
  draft: DraftView | undefined
  /** The message that the text answers is kept with it. */
  replyTo: MsgId | undefined
  field: RefObject<HTMLTextAreaElement | null>
  onDraft(draft: { text: string; replyTo?: MsgId }): void
  onTyping(): void
}

const saveAfter = 400
const typingEvery = 3000
/** A draft holds as much as a message; the rest stays in the field only. */
const kept = (text: string) =>
  text
    .slice(0, limits.messageText)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
const keyOf = (text: string, replyTo: MsgId | undefined) => `${replyTo ?? ''} ${text}`

/** The text of the composer: kept as the chat's draft, and the other side is told that somebody types. */
export function useDraft({ draft, replyTo, field, onDraft, onTyping }: Options) {
  const [text, setText] = useState(draft?.text ?? '')
  const saved = useRef(keyOf(draft?.text ?? '', draft?.replyTo))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const typedAt = useRef(0)

  const save = useEffectEvent((value: string, answered: MsgId | undefined) => {
    clearTimeout(timer.current)
    const key = keyOf(value, answered)
    if (saved.current === key) return
    saved.current = key
    onDraft({ text: kept(value), ...(answered === undefined ? {} : { replyTo: answered }) })
  })

  // Another tab or device wrote: take it unless this field is being written in.
  const newest = draft?.text ?? ''
  useEffect(() => {
    if (document.activeElement === field.current || saved.current.endsWith(` ${newest}`)) return
    saved.current = keyOf(newest, draft?.replyTo)
    setText(newest)
  }, [newest, draft?.replyTo, field])

  const leave = useEffectEvent(() => save(text, replyTo))
  useEffect(() => {
    const onLeave = () => leave()
    addEventListener('pagehide', onLeave)
    return () => {
      removeEventListener('pagehide', onLeave)
      leave()
    }
  }, [])

  // What is answered changes the draft as words do.
  useEffect(() => {
    timer.current = setTimeout(() => save(text, replyTo), saveAfter)
    return () => clearTimeout(timer.current)
  }, [text, replyTo])

  const change = (value: string) => {
    setText(value)
    const now = Date.now()
    if (value === '' || now - typedAt.current < typingEvery) return
    typedAt.current = now
    onTyping()
  }

  const clear = () => {
    setText('')
    typedAt.current = 0
  }

  return { text, change, clear }
}
