import type { ChatId, UserId } from '@soroka/protocol'
import { ORIGIN_HASH } from '@soroka/protocol/records'
import { chatRow, type ChatRow } from './rows.ts'

/** A chat that nothing is known of yet. */
export function emptyChat(id: ChatId, kind: ChatRow['kind'], peer?: UserId): ChatRow {
  const row: ChatRow = {
    id,
    kind,
    created: false,
    lastSeq: 0,
    lastAt: 0,
    epoch: 0,
    floor: 0,
    rotate: false,
    msgCount: 0,
    readCount: 0,
    countSeq: 0,
    ownRead: 0,
    ownDelivered: 0,
    toldRead: 0,
    toldDelivered: 0,
    peerRead: 0,
    peerDelivered: 0,
    have: [],
    log: { seq: 0, hash: ORIGIN_HASH },
    logEpoch: 0,
    fork: false,
    keyChanged: false,
    mutedUntil: 0,
    level: null,
    request: false,
    leftSeq: null,
    mentionSeq: 0,
    metaSeq: 0,
    awaySeq: 0,
    leaves: [],
    joins: [],
  }
  return peer === undefined ? row : { ...row, peer }
}

/** The chat as if the server had never known it; what a person must still look at stays. */
export function begunAgain({ id, kind, peer, lastAt, fork, keyChanged }: ChatRow): ChatRow {
  return { ...emptyChat(id, kind, peer), lastAt, fork, keyChanged }
}

/** A stored value as a chat, or null when it was damaged: then the next sync lists it anew. */
export function parseChat(value: unknown): ChatRow | null {
  const parsed = chatRow.safeParse(value)
  return parsed.success ? parsed.data : null
}
