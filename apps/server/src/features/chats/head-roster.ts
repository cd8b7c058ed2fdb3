import type { ChatId } from '@soroka/protocol'
import { applyRoster, WHOLE_ROSTER_EVERY } from '@soroka/protocol/records'
import type { EpochHead, Roster } from '@soroka/protocol/records'
import { parseEpoch } from './epoch-proof.ts'
import { findEpochs } from './epochs-repo.ts'
import type { Queries } from './queries.ts'

export interface HeadRoster {
  readonly head: EpochHead
  readonly roster: Roster
}

/** The newest epoch and its roster, from the last record that carries a whole one; undefined: no such chat. */
export async function readHeadRoster(sql: Queries, chat: ChatId): Promise<HeadRoster | undefined> {
  const [top] = await sql<{ head: number }[]>`SELECT head::float8 FROM chats WHERE id = ${chat}`
  if (top === undefined) return undefined
  const from = Math.floor(top.head / WHOLE_ROSTER_EVERY) * WHOLE_ROSTER_EVERY
  let roster: Roster = []
  let head: EpochHead | undefined
  for (const stored of await findEpochs(sql, chat, from, top.head - from + 1)) {
    const record = parseEpoch(stored.record)
    const next = applyRoster(roster, record)
    if (next === null) throw new Error(`epoch ${record.n} of ${chat} does not lead to its roster`)
    roster = next
    head = { record, hash: new Uint8Array(stored.hash) }
  }
  if (head === undefined) throw new Error(`chat ${chat} has no epoch`)
  return { head, roster }
}
