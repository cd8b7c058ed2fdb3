import { type Bytes, equal } from '@soroka/protocol/bytes'
import { nextLogHash } from '@soroka/protocol/records'
import type { ChatRow, MessageRow } from '../indexeddb/rows.ts'
import { judgeFloor } from './floor-at.ts'
import type { FloorOf } from './opening.ts'

/** Rows hashed in one transaction: long histories must not hold the database. */
const STEP = 500

/**
 * Hashes the log upwards from the last verified point, as far as rows are here without a gap, and compares what each
 * author signed that he had seen with our own chain (R5), and his epoch with the floor there (R8). Changes `chat.log`,
 * `chat.logEpoch` and `chat.fork`.
 * @returns whether more could be hashed at once
 */
export async function advanceLog(chat: ChatRow, messages: MessageStore, floorOf: FloorOf): Promise<boolean> {
  const first = chat.have[0]
  if (first === undefined || first[0] !== 1) return false
  const end = Math.min(first[1], chat.log.seq + STEP)
  for (let seq = chat.log.seq + 1; seq <= end; seq++) {
    const row = await messages.get([chat.id, seq])
    // Vanished from the disk: the page that misses it pulls it again.
    if (row?.hash === undefined) return false
    await messages.put(await hashNext(chat, row, row.hash, messages, floorOf))
  }
  return end < first[1]
}

/** Whether the row is the next one to be hashed: all below it are. */
export function isNext(chat: ChatRow, row: MessageRow): boolean {
  return row.seq === chat.log.seq + 1
}

/** The row as it is to be stored, with the log's hash up to it. Changes `chat.log`, `chat.logEpoch` and `chat.fork`. */
export async function hashNext(
  chat: ChatRow,
  row: MessageRow,
  hash: Bytes,
  messages: Pick<MessageStore, 'get'>,
  floorOf: FloorOf,
): Promise<MessageRow> {
  const logHash = nextLogHash(chat.log.hash, row.seq, hash)
  const judged = judgeFloor(chat, row, floorOf)
  chat.log = { seq: row.seq, hash: logHash }
  if (!(await agrees(row, messages))) chat.fork = true
  return { ...judged, logHash }
}

/** Whether what the author had seen is what we have; true while we can't tell. */
export async function agrees(
  row: Pick<MessageRow, 'chat' | 'seq' | 'seen'>,
  messages: Pick<MessageStore, 'get'>,
): Promise<boolean> {
  if (row.seen === undefined || row.seen.seq === 0) return true
  // He had seen what now comes after him: somebody moved rows.
  if (row.seen.seq >= row.seq) return false
  const own = await messages.get([row.chat, row.seen.seq])
  return own?.logHash === undefined || equal(own.logHash, row.seen.hash)
}

/** The part of an object store that the log needs, inside a writing transaction. */
export interface MessageStore {
  get(key: [MessageRow['chat'], number]): Promise<MessageRow | undefined>
  put(row: MessageRow): Promise<unknown>
}
