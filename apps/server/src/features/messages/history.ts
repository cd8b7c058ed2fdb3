import { limits } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { findAnnotations, findPins } from './annotations-repo.ts'
import { findPage, findRows } from './history-repo.ts'
import type { StoredRow } from './history-repo.ts'
import { getView, spanAfter, spanBefore } from './view.ts'

/** Ciphertext of one page in bytes: 200 rows of the largest kind would be 15 MB. */
const PAGE_BYTES = 1_048_576
/** And of what is said about its rows. */
const ANNOTATION_BYTES = 2_097_152
const MAX_PINS = 100

export interface PageQuery {
  readonly chat: ChatId
  /** Rows above this seq, the oldest first. */
  readonly after?: number
  /** Without `after`: the last rows below this seq; without both the last of all. */
  readonly before?: number
  readonly limit?: number
}

export interface Page {
  readonly lastSeq: number
  readonly rows: MessageRow[]
  readonly annotations: MessageRow[]
}

/**
 * A page of the log as this person may read it: inside one of his memberships (R23). At least one row if there is any;
 * fewer than asked for when they or their annotations are large, or where a membership ends.
 * @throws SorokaError NOT_FOUND for a chat that is not his
 */
export async function readPage(sql: Sql, user: UserId, query: PageQuery): Promise<Page> {
  const { chat, after, before = Number.MAX_SAFE_INTEGER } = query
  const view = await getView(sql, chat, user)
  const forward = after !== undefined
  const span = forward ? spanAfter(view, after) : spanBefore(view, before)
  if (span === undefined) return { lastSeq: view.lastSeq, rows: [], annotations: [] }
  const limit = Math.max(1, Math.min(query.limit ?? limits.pageRows, limits.pageRows))
  const found = await findPage(sql, chat, { ...span, forward, limit, bytes: PAGE_BYTES })
  // From where the reader comes on: what is cut comes with his next page.
  let near = forward ? found : found.toReversed()
  for (;;) {
    const targets = near.map((row) => row.msgId)
    const above = Math.max(...near.map((row) => row.seq))
    // Nothing stands above the newest row: that is the page that is read most.
    if (above >= view.lastSeq) return pageOf(view.lastSeq, forward ? near : near.toReversed(), [])
    const said = await findAnnotations(sql, chat, { targets, above, spans: view.spans, bytes: ANNOTATION_BYTES })
    if (said.complete >= near.length) return pageOf(view.lastSeq, forward ? near : near.toReversed(), said.rows)
    near = near.slice(0, said.complete)
  }
}

function pageOf(lastSeq: number, rows: readonly StoredRow[], annotations: readonly StoredRow[]): Page {
  return { lastSeq, rows: rows.map(toRow), annotations: annotations.map(toRow) }
}

/**
 * The newest pins and the messages that they pin.
 * @throws SorokaError NOT_FOUND for a chat that is not his
 */
export async function readPins(
  sql: Sql,
  user: UserId,
  chat: ChatId,
): Promise<{ pins: MessageRow[]; targets: MessageRow[] }> {
  const { spans } = await getView(sql, chat, user)
  const found = await findPins(sql, chat, spans, MAX_PINS, ANNOTATION_BYTES)
  const pins = await findRows(
    sql,
    chat,
    found.map((pin) => pin.seq),
  )
  const targets = await findRows(
    sql,
    chat,
    found.map((pin) => pin.targetSeq),
  )
  return { pins: pins.map(toRow), targets: targets.map(toRow) }
}

/**
 * The first row at or after a moment that this person may read; the last one if all are older; 0 if there is none.
 * @throws SorokaError NOT_FOUND for a chat that is not his
 */
export async function findSeqAt(sql: Sql, user: UserId, chat: ChatId, at: number): Promise<number> {
  const view = await getView(sql, chat, user)
  for (const { above, upTo } of view.spans) {
    const [row] = await sql<{ seq: number | null }[]>`SELECT seq_at(${chat}, ${above}, ${upTo}, ${at})::float8 AS seq`
    if (row !== undefined && row.seq !== null) return row.seq
  }
  return view.lastSeq
}

/** A stored row as it crosses the wire. */
export function toRow({ seq, at, envelope, header, hash }: StoredRow): MessageRow {
  if (envelope !== null) return { seq, at, envelope: envelope.toString('base64url') }
  return header === null || hash === null
    ? { seq, at }
    : { seq, at, header: header.toString('base64url'), content: hash.toString('base64url') }
}
