import type { OwnCall } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'

/** Of two, once they talk; in a group, who may add people to it. */
export function mayAdd({ phase, state }: Pick<OwnCall, 'phase' | 'state'>): boolean {
  const chat = chatStore.getState().chats[state.chat]
  if (chat?.kind === 'direct') return phase === 'connected' && chat.peer !== undefined
  return chat?.kind === 'group' && chat.rights.add
}
