import type { FolderView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useMemo } from 'react'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import { prefsStore, usePrefs } from '../../stores/prefsStore.ts'
import { useNow } from '../../ui/use-now.ts'
import { visibleChats } from './folder-filter.ts'

/** The folder whose tab is chosen; none when it was deleted. */
export function useFolder(): FolderView | undefined {
  const id = usePrefs((state) => state.folder)
  return useChats((state) => state.folders.find((folder) => folder.id === id))
}

/** The ids that the list shows. */
export function useVisibleChats(list: 'archive' | 'requests' | null): ChatId[] {
  const now = useNow()
  const folder = useFolder()
  const order = useChats((state) => state.order)
  const chats = useChats((state) => state.chats)
  return useMemo(() => visibleChats(order, chats, { list, folder, now }), [order, chats, list, folder, now])
}

/** The same, for keys that walk over the list. */
export function chatsInView(): ChatId[] {
  const { order, chats, folders } = chatStore.getState()
  const folder = folders.find(({ id }) => id === prefsStore.getState().folder)
  return visibleChats(order, chats, { list: null, folder, now: Date.now() })
}
