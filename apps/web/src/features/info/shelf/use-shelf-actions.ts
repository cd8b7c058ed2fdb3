import type { MessageView } from '@soroka/client/types'
import { useNavigate } from '@tanstack/react-router'
import { chatStore } from '../../../stores/chatStore.ts'
import { forwardMessages, openDialog } from '../../messages/index.ts'

/** What one does with files on a shelf; the questions stand over their chat. */
export function useShelfActions() {
  const navigate = useNavigate()
  const enter = ({ chat }: MessageView) => void navigate({ to: '/c/$chatId', params: { chatId: chat } })
  return {
    show: (message: MessageView) => {
      chatStore.getState().setJump({ chat: message.chat, id: message.id })
      enter(message)
    },
    forward: (messages: MessageView[]) => {
      const [first] = messages
      if (!first) return
      enter(first)
      forwardMessages(messages)
    },
    remove: (messages: MessageView[]) => {
      const [first] = messages
      if (!first) return
      enter(first)
      openDialog({ kind: 'delete', messages })
    },
  }
}
