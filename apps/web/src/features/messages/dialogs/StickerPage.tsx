import type { ChatView, MessageView } from '@soroka/client/types'
import { useChats } from '../../../stores/chatStore.ts'
import { act } from '../../../ui/act.ts'
import { isPackCard, StickerDialog } from '../../stickers/index.ts'
import { sendSticker } from '../composer/use-expressions.ts'
import { may } from '../may.ts'
import { uiStore } from '../ui-store.ts'

const none: MessageView[] = []

/** A sticker of the feed with its pack, as far as messages of the chat hand it over. */
export default function StickerPage({
  chat,
  message,
  onClose,
}: {
  chat: ChatView
  message: MessageView
  onClose(): void
}) {
  const around = useChats((state) => state.windows[chat.id]?.messages) ?? none
  const { pack, sender } = message
  const cards = around.filter(
    (one) => isPackCard(one) && one.pack?.id === pack?.id && one.sender === sender && one.state === 'sent',
  )
  const { thread } = uiStore.getState()
  return (
    <StickerDialog
      message={message}
      cards={cards}
      mayWrite={may(chat, message).reply}
      onSend={(sticker) => void act(sendSticker(chat.id, sticker, thread ? { thread } : {}))}
      onClose={onClose}
    />
  )
}
