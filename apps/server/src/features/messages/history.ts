import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { findPage, findView } from './history-repo.ts'
import type { StoredRow } from './history-repo.ts'

/** Ciphertext of one page in bytes: 200 rows of the largest kind would be 15 MB. */
const PAGE_BYTES = 1_048_576

export interface PageQuery {
  readonly chat: ChatId
  /** Rows above this seq, the oldest first. */
  readonly after?: number
  /** Without `after`: the last rows below this seq; without both the last of all. */
  readonly before?: number
  readonly limit?: number
}

/**
 * A page of the log as this person may read it: inside his membership (R23). At least one row if there is any; fewer
 * than asked for when they are large.
 * @throws SorokaError NOT_FOUND for a chat that is not his
 */
export async function readPage(
  sql: Sql,
  user: UserId,
  query: PageQuery,
): Promise<{ lastSeq: number; rows: MessageRow[] }> {
  const view = await findView(sql, query.chat, user)
  if (view === undefined) throw new SorokaError('NOT_FOUND')
  const limit = Math.max(1, Math.min(query.limit ?? limits.pageRows, limits.pageRows))
  const forward = query.after !== undefined
  const rows = await findPage(sql, query.chat, {
    above: forward ? Math.max(query.after ?? 0, view.joinedSeq) : view.joinedSeq,
    upTo: forward ? view.lastSeq : Math.min(view.lastSeq, (query.before ?? Number.MAX_SAFE_INTEGER) - 1),
    forward,
    limit,
    bytes: PAGE_BYTES,
  })
  return { lastSeq: view.lastSeq, rows: rows.map(toRow) }
}

function toRow({ seq, at, envelope, header, hash }: StoredRow): MessageRow {
  if (envelope !== null) return { seq, at, envelope: envelope.toString('base64url') }
  return header === null || hash === null
    ? { seq, at }
    : { seq, at, header: header.toString('base64url'), content: hash.toString('base64url') }
}
