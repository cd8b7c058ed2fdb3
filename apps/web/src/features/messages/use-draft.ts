import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'

interface Options {
  draft: string
  field: RefObject<HTMLTextAreaElement | null>
  onDraft(text: string): void
  onTyping(): void
}

const saveAfter = 400
const typingEvery = 3000

/** The text of the composer: kept as the chat's draft, and the other side is told that somebody types. */
export function useDraft({ draft, field, onDraft, onTyping }: Options) {
  const [text, setText] = useState(draft)
  const saved = useRef(draft)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const typedAt = useRef(0)

  const save = (value: string) => {
    clearTimeout(timer.current)
    if (saved.current === value) return
    saved.current = value
    onDraft(value)
  }

  // Another tab wrote: take it unless this field is being written in.
  useEffect(() => {
    if (draft === saved.current || document.activeElement === field.current) return
    saved.current = draft
    setText(draft)
  }, [draft, field])

  const leave = useEffectEvent(() => save(text))
  useEffect(() => {
    const onLeave = () => leave()
    addEventListener('pagehide', onLeave)
    return () => {
      removeEventListener('pagehide', onLeave)
      leave()
    }
  }, [])

  const change = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => save(value), saveAfter)
    const now = Date.now()
    if (value === '' || now - typedAt.current < typingEvery) return
    typedAt.current = now
    onTyping()
  }

  const clear = () => {
    setText('')
    save('')
    typedAt.current = 0
  }

  return { text, change, clear }
}
