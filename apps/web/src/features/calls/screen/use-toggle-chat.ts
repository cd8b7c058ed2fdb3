import type { ChatId } from '@soroka/protocol'
import { useNavigate } from '@tanstack/react-router'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { withCall } from '../calling.ts'
import { viewStore } from '../view-store.ts'

/** The chat of the call: beside it where there is room, else in its place while the call is a bar. */
export function useToggleChat(chat: ChatId): () => void {
  const navigate = useNavigate()
  const phone = useViewport() === 'phone'
  return () => {
    const { beside } = viewStore.getState()
    if (phone) void withCall((controls) => controls.minimise(true))
    else viewStore.setState({ beside: !beside })
    if (phone || !beside) void navigate({ to: '/c/$chatId', params: { chatId: chat } })
  }
}
