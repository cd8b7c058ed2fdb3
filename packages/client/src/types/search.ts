import type { ChatId } from '@soroka/protocol'
import type { ChatView } from './chats.ts'
import type { MessageView } from './messages.ts'
import type { PersonView } from './people.ts'

export interface SearchHit {
  message: MessageView
  /** Where the text matches: start and length in UTF-16 units. */
  ranges: [number, number][]
}

export interface SearchAnswer {
  chats: ChatView[]
  people: PersonView[]
  hits: SearchHit[]
  /** Hits beyond these. */
  more: boolean
  /** The words that were understood as filters, for the screen's chips. */
  filters: { name: 'from' | 'in' | 'has' | 'before' | 'after'; value: string }[]
}

export interface SearchApi {
  /**
   * Searches all that this device may read, without the network. The text may hold filters: from:, in:, has:link|poll|photo|video|file|voice,
   * before:2026-05-01, after:… `chat`: in this one only.
   */
  query(text: string, input: { chat?: ChatId; limit: number; offset?: number }): Promise<SearchAnswer>
  /** Messages that are indexed, of those that are known to exist. */
  progress(): Promise<{ indexed: number; total: number }>
}
