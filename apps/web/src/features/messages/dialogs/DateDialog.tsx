import type { ChatView } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { act } from '../../../ui/act.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { Calendar } from './Calendar.tsx'

/** The feed goes to the first message of a chosen day. */
export default function DateDialog({ chat, onClose }: { chat: ChatView; onClose(): void }) {
  const t = useText()
  const now = useNow()
  const [day, setDay] = useState(now)
  const go = async (at: number) => {
    setDay(at)
    const find = engine.messages.seqAt(chat.id, at).then((seq) => chatStore.getState().setJump({ chat: chat.id, seq }))
    if (await act(find)) onClose()
  }
  return (
    <Sheet low title={t('messages:toDate')} onClose={onClose}>
      <Calendar value={day} max={now} onPick={(at) => void go(at)} />
    </Sheet>
  )
}
