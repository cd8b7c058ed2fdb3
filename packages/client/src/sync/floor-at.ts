import type { ChatRow, MessageRow } from '../indexeddb/rows.ts'
import { isGenuine } from '../messages/annotations.ts'
import { wiped } from '../messages/wipe.ts'
import type { FloorOf } from './opening.ts'

/**
 * R8, at each place of the log: once something stands there under an epoch, nothing that comes after it may be of an
 * epoch below that one's floor. Whoever was removed has the old key still; a server that takes his words is found out.
 * @param row the next one behind `chat.log`
 * @returns the row as it counts
 */
export function judgeFloor(chat: ChatRow, row: MessageRow, floorOf: FloorOf): MessageRow {
  const floor = floorOf(chat.logEpoch)
  if (row.problem === 'waiting_key') return { ...row, floor }
  const judged = keepFloor(row, floor)
  // Its epoch is its author's word, not the server's.
  const meant = row.seen !== undefined && (isGenuine(judged) || judged.erased === true)
  if (meant && row.epoch !== undefined) chat.logEpoch = Math.max(chat.logEpoch, row.epoch)
  return judged
}

/** What is sealed below the floor that holds at its place doesn't count. */
export function keepFloor(row: MessageRow, floor = 0): MessageRow {
  if (row.epoch === undefined || row.epoch >= floor || !isGenuine(row)) return row
  const { erased: _, ...rest } = wiped(row)
  return { ...rest, problem: 'invalid' }
}
