import type { ChatId } from '@soroka/protocol'

/** What the address says. */
export interface LayoutProps {
  area: 'chats' | 'settings'
  chat: ChatId | null
  info: boolean
  section: string | null
  finding: boolean
}
