import { limits } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { toRow } from './history.ts'
import { findNewest } from './history-repo.ts'
import type { ChatRange } from './history-repo.ts'
import { findViews, spanBefore } from './view.ts'

/** Ciphertext of one answer in bytes. */
const ANSWER_BYTES = 2_097_152

export interface NewestPage {
  readonly chat: ChatId
  readonly lastSeq: number
  readonly rows: MessageRow[]
}

/**
 * The last rows of several chats, each inside the reader's memberships (R23), in two statements for all: a device comes
 * back to hundreds of chats at once (R12). Above them stands nothing that could speak of them. A chat that is not his,
 * and one for which there is no room, has no page.
 */
export async function readNewest(
  sql: Sql,
  user: UserId,
  wanted: readonly { readonly chat: ChatId; readonly limit: number }[],
): Promise<NewestPage[]> {
  const limitOf = new Map(wanted.map(({ chat, limit }) => [chat, Math.min(limit, limits.pageRows)]))
  const views = await findViews(sql, [...limitOf.keys()], user)
  const ranges = [...limitOf].flatMap(([chat, limit]): ChatRange[] => {
    const view = views.get(chat)
    const span = view === undefined ? undefined : spanBefore(view, Number.MAX_SAFE_INTEGER)
    return span === undefined ? [] : [{ chat, ...span, limit }]
  })
  const found = Map.groupBy(await findNewest(sql, ranges, ANSWER_BYTES), ({ chat }) => chat)
  return ranges.flatMap(({ chat, upTo }) => {
    const rows = found.get(chat)
    return rows === undefined ? [] : [{ chat, lastSeq: upTo, rows: rows.map(toRow) }]
  })
}
