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
}

/**
 * The vector of a person's chats (R12): all of them, or those that changed since a cursor of this era, newest activity
 * first. The cursor is the first page's snapshot: what commits while the pages are read comes again with the next call.
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
  const going = place?.era === era ? place : undefined
  const since = going === undefined ? sinceCursor(era, input.cursor) : going.since
  const found = await findHeads(sql, user, {
    limit: limits.pageChats + 1,
    ...(going === undefined ? {} : { after: going }),
    ...(since === undefined ? {} : { since }),
  })
  const xmin = going?.xmin ?? found.xmin
  const chats = found.heads.slice(0, limits.pageChats)
  const last = chats.at(-1)
  const more = found.heads.length > limits.pageChats && last !== undefined
  const page = more ? writePlace({ era, xmin, since, lastAt: last.lastAt, chat: last.id } satisfies PagePlace) : null
  // A chat that moved to the top while the pages were read would be missing from a full list: add it to its end.
  const moved = page === null && going !== undefined ? await findHeads(sql, user, { since: xmin, limit: 100 }) : undefined
  const known = new Set(chats.map((chat) => chat.id))
  chats.push(...(moved?.heads ?? []).filter((chat) => !known.has(chat.id)))
  return { era, cursor: writeCursor({ era, xmin }), full: since === undefined, page, chats }
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
