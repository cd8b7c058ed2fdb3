import type { ChatId, UserId } from '@soroka/protocol'
import { engine } from '../../engine/engine.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { sayFailure } from '../../ui/act.ts'

/** The chat with a person, there at once; the server learns of it with the first message. */
export async function openDirect(user: UserId): Promise<ChatId> {
  const chat = await engine.chats.openDirect(user)
  chatStore.getState().applyChats([chat], [])
  return chat.id
}

/** Saved messages; null when they can't be opened, which has been said then. */
export async function openNest(): Promise<ChatId | null> {
  try {
    const chat = await engine.chats.openNest()
    chatStore.getState().applyChats([chat], [])
    return chat.id
  } catch (error) {
    sayFailure(error)
    return null
  }
}
