import type { Outgoing } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { readPage } from '../../stores/page-reading.ts'

/** Stored on the device before it returns; the clock shows until the server has it. */
export async function sendMessage(chat: ChatId, outgoing: Outgoing): Promise<void> {
  const message = await engine.messages.send(chat, outgoing)
  if (message.scheduled) return
  // Who writes wants to see it: the feed comes back from a place in the past.
  if (chatStore.getState().windows[chat]?.moreBelow)
    await readPage(
      chat,
      () => engine.messages.page(chat, { limit: 60 }),
      (page) => chatStore.getState().setWindow(chat, page),
    )
  chatStore.getState().applySent(message)
}
