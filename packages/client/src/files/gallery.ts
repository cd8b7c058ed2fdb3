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
}

/** Files of these shapes in the messages of a chat that are here, the newest message first. */
export async function gallery(
  db: AccountDb,
  view: (chat: ChatId, rows: readonly MessageRow[]) => Promise<MessageView[]>,
  chat: ChatId,
  { shapes, before = Number.MAX_SAFE_INTEGER, limit }: { shapes: readonly ShapeName[]; before?: number; limit: number },
): Promise<GalleryItem[]> {
  const items: GalleryItem[] = []
  let below = before
  let messages = 0
  while (messages < limit) {
    const rows = await newest(db, chat, shapes, below, limit)
    if (rows.length === 0) break
    below = rows.at(-1)?.seq ?? 0
    const views = (await view(chat, rows)).sort((a, b) => (b.seq ?? 0) - (a.seq ?? 0))
    for (const { id, seq, at, files = [] } of views) {
      const fit = files.filter(({ shape }) => shapes.includes(shape))
      if (fit.length === 0 || seq === undefined || messages === limit) continue
      messages++
      for (const file of fit) items.push({ message: id, seq, at, file })
    }
  }
  return items
}

/** Rows below a place that have files of one of the shapes, newest first. */
async function newest(
  db: AccountDb,
  chat: ChatId,
  shapes: readonly ShapeName[],
  below: number,
  limit: number,
): Promise<MessageRow[]> {
  const index = db.transaction('messages').store.index('byShape')
  const found = new Map<number, MessageRow>()
  await Promise.all(
    shapes.map(async (shape) => {
      const range = IDBKeyRange.bound(key(chat, shape, 0), key(chat, shape, below), false, true)
      let cursor = await index.openCursor(range, 'prev')
      for (let n = 0; cursor !== null && n < limit; n++) {
        found.set(cursor.value.seq, cursor.value)
        cursor = await cursor.continue()
      }
    }),
  )
  return [...found.values()].sort((a, b) => b.seq - a.seq).slice(0, limit)
}

function key(chat: ChatId, shape: ShapeName, seq: number): string {
  return `${chat} ${shape} ${`${seq}`.padStart(DIGITS, '0')}`
}
