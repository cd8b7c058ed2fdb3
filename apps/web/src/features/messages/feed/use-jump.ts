import type { ChatView, MessageView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { chatStore, useChats } from '../../../stores/chatStore.ts'
import { sayFailure } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import type { Align } from './feed-place.dom.ts'
import type { Row } from './rows.ts'
import { flashMessage } from '../ui-store.ts'

interface Options {
  chat: ChatView
  rows: Row[]
  bring(place: { id?: MsgId; seq?: number }): Promise<MessageView | null>
  toRow(index: number, align: Align): void
}

/** Takes the jump that somebody asked for: brings the message into the window, goes there and shows it. */
export function useJump({ chat, rows, bring, toRow }: Options): void {
  const t = useText()
  const jump = useChats((state) => (state.jump?.chat === chat.id ? state.jump : null))
  // One for each jump: the same message may be asked for again.
  const [target, setTarget] = useState<{ message: MessageView } | null>(null)
  const shown = useRef(target)

  useEffect(() => {
    if (!jump) return
    chatStore.getState().setJump(null)
    bring(jump).then((message) => {
      if (message) setTarget({ message })
      else toastStore.getState().show({ kind: 'plain', text: t('messages:notReached') })
    }, sayFailure)
  }, [jump, bring, t])

  useEffect(() => {
    if (!target || shown.current === target) return
    const index = rows.findIndex((row) => row.key === target.message.key)
    if (index === -1) return
    shown.current = target
    toRow(index, 'center')
    flashMessage(target.message.id)
  }, [target, rows, toRow])
}
