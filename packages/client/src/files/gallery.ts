import type { ChatId, MsgId } from '@soroka/protocol'
import type { Attachment, ShapeName } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { AttachmentView, MessageView } from '../types.ts'
import { shapeOf } from './attachment-view.ts'

/** Wide enough for every place in a log, so that keys sort as numbers do. */
const DIGITS = 16

/** Under what a message with files is found: once for each shape, in the order of the log. */
export function shapeKeys(chat: ChatId, seq: number, attachments: readonly Attachment[]): string[] {
  return [...new Set(attachments.map(({ shape }) => key(chat, shapeOf(shape), seq)))]
}

export interface GalleryItem {
  message: MsgId
  seq: number
  at: number
  file: AttachmentView
  view: MessageView
}

export interface GalleryQuestion {
  shapes: readonly ShapeName[]
  before?: number
  after?: number
  limit: number
}

/** Files of these shapes in the messages of a chat that are here, the nearest message to the place first. */
export async function gallery(
  db: AccountDb,
  view: (chat: ChatId, rows: readonly MessageRow[]) => Promise<MessageView[]>,
  chat: ChatId,
  { shapes, before = Number.MAX_SAFE_INTEGER, after, limit }: GalleryQuestion,
): Promise<GalleryItem[]> {
  const items: GalleryItem[] = []
  let from = after ?? before
  let messages = 0
  const way = after === undefined ? -1 : 1
  while (messages < limit) {
    const rows = await nearest(db, chat, shapes, from, way, limit)
    if (rows.length === 0) break
    from = rows.at(-1)?.seq ?? 0
    const views = (await view(chat, rows)).sort((a, b) => way * ((a.seq ?? 0) - (b.seq ?? 0)))
    for (const one of views) {
      const { id, seq, at, files = [] } = one
      const fit = files.filter(({ shape }) => shapes.includes(shape))
      if (fit.length === 0 || seq === undefined || messages === limit) continue
      messages++
      for (const file of fit) items.push({ message: id, seq, at, file, view: one })
    }
  }
  return items
}

/** Rows on one side of a place that have files of one of the shapes, from there on. */
async function nearest(
  db: AccountDb,
  chat: ChatId,
  shapes: readonly ShapeName[],
  from: number,
  way: -1 | 1,
  limit: number,
): Promise<MessageRow[]> {
  const index = db.transaction('messages').store.index('byShape')
  const found = new Map<number, MessageRow>()
  await Promise.all(
    shapes.map(async (shape) => {
      const [first, last] = way < 0 ? [0, from] : [from, Number.MAX_SAFE_INTEGER]
      const range = IDBKeyRange.bound(key(chat, shape, first), key(chat, shape, last), way > 0, true)
      let cursor = await index.openCursor(range, way < 0 ? 'prev' : 'next')
      for (let n = 0; cursor !== null && n < limit; n++) {
        found.set(cursor.value.seq, cursor.value)
        cursor = await cursor.continue()
      }
    }),
  )
  return [...found.values()].sort((a, b) => way * (a.seq - b.seq)).slice(0, limit)
}

function key(chat: ChatId, shape: ShapeName, seq: number): string {
  return `${chat} ${shape} ${`${seq}`.padStart(DIGITS, '0')}`
}
