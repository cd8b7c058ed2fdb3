import { useEffect } from 'react'
import { setTitleCount } from '../../../app/page-title.dom.ts'
import { type ChatState, useChats } from '../../../stores/chatStore.ts'
import { isMuted } from '../../../stores/chat-state.ts'
import { useNow } from '../../../ui/use-now.ts'
import { drawFavicon } from './favicon.dom.ts'

/** Messages that nobody has read yet in chats that are not silenced: the same number as the server's. */
function countNew({ chats }: ChatState, now: number): number {
  let sum = 0
  for (const chat of Object.values(chats))
    if (!isMuted(chat, now) && !chat.archived && !chat.request && !chat.left) sum += chat.unread
  return sum
}

/** The number of what is new: in the title, on the tab's icon, and on the app's. */
export function useCounters(): void {
  const now = useNow()
  const loaded = useChats((state) => state.loaded)
  const count = useChats((state) => countNew(state, now))
  useEffect(() => {
    if (!loaded) return
    setTitleCount(count)
    void drawFavicon(count)
    void navigator.setAppBadge?.(count).catch(() => undefined)
  }, [count, loaded])
  useEffect(
    () => () => {
      setTitleCount(0)
      void drawFavicon(0)
    },
    [],
  )
}
