import { useChats } from '../../stores/chatStore.ts'
import { useUi } from './ui-store.ts'

/** Whether the chat on the screen is a stranger's who was not let in yet. */
export function useInRequest(): boolean {
  const chat = useUi((state) => state.chat)
  return useChats((state) => chat !== null && state.chats[chat]?.request === true)
}
