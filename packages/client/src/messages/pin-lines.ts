import type { ChatId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { LineView } from '../types.ts'
import type { Hidden } from '../vault/chat-flags.ts'
import { isGenuine, isWaiting } from './annotations.ts'
import type { Bodies } from './bodies.ts'

/** Who pinned what, by the rows that say so; a pin that was taken off says so no more. */
export async function pinLines(bodies: Pick<Bodies, 'open'>, rows: readonly MessageRow[]): Promise<LineView[]> {
  const lines = await Promise.all(
    rows.map(async (row): Promise<LineView | null> => {
      const { chat, seq, at, sender, target } = row
      if (row.kind !== KIND.pin || !isGenuine(row) || isWaiting(row)) return null
      if (sender === undefined || target === undefined) return null
      if ((await bodies.open(row))?.options.pin !== true) return null
      return {
        key: `pin ${seq}`,
        chat,
        after: seq,
        order: 0,
        at,
        by: sender,
        change: { type: 'pinned', message: target },
      }
    }),
  )
  return lines.filter((line) => line !== null)
}

/** The same of a stretch of the log: from `low` to below `below`. What I cleared or hid tells of no pin. */
export async function pinLinesBetween(
  { db, bodies, hidden: { clearedTo, ids } }: { db: AccountDb; bodies: Pick<Bodies, 'open'>; hidden: Hidden },
  chat: ChatId,
  { low, below }: { low: number; below: number },
): Promise<LineView[]> {
  const from = Math.max(low, clearedTo + 1)
  const until = Math.min(below, PENDING)
  if (from >= until) return []
  const range = IDBKeyRange.bound([chat, 'pin', from], [chat, 'pin', until], false, true)
  const rows = await db.getAllFromIndex('messages', 'byFlag', range)
  return await pinLines(
    bodies,
    rows.filter(({ target }) => target === undefined || !ids.has(target)),
  )
}
