import type { ChatId, MsgId } from '@soroka/protocol'
import { chatStore } from '../../stores/chatStore.ts'

/** The feed of the open chat goes to a message and shows it for a moment. */
export function jumpTo(chat: ChatId, id: MsgId): void {
  chatStore.getState().setJump({ chat, id })
}
