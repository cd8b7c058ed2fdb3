import { SorokaError } from '@soroka/protocol'
import type { ChatId } from '@soroka/protocol'
import { decodeLeave, findDevice, findMember, leaveSigningInput, RecordError } from '@soroka/protocol/records'
import type { Leave } from '@soroka/protocol/records'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import { tellChanged, tellLeft } from './announce.ts'
import type { EpochDependencies, Maker } from './epoch-input.ts'
import { refusedEpoch } from './epoch-proof.ts'
import { readHeadRoster } from './head-roster.ts'
import { insertLeave } from './leaves-repo.ts'
import { lockAs } from './locked-chat.ts'
import { endMemberships } from './members-write-repo.ts'
import type { Queries, Transaction } from './queries.ts'

/**
 * Ends a membership by a signed record (R3): the leaver hears nothing more, and the next sender's epoch carries it out.
 * A repeat is answered alike.
 * @throws SorokaError FORBIDDEN in a direct chat and for the only owner of others, EPOCH_REFUSED, NOT_FOUND
 */
export async function leaveChat(
  deps: EpochDependencies,
  maker: Maker,
  chat: ChatId,
  text: string,
): Promise<{ leftSeq: number }> {
  const { sql, bus } = deps
  const bytes = Buffer.from(text, 'base64url')
  const before = await findLeftSeq(sql, chat, maker)
  if (before === undefined) throw new SorokaError('NOT_FOUND')
  const leave = parseLeave(bytes)
  await checkLeave(deps, maker, chat, leave)
  const checked = await checkStay(sql, chat, leave)
  if (before !== null) return repeated(sql, chat, leave, bytes, before)
  const leftSeq = await sql.begin(async (tx) => {
    const locked = await lockAs(tx, chat, maker.user, 'member')
    if (locked.kind !== 'group') throw new SorokaError('FORBIDDEN')
    if (locked.role === 'owner' && locked.memberCount > 1 && !(await hasOtherOwner(tx, chat, maker)))
      throw new SorokaError('FORBIDDEN', { reason: 'owner' })
    if (leave.epoch > locked.head) throw refusedEpoch('leave')
    if (locked.head !== checked) await checkStay(tx, chat, leave)
    await endMemberships(tx, chat, [maker.user], locked.head)
    await insertLeave(tx, chat, maker.user, bytes, Date.now())
    await tx`
      UPDATE chats SET member_count = member_count - 1, rotate_required = true, changed_xid = pg_current_xact_id()
      WHERE id = ${chat}`
    return locked.lastSeq
  })
  tellLeft(bus, chat, [maker.user])
  tellChanged(bus, chat)
  return { leftSeq }
}

function parseLeave(bytes: Buffer): Leave {
  try {
    return decodeLeave(bytes)
  } catch (error) {
    if (error instanceof RecordError) throw refusedEpoch(error.code)
    throw error
  }
}

/** Signed by the device that brings it, for this chat: else no epoch could ever carry it out. */
async function checkLeave(deps: EpochDependencies, maker: Maker, chat: ChatId, leave: Leave): Promise<void> {
  if (leave.chat !== chat) throw refusedEpoch('chat')
  if (leave.user !== maker.user || leave.device !== maker.device) throw new SorokaError('FORBIDDEN')
  const state = await deps.chainStateOf(maker.user)
  const device = state === null ? undefined : findDevice(state, maker.device)
  if (device === undefined || device.revokedSeq !== null) throw new SorokaError('FORBIDDEN')
  if (!verifyEd25519(device.signPub, leaveSigningInput(leave), leave.sig)) throw refusedEpoch('signature')
}

/** That the leave was signed in this stay, not in an earlier one; answers at which epoch that was looked at. */
async function checkStay(sql: Queries, chat: ChatId, leave: Leave): Promise<number | undefined> {
  const now = await readHeadRoster(sql, chat)
  const entry = now === undefined ? undefined : findMember(now.roster, leave.user)
  if (entry !== undefined && leave.epoch < entry.since) throw refusedEpoch('leave')
  return now?.head.record.n
}

/** Undefined: never in it; null: in it now. */
async function findLeftSeq(sql: Queries, chat: ChatId, { user }: Maker): Promise<number | null | undefined> {
  const [row] = await sql<{ leftSeq: number | null }[]>`
    SELECT left_seq::float8 AS "leftSeq" FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${user}`
  return row?.leftSeq
}

async function hasOtherOwner(tx: Transaction, chat: ChatId, { user }: Maker): Promise<boolean> {
  const others = await tx`
    SELECT 1 FROM chat_participants
    WHERE chat_id = ${chat} AND role = 'owner' AND left_seq IS NULL AND user_id <> ${user} LIMIT 1`
  return others.length > 0
}

async function repeated(sql: Queries, chat: ChatId, leave: Leave, bytes: Buffer, leftSeq: number) {
  const [stored] = await sql<{ leave: Buffer }[]>`
    SELECT leave FROM chat_leaves WHERE chat_id = ${chat} AND user_id = ${leave.user}`
  // Once it was carried out only the signature itself tells that it is the same.
  if (stored !== undefined && !stored.leave.equals(bytes)) throw new SorokaError('NOT_FOUND')
  return { leftSeq }
}
