import type { FileId } from '@soroka/protocol'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { OnTheirWay } from '../files/on-their-way.ts'
import type { Content } from '../messages/read-body.ts'
import type { QuoteView } from '../types.ts'

/** A row with its body in hand. */
export interface Opened {
  row: MessageRow
  content: Content
}

/** Everything that a message's view is made of. */
export interface Parts {
  row: MessageRow
  own: Content
  /** The version that is shown. */
  edit: Opened | null
  reactions: readonly Opened[]
  pin: Opened | null
  votes: readonly Opened[]
  close: Opened | null
  answers: readonly MessageRow[]
  quote: QuoteView | undefined
  ownVote: readonly number[]
  onTheirWay: OnTheirWay | undefined
  /** Files that the server was found not to keep any more. */
  gone: ReadonlySet<FileId>
}
