import type { ChatId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'

/** Stored on the device before it returns; the clock shows until the server has it. */
export async function sendText(chat: ChatId, text: string): Promise<void> {
  const message = await engine.messages.send(chat, text)
  chatStore.getState().applySent(message)
}
