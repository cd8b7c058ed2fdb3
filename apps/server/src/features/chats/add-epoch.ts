import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { checkEpochFollows, diffRosters, REASON } from '@soroka/protocol/records'
import type { Roster, RosterDiff } from '@soroka/protocol/records'
import { admit, checkJoinProofs } from './admissions.ts'
import { tellChanged, tellJoined, tellLeft } from './announce.ts'
import { carryOut } from './carry-out.ts'
import type { CarriedOut } from './carry-out.ts'
import { checkBoxUsers, readEpochInput } from './epoch-input.ts'
import type { EpochDependencies, EpochInput, Maker, ReadEpoch } from './epoch-input.ts'
import { checkAuthor, checkEntries, refusedEpoch } from './epoch-proof.ts'
import { checkEpochRate } from './epoch-rate.ts'
import { findEpochs, insertEpoch } from './epochs-repo.ts'
import { readHeadRoster } from './head-roster.ts'
import { findHeads } from './heads-repo.ts'
import { areStored, othersLeave } from './leaves-repo.ts'
import { getChat } from './list.ts'
import { haveNewerKeys } from './require-rotation.ts'
import { findRole, lockAs } from './locked-chat.ts'
import type { Queries, Transaction } from './queries.ts'

/**
 * Appends the next epoch if it follows the head by every rule that needs no key, and carries out what it says of people,
 * rights and links. A repeat of a stored record is answered with the head.
 * @throws SorokaError EPOCH_CONFLICT with the head, EPOCH_REFUSED with a reason, NOT_ACCEPTING with people,
 * INVITE_INVALID, LIMIT_REACHED, FORBIDDEN, NOT_FOUND, RATE_LIMITED
 */
export async function addEpoch(
  deps: EpochDependencies,
  maker: Maker,
  chat: ChatId,
  input: EpochInput,
): Promise<ChatHead> {
  const { sql } = deps
  if ((await findRole(sql, chat, maker.user)) === undefined) throw new SorokaError('NOT_FOUND')
  const read = readEpochInput(input)
  if (read.record.chat !== chat) throw refusedEpoch('chat')
  await checkAuthor(read.record, maker, deps.chainStateOf)
  if (!(await isStored(sql, read))) {
    // What takes long is judged before the lock; under it only the head must still be the same.
    const next = await judge(deps, maker.user, read)
    const done = await sql.begin((tx) => append(tx, maker.user, read, next, deps.newcomerDays))
    if (done !== undefined) tell(deps, chat, done)
  }
  return getChat(sql, maker.user, chat)
}

/** The roster that the record makes, and what is another in it. */
interface NextRoster {
  readonly roster: Roster
  readonly diff: RosterDiff
}

async function judge(deps: EpochDependencies, user: UserId, read: ReadEpoch): Promise<NextRoster> {
  const { record } = read
  const before = await readHeadRoster(deps.sql, record.chat)
  if (before === undefined) throw new SorokaError('NOT_FOUND')
  const check = checkEpochFollows(before.head, before.roster, record)
  if (!check.ok && (check.reason === 'stale' || check.reason === 'prev_hash'))
    return conflict(deps.sql, user, record.chat)
  if (!check.ok) throw refusedEpoch(check.reason)
  const diff = diffRosters(before.roster, check.roster)
  if (diff.added.length > 0 && check.roster.length > limits.members)
    throw new SorokaError('LIMIT_REACHED', { limit: limits.members })
  checkBoxUsers(read, check.roster)
  checkJoinProofs(record, check.roster)
  await checkEntries(before.roster, check.roster, deps.chainStateOf)
  return { roster: check.roster, diff }
}

/** Undefined where the same record was stored meanwhile. */
async function append(
  tx: Transaction,
  user: UserId,
  read: ReadEpoch,
  { roster, diff }: NextRoster,
  days: number,
): Promise<CarriedOut | undefined> {
  const { record, epoch } = read
  const { chat, at } = epoch
  const locked = await lockAs(tx, chat, user, 'member')
  if (await isStored(tx, read)) return undefined
  if (locked.head !== record.n - 1) return conflict(tx, user, chat)
  if (record.reason === REASON.leave && !(await areStored(tx, chat, record.leaves))) throw refusedEpoch('leave')
  // Its author didn't know that somebody has left: the new key would be sealed to him as well.
  const leaversFirst = !record.sameKey && record.reason !== REASON.leave
  const dropped = diff.removed.map((entry) => entry.user)
  if (leaversFirst && (await othersLeave(tx, chat, dropped))) return conflict(tx, user, chat)
  // Nor that a member has lost a device, which holds the key that the new one would be sealed to.
  if (!record.sameKey && (await haveNewerKeys(tx, roster))) return conflict(tx, user, chat)
  await checkEpochRate(tx, locked, record, at)
  await admit(tx, locked, record, diff, at, days)
  await insertEpoch(tx, epoch)
  return carryOut(tx, locked, record, diff)
}

/** Who was removed hears nothing more; only then the others are told, and last those who came. */
function tell({ bus }: EpochDependencies, chat: ChatId, { joined, left }: CarriedOut): void {
  tellLeft(bus, chat, left)
  tellChanged(bus, chat)
  tellJoined(bus, chat, joined)
}

async function isStored(sql: Queries, { record, epoch }: ReadEpoch): Promise<boolean> {
  const [same] = await findEpochs(sql, record.chat, record.n, 1)
  return same?.n === record.n && same.hash.equals(epoch.hash)
}

async function conflict(sql: Queries, user: UserId, chat: ChatId): Promise<never> {
  const { heads } = await findHeads(sql, user, { chat, limit: 1 })
  throw new SorokaError('EPOCH_CONFLICT', { head: heads[0] })
}
