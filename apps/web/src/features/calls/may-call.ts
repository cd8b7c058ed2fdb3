import type { ChatView } from '@soroka/client/types'

/** Nobody calls oneself, nor where one is no more, nor a stranger who was not let in yet. */
export function mayCall(chat: ChatView): boolean {
  return chat.kind !== 'nest' && !chat.left && !chat.request && chat.peer?.blocked !== true
}
