import type { ChatId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type EpochRow, epochRow, PENDING } from '../indexeddb/rows.ts'
import { isMessage } from '../messages/annotations.ts'
import type { Bodies } from '../messages/bodies.ts'
import { pinLinesBetween } from '../messages/pin-lines.ts'
import { keyLine } from '../people/key-lines.ts'
import type { LineChange, LineView } from '../types.ts'
import type { Hidden } from '../vault/chat-flags.ts'
import type { GroupStore, MetaVersion } from './group-store.ts'
import { placeOf } from './line-place.ts'

/** Lines after the same row: those of an epoch, then those of what was written under it. */
const STEP = 1_000

interface Sources {
  db: AccountDb
  store: GroupStore
  bodies: Pick<Bodies, 'open'>
  /** What I keep off my own screens. */
  personal(chat: ChatId): Promise<Hidden>
}

/** A stretch of the log: `more`, `moreBelow`: whether a screen may ask for what is above and below it. */
export interface Stretch {
  first?: number | undefined
  last?: number | undefined
  more: boolean
  moreBelow: boolean
}

/** The lines that stand after one of these rows, or before the first when nothing is above it. */
export async function linesBetween(sources: Sources, chat: ChatId, stretch: Stretch): Promise<LineView[]> {
  const { db, store, bodies } = sources
  const low = stretch.more ? (stretch.first ?? 0) : 0
  const next = stretch.moreBelow ? await nextMessage(db, chat, stretch.last ?? 0) : undefined
  const rows = await timesOf(db, chat, low, next?.seq ?? PENDING)
  const from = stretch.more ? (rows[0]?.at ?? 0) : 0
  const until = next?.at ?? Number.MAX_SAFE_INTEGER
  const changed = await keyLine(db, chat)
  const epochs = [...(await epochLines(db, chat)), ...(changed === null ? [] : [changed])]
  const placed = epochs
    .filter(({ at }) => at >= from && at < until)
    .map((line) => ({ ...line, after: rows.findLast((row) => row.at <= line.at)?.seq ?? low }))
  const named = (await metaLines(store, chat)).filter(({ after }) => after >= low && after < (next?.seq ?? PENDING))
  const stretched = { low, below: next?.seq ?? PENDING }
  const pins = await pinLinesBetween({ db, bodies, hidden: await sources.personal(chat) }, chat, stretched)
  return [...placed, ...named, ...pins].sort((a, b) => a.after - b.after || a.order - b.order)
}

/** The lines of some epochs, placed after the newest row that is not younger. */
export async function linesOf(db: AccountDb, rows: readonly EpochRow[]): Promise<LineView[]> {
  const lines: LineView[] = []
  for (const line of rows.flatMap(linesIn)) lines.push({ ...line, after: await placeOf(db, line.chat, line.at) })
  return lines
}

/** What each version of name and photo changed; of the first that is known here nothing can be said. */
export async function metaLines(store: GroupStore, chat: ChatId): Promise<LineView[]> {
  const versions = (await store.info(chat))?.log.versions ?? []
  return versions.flatMap((version, i) => {
    const before = versions[i - 1]
    if (before === undefined || before.version !== version.version - 1) return []
    return changesBetween(before, version).map((change, at) => ({
      key: `meta ${version.version} ${version.hash} ${change.type}`,
      chat,
      after: version.seq,
      order: at,
      at: version.at,
      by: version.by,
      change,
    }))
  })
}

function changesBetween(before: MetaVersion, after: MetaVersion): LineChange[] {
  const changes: LineChange[] = []
  if (before.name !== after.name) changes.push({ type: 'renamed', name: after.name })
  if (before.photo !== after.photo) changes.push({ type: 'photo' })
  if (before.description !== after.description) changes.push({ type: 'description' })
  return changes
}

async function epochLines(db: AccountDb, chat: ChatId): Promise<LineView[]> {
  const rows = await db.getAll('epochs', IDBKeyRange.bound([chat, 0], [chat, Number.MAX_SAFE_INTEGER]))
  return rows.flatMap((row) => {
    const parsed = epochRow.safeParse(row)
    return parsed.success ? linesIn(parsed.data) : []
  })
}

function linesIn({ chat, n, at, madeAt, line }: EpochRow): LineView[] {
  return (line?.changes ?? []).map((change, i) => ({
    key: `epoch ${n} ${i}`,
    chat,
    after: 0,
    order: (n + 1) * STEP + i,
    at: madeAt ?? at,
    by: line?.by ?? ('' as LineView['by']),
    change,
  }))
}

async function timesOf(db: AccountDb, chat: ChatId, from: number, below: number) {
  const rows = await db.getAll('messages', IDBKeyRange.bound([chat, from], [chat, below], false, true))
  return rows.map(({ seq, at }) => ({ seq, at }))
}

/** The next message below a screen: what stands before it, annotations too, belongs to the screen's last one. */
async function nextMessage(db: AccountDb, chat: ChatId, after: number) {
  const range = IDBKeyRange.bound([chat, after], [chat, PENDING], true, true)
  let cursor = await db.transaction('messages').store.openCursor(range)
  while (cursor !== null && (!isMessage(cursor.value) || cursor.value.hidden === true)) cursor = await cursor.continue()
  return cursor === null ? undefined : { seq: cursor.value.seq, at: cursor.value.at }
}
