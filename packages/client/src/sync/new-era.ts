import type { ChatId } from '@soroka/protocol'
import { equal } from '@soroka/protocol/bytes'
import { ORIGIN_HASH } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { cutAbove } from '../indexeddb/ranges.ts'
import { type ChatRow, type MessageRow, PENDING } from '../indexeddb/rows.ts'
import { hashOfWire } from './prepare.ts'
import { readChat } from './heads.ts'

interface Deps {
  api: Api
  account: LocalAccount
  fence: Fence
  epochs: Epochs
  hub: EventHub
}

const PAGE = 200

/**
 * The server was restored from an older state (R9). For each chat: find the last row that both sides have, drop what
 * stands above it here, and put my own messages of that part into the outbox again, under their ids.
 */
export async function rewind(deps: Deps, chats: ChatId[]): Promise<void> {
  for (const id of chats) {
    const chat = await readChat(deps.account.db, id)
    if (chat === null || !chat.created) continue
    const common = await findCommon(deps, chat)
    await cut(deps, id, common)
    if (common !== null) await deps.epochs.offer(id)
    deps.hub.chat(id)
  }
}

/** The highest seq whose row is the same there and here; 0 for none; null when the server lost the whole chat. */
async function findCommon(deps: Deps, chat: ChatRow): Promise<number | null> {
  try {
    let top = Math.min(chat.lastSeq, (await deps.api.chats.get({ chat: chat.id })).lastSeq)
    while (top > 0) {
      const { rows } = await deps.api.messages.list({ chat: chat.id, before: `${top + 1}`, limit: `${PAGE}` })
      for (const row of rows.toReversed()) {
        const own = await deps.account.db.get('messages', [chat.id, row.seq])
        if (own?.hash !== undefined && equal(own.hash, hashOfWire(row))) return row.seq
      }
      top = (rows[0]?.seq ?? 1) - 1
    }
    return 0
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return null
    throw error
  }
}

async function cut(deps: Deps, id: ChatId, common: number | null): Promise<void> {
  const { db, self } = deps.account
  const keep = common ?? 0
  await inOne(db, ['meta', 'chats', 'messages', 'outbox'], async (tx) => {
    await deps.fence.check(tx)
    const messages = tx.objectStore('messages')
    const chat = await tx.objectStore('chats').get(id)
    if (chat === undefined) return
    const above = IDBKeyRange.bound([id, keep], [id, PENDING], true, true)
    for (const row of await messages.getAll(above)) {
      await messages.delete([id, row.seq])
      if (row.sender !== self.user || row.body === undefined || row.id === undefined) continue
      const n = await tx.objectStore('outbox').add({ chat: id, id: row.id, at: row.at })
      await messages.put(again(row, n))
    }
    const last = await messages.get([id, keep])
    const whole = last?.logHash !== undefined && chat.log.seq >= keep
    const log = whole ? { seq: keep, hash: last.logHash ?? ORIGIN_HASH } : { seq: 0, hash: ORIGIN_HASH }
    const have = cutAbove(chat.have, keep)
    await tx.objectStore('chats').put({ ...chat, ...ZERO, created: common !== null, lastSeq: keep, have, log })
  })
}

const ZERO = {
  epoch: 0,
  floor: 0,
  logEpoch: 0,
  msgCount: 0,
  readCount: 0,
  countSeq: 0,
  awaySeq: 0,
  ownRead: 0,
  ownDelivered: 0,
  toldRead: 0,
  toldDelivered: 0,
  peerRead: 0,
  peerDelivered: 0,
}

function again(row: MessageRow, n: number): MessageRow {
  const { hash: _hash, logHash: _logHash, seen: _seen, ...kept } = row
  return { ...kept, seq: PENDING + n, state: 'pending' }
}
