import type { ChatId } from '@soroka/protocol'
import type { InfoPart } from '../../app/place.ts'

export type Area = 'chats' | 'calls' | 'contacts' | 'settings' | 'desk' | 'join'

/** What the address says. */
export interface LayoutProps {
  area: Area
  chat: ChatId | null
  info: boolean
  /** A page of the info panel; null: its first one. */
  part: InfoPart | null
  section: string | null
  finding: boolean
  /** The open chat's own search. */
  seeking: boolean
  list: 'archive' | 'requests' | null
}
