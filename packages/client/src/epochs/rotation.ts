import { checkLeave, type Chains, type Intent, type VerifiedEpoch } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { fromBase64url, RecordError } from '@soroka/protocol/bytes'
import { decodeLeave, findMember, type Leave } from '@soroka/protocol/records'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { ChatEpochs } from './chat-epochs.ts'

const DAY = 24 * 3600 * 1000
const WEEK = 7 * DAY
const MESSAGES = 1_000
/** A larger group is not sealed anew for its number of messages alone. */
const LARGE = 200

export interface Due {
  intent: Intent
  /** Only for the sake of age: writing goes on when it can't be done now. */
  soft: boolean
}

/** Which epoch is due before the next message, if one is. `leavers`: the leaves that hold (findLeaves). */
export function dueIntent(row: ChatRow, epochs: ChatEpochs, leavers: readonly Leave[], now: number): Due | null {
  const head = epochs.head
  if (head === undefined) return null
  if (leavers.length > 0) return { intent: { type: 'leave', leaves: leavers }, soft: false }
  if (row.rotate) return { intent: { type: 'rekey' }, soft: false }
  const born = keyBorn(epochs)
  const { timer } = head.epoch.record.policy
  // R16: with the key goes what was written under it, so it must not live long.
  if (timer > 0 && now - born.at > Math.min(timer * 250, DAY))
    return { intent: { type: 'timer', seconds: timer }, soft: false }
  const worn = row.lastSeq - born.fromSeq >= MESSAGES && head.epoch.roster.length < LARGE
  return worn || now - born.at > WEEK ? { intent: { type: 'rekey' }, soft: true } : null
}

/** The signed leaves of the server's list that hold: of a member, by his own device, for this membership. */
export async function findLeaves(
  leaves: readonly string[],
  head: VerifiedEpoch,
  self: UserId,
  chainsOf: (users: UserId[]) => Promise<Chains>,
): Promise<Leave[]> {
  const found = new Map<UserId, Leave>()
  for (const leave of leaves.map(decode)) {
    const entry = leave === null ? undefined : findMember(head.roster, leave.user)
    if (leave === null || entry === undefined || leave.user === self || leave.chat !== head.record.chat) continue
    if (leave.epoch < entry.since || leave.epoch > head.record.n) continue
    if ((await checkLeave(head.roster, await chainsOf([leave.user]), leave)) === null) found.set(leave.user, leave)
  }
  return [...found.values()]
}

/** When the head's key was made: epochs that only took people in go on under the one before. */
function keyBorn(epochs: ChatEpochs): { at: number; fromSeq: number } {
  let n = epochs.next - 1
  while (n > 0 && epochs.at(n)?.epoch.record.sameKey === true) n--
  const row = epochs.at(n)?.row
  return { at: Math.min(row?.at ?? 0, row?.madeAt ?? Number.MAX_SAFE_INTEGER), fromSeq: row?.fromSeq ?? 0 }
}

function decode(leave: string): Leave | null {
  try {
    return decodeLeave(fromBase64url(leave))
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}
