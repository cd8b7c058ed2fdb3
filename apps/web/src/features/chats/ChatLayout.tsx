import type { ChatId } from '@soroka/protocol'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { PhoneLayout } from './PhoneLayout.tsx'
import { WideLayout } from './WideLayout.tsx'

export interface LayoutProps {
  area: 'chats' | 'settings'
  chat: ChatId | null
  info: boolean
  section: string | null
  finding: boolean
}

/** One pane on a phone, rail and panes side by side on anything wider. */
export function ChatLayout(props: LayoutProps) {
  return useViewport() === 'phone' ? <PhoneLayout {...props} /> : <WideLayout {...props} />
}
