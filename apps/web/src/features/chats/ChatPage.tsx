import { useLocation, useParams } from '@tanstack/react-router'
import type { ChatId } from '@soroka/protocol'
import { ChatLayout } from './ChatLayout.tsx'
import { useWatch } from '../people/index.ts'
import { useShortcuts } from './use-shortcuts.dom.ts'

/** Reads the address: which pane stands where is decided by it alone. */
export function ChatPage() {
  const { chatId, section } = useParams({ strict: false })
  const { pathname, search } = useLocation()
  useShortcuts()
  useWatch()
  return (
    <ChatLayout
      area={pathname.startsWith('/settings') ? 'settings' : 'chats'}
      chat={(chatId as ChatId | undefined) ?? null}
      info={chatId !== undefined && pathname.endsWith('/info')}
      section={section ?? null}
      finding={search.find === true}
    />
  )
}
