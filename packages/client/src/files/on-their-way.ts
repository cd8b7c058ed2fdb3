import type { FileId, MsgId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { UploadProgress } from './progress.ts'

/** Bytes of each file that is still on its way to the server; undefined when none is. */
export type OnTheirWay = ReadonlyMap<FileId, { sent: number; total: number }>

export async function filesOnTheirWay(
  db: AccountDb,
  progress: Pick<UploadProgress, 'sent'>,
  row: MessageRow,
): Promise<OnTheirWay | undefined> {
  if (row.state === 'sent' || row.files === undefined) return undefined
  const rows = await Promise.all(row.files.map((id) => db.get('files', id)))
  const waiting = rows.filter((file) => file?.waiting !== undefined)
  const message = row.id ?? ('' as MsgId)
  return waiting.length === 0
    ? undefined
    : new Map(
        waiting.flatMap((file) =>
          file === undefined ? [] : [[file.id, { sent: progress.sent(message, file.id) ?? 0, total: file.bytes }]],
        ),
      )
}
