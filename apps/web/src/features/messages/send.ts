import type { MessageView, Outgoing } from '@soroka/client/types'
import type { ChatId, FileId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { readPage } from '../../stores/page-reading.ts'

/** Stored on the device before it returns; the clock shows until the server has it. */
export async function sendMessage(chat: ChatId, outgoing: Outgoing): Promise<void> {
  await showSent(chat, await engine.messages.send(chat, outgoing))
}

/** A sticker or GIF that is kept: the server has its bytes. */
export async function sendKept(chat: ChatId, file: FileId, about: Pick<Outgoing, 'replyTo' | 'thread'>): Promise<void> {
  await showSent(chat, await engine.stickers.send(chat, file, about))
}

async function showSent(chat: ChatId, message: MessageView): Promise<void> {
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
