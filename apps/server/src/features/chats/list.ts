import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import type { Queries } from './queries.ts'
import { readCursor, readPlace, writeCursor, writePlace } from './cursor.ts'
import type { PagePlace } from './cursor.ts'
import { findHeads } from './heads-repo.ts'

export interface ListPage {
  readonly era: string
  readonly cursor: string
  readonly full: boolean
  readonly page: string | null
  readonly chats: ChatHead[]
  readonly gone?: ChatId[]
}

/**
 * The vector of a person's chats (R12): all of them, or those that changed since a cursor of this era. The first page
 * has the newest activity, the others come by id. The cursor is the first page's snapshot: what commits while the pages
 * are read comes again with the next call.
 * @throws SorokaError BAD_REQUEST for a page that this server did not write
 */
export async function listChats(
  sql: Queries,
  era: string,
  user: UserId,
  input: { cursor?: string | undefined; page?: string | undefined },
): Promise<ListPage> {
  const place = input.page === undefined ? undefined : readPlace(input.page)
  if (input.page !== undefined && place === undefined) throw new SorokaError('BAD_REQUEST')
  // After a restore in the middle of a pass the rest of it means nothing.
  if (place === undefined || place.era !== era) return firstPage(sql, era, user, sinceCursor(era, input.cursor))
  return nextPage(sql, user, place)
}

async function firstPage(sql: Queries, era: string, user: UserId, since: bigint | undefined): Promise<ListPage> {
  const { xmin, heads, activeAt } = await findHeads(sql, user, { since, limit: limits.pageChats + 1 })
  const chats = heads.slice(0, limits.pageChats)
  const lastAt = activeAt[chats.length - 1] ?? 0
  const page = heads.length > limits.pageChats ? writePlace({ era, xmin, since, lastAt, after: undefined }) : null
  const first = { era, cursor: writeCursor({ era, xmin }), full: since === undefined, page, chats }
  return since === undefined ? first : { ...first, gone: await findGone(sql, user, since) }
}

async function nextPage(sql: Queries, user: UserId, place: PagePlace): Promise<ListPage> {
  const { era, xmin, since, lastAt, after = '' } = place
  const limit = limits.pageChats + 1
  const { heads } = await findHeads(sql, user, { since, restingSince: lastAt, after, limit })
  const chats = heads.slice(0, limits.pageChats)
  const page = heads.length === limit ? writePlace({ ...place, after: chats.at(-1)?.id }) : null
  // What moved to the top while the pages were read is in none of them: the last one brings it.
  if (page === null) {
    const known = new Set(chats.map((chat) => chat.id))
    const moved = await findHeads(sql, user, { since: xmin, limit })
    chats.push(...moved.heads.filter((chat) => !known.has(chat.id)))
  }
  return { era, cursor: writeCursor({ era, xmin }), full: since === undefined, page, chats }
}

/** Chats that left his list for good; of a pass over all, what it does not name is gone anyway. */
async function findGone(sql: Queries, user: UserId, since: bigint): Promise<ChatId[]> {
  const rows = await sql<{ id: ChatId }[]>`
    SELECT chat_id AS id FROM chats_gone
    WHERE user_id = ${user} AND changed_xid >= ${since.toString()}::xid8 ORDER BY at DESC LIMIT 1000`
  return rows.map((row) => row.id)
}

/** @throws SorokaError NOT_FOUND for a chat that is not his */
export async function getChat(sql: Queries, user: UserId, chat: ChatId): Promise<ChatHead> {
  const { heads } = await findHeads(sql, user, { chat, limit: 1 })
  const [head] = heads
  if (head === undefined) throw new SorokaError('NOT_FOUND')
  return head
}

function sinceCursor(era: string, text: string | undefined): bigint | undefined {
  const cursor = text === undefined ? undefined : readCursor(text)
  return cursor?.era === era ? cursor.xmin : undefined
}
