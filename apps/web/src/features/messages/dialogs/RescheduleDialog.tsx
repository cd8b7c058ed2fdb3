import type { ChatView, MessageView } from '@soroka/client/types'
import { engine } from '../../../engine/engine.ts'
import { act } from '../../../ui/act.ts'
import { openDialog } from '../ui-store.ts'
import ScheduleDialog from './ScheduleDialog.tsx'

interface Props {
  chat: ChatView
  message: MessageView
  onClose(): void
}

/** Other words or another time for a message that waits; then back to the list of them. */
export default function RescheduleDialog({ chat, message, onClose }: Props) {
  const change = async (sendAt: number, text: string) => {
    await act(engine.messages.reschedule(chat.id, message.id, { text, sendAt }))
    openDialog({ kind: 'scheduled' })
  }
  return <ScheduleDialog message={message} pick={(at, text) => void change(at, text)} onClose={onClose} />
}
