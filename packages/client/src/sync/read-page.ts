import type { ChatId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { dropPosition } from '../indexeddb/ranges.ts'
import { type ChatRow, type MessageRow, messageRow, PENDING } from '../indexeddb/rows.ts'
import { type MessageViews, shownOf } from '../messages/message-views.ts'
import type { MessageView } from '../types.ts'
import { readChat } from './heads.ts'

/** A place in the log: rows below one, above one, or on both sides of one. */
export interface Where {
  before?: number
  after?: number
  around?: number
}

export interface LocalPage {
  messages: MessageView[]
  /** Older rows exist, here or on the server. */
  more: boolean
  /** Newer ones. */
  moreBelow: boolean
  /** Where rows of this stretch are missing that the server has: pull them, then read again. */
  missing: Where | null
}

interface Walk {
  views: MessageView[]
  lost: number[]
  /** The first place that was not looked at. */
  end: number
}

/** A page from the database. Rows that are damaged or gone are noted as missing, so that they are pulled again. */
export async function readPage(
  db: AccountDb,
  views: MessageViews,
  chat: ChatId,
  page: Where & { limit: number },
): Promise<LocalPage> {
  const row = await readChat(db, chat)
  if (row === null) return { messages: [], more: false, moreBelow: false, missing: null }
  const top = topOf(row, page)
  const [below, above] = limitsOf(page)
  const down = await walk(db, views, row, 'down', top, below)
  const up = await walk(db, views, row, 'up', top + 1, above)
  const lost = [...down.lost, ...up.lost]
  if (lost.length > 0) await forgetRows(db, chat, lost)
  const isNewest = page.before === undefined && page.after === undefined && page.around === undefined
  const pending = isNewest ? await readPending(db, views, chat) : []
  return {
    messages: [...down.views, ...up.views, ...pending],
    more: down.end >= 1,
    moreBelow: up.end <= row.lastSeq,
    missing: row.created ? missing(row, lost, { walk: down, limit: below }, { walk: up, limit: above }) : null,
  }
}

/** The last place of the part below. */
function topOf(row: ChatRow, { before, after, around }: Where): number {
  const top = before === undefined ? (after ?? around ?? row.lastSeq) : before - 1
  return Math.max(0, Math.min(top, row.lastSeq))
}

function limitsOf({ after, around, limit }: Where & { limit: number }): [below: number, above: number] {
  if (around !== undefined) return [Math.ceil(limit / 2), Math.floor(limit / 2)]
  return after === undefined ? [limit, 0] : [0, limit]
}

function missing(
  row: ChatRow,
  lost: number[],
  down: { walk: Walk; limit: number },
  up: { walk: Walk; limit: number },
): Where | null {
  if (lost.length > 0) return { before: Math.max(...lost) + 1 }
  if (down.walk.end >= 1 && down.walk.views.length < down.limit) return { before: down.walk.end + 1 }
  if (up.walk.end <= row.lastSeq && up.walk.views.length < up.limit) return { after: up.walk.end - 1 }
  return null
}

/** Walks away from a place while rows are here, until enough are shown. */
async function walk(
  db: AccountDb,
  views: MessageViews,
  row: ChatRow,
  way: 'down' | 'up',
  from: number,
  limit: number,
): Promise<Walk> {
  const found: MessageView[] = []
  const lost: number[] = []
  const run = row.have.find(([a, b]) => a <= from && from <= b)
  if (run === undefined) return { views: found, lost, end: from }
  const [first, last] = run
  let at = from
  while (found.length < limit && at >= first && at <= last) {
    const span = limit - found.length
    const [low, high] = way === 'down' ? [Math.max(first, at - span + 1), at] : [at, Math.min(last, at + span - 1)]
    const seen = await readSpan(db, views, row.id, low, high, lost)
    if (way === 'down') found.unshift(...seen)
    else found.push(...seen)
    at = way === 'down' ? low - 1 : high + 1
  }
  return { views: found, lost, end: at }
}

async function readSpan(
  db: AccountDb,
  views: MessageViews,
  chat: ChatId,
  low: number,
  high: number,
  lost: number[],
): Promise<MessageView[]> {
  const stored = await db.getAll('messages', IDBKeyRange.bound([chat, low], [chat, high]))
  const rows = parsed(stored)
  const here = new Set(rows.map(({ seq }) => seq))
  for (let seq = low; seq <= high; seq++) if (!here.has(seq)) lost.push(seq)
  const seen = await views.of(chat, rows)
  return seen.flatMap((view, i): MessageView[] => {
    if (view !== 'damaged') return view === null ? [] : [view]
    lost.push(rows[i]?.seq ?? low)
    return []
  })
}

async function readPending(db: AccountDb, views: MessageViews, chat: ChatId): Promise<MessageView[]> {
  const range = IDBKeyRange.bound([chat, PENDING], [chat, Number.MAX_SAFE_INTEGER])
  const rows = parsed(await db.getAll('messages', range))
  return shownOf(await views.of(chat, rows))
}

function parsed(values: readonly unknown[]): MessageRow[] {
  return values.map((value) => messageRow.safeParse(value).data).filter((row) => row !== undefined)
}

/** Damaged rows leave the database, and the log's hash starts again below them. */
async function forgetRows(db: AccountDb, chat: ChatId, seqs: number[]): Promise<void> {
  await inOne(db, ['chats', 'messages'], async (tx) => {
    const row = await tx.objectStore('chats').get(chat)
    if (row === undefined) return
    for (const seq of seqs) {
      row.have = dropPosition(row.have, seq)
      await tx.objectStore('messages').delete([chat, seq])
    }
    await tx.objectStore('chats').put(row)
  })
}
