import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import {
  applyRoster,
  checkBoxes,
  checkEpochFollows,
  hashEpoch,
  raisesFloor,
  WHOLE_ROSTER_EVERY,
} from '@soroka/protocol/records'
import type { EpochHead, EpochRecord, Roster } from '@soroka/protocol/records'
import { chatTopic } from '../../platform/bus/index.ts'
import { changedFrame } from './changed-frame.ts'
import { readBox } from './create-direct.ts'
import type { CreateDependencies, EpochInput, Maker } from './create-direct.ts'
import { checkAuthor, checkEntries, parseEpoch, refusedEpoch } from './epoch-proof.ts'
import { countEpochsSince, findEpochs, insertEpoch } from './epochs-repo.ts'
import { findHeads } from './heads-repo.ts'
import { getChat } from './list.ts'
import type { Transaction } from './queries.ts'

/** Rotations of one chat in ten minutes: a broken or hostile client must not fill the chain (R3). */
const MAX_EPOCHS = 60
const WINDOW_MS = 600_000

/**
 * Appends the next epoch if it follows the head by every rule that needs no key. A repeat of a stored record is
 * answered with the head.
 * @throws SorokaError EPOCH_CONFLICT with the head, EPOCH_REFUSED with a reason, FORBIDDEN, NOT_FOUND, RATE_LIMITED
 */
export async function addEpoch(
  deps: CreateDependencies,
  maker: Maker,
  chat: ChatId,
  input: EpochInput,
): Promise<ChatHead> {
  const bytes = Buffer.from(input.record, 'base64url')
  const record = parseEpoch(bytes)
  if (record.chat !== chat) throw refusedEpoch('chat')
  await checkAuthor(record, maker, deps.chainStateOf)
  const hash = Buffer.from(hashEpoch(bytes))
  const boxes = input.boxes.map(({ user, box }) => ({ user, box: readBox(box) }))
  const added = await deps.sql.begin(async (tx) => {
    await lockChat(tx, chat, maker.user)
    const { head, roster: before } = await readHead(tx, chat)
    if (await isStored(tx, record, hash)) return false
    const check = checkEpochFollows(head, before, record)
    if (!check.ok && (check.reason === 'stale' || check.reason === 'prev_hash')) return conflict(tx, maker.user, chat)
    if (!check.ok) throw refusedEpoch(check.reason)
    const boxUsers = boxes.map((box) => box.user)
    if (checkBoxes(record, check.roster, boxUsers) !== 'ok') throw refusedEpoch('boxes')
    await checkEntries(before, check.roster, deps.chainStateOf)
    const at = Date.now()
    if ((await countEpochsSince(tx, chat, at - WINDOW_MS)) >= MAX_EPOCHS)
      throw new SorokaError('RATE_LIMITED', { retryAfter: 600 })
    await insertEpoch(tx, { chat, n: record.n, record: bytes, hash, boxes, at })
    await tx`
      UPDATE chats SET head = ${record.n}, rotate_required = false, changed_xid = pg_current_xact_id(),
        floor = CASE WHEN ${raisesFloor(record)} THEN ${record.n} ELSE floor END
      WHERE id = ${chat}`
    return true
  })
  if (added) deps.bus.publish(chatTopic(chat), { frame: changedFrame(chat) })
  return getChat(deps.sql, maker.user, chat)
}

async function lockChat(tx: Transaction, chat: ChatId, user: UserId): Promise<void> {
  const locked = await tx`SELECT 1 FROM chats WHERE id = ${chat} FOR UPDATE`
  const member = await tx`
    SELECT 1 FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${user} AND left_seq IS NULL`
  if (locked.length === 0 || member.length === 0) throw new SorokaError('NOT_FOUND')
}

/** The head and its roster, from the last record that carries a whole one. */
async function readHead(tx: Transaction, chat: ChatId): Promise<{ head: EpochHead; roster: Roster }> {
  const [top] = await tx<{ head: number }[]>`SELECT head::float8 FROM chats WHERE id = ${chat}`
  const from = Math.floor((top?.head ?? 0) / WHOLE_ROSTER_EVERY) * WHOLE_ROSTER_EVERY
  let roster: Roster = []
  let head: EpochHead | undefined
  for (const stored of await findEpochs(tx, chat, from, WHOLE_ROSTER_EVERY)) {
    const record = parseEpoch(stored.record)
    const next = applyRoster(roster, record)
    if (next === null) throw new Error(`epoch ${record.n} of ${chat} does not lead to its roster`)
    roster = next
    head = { record, hash: new Uint8Array(stored.hash) }
  }
  if (head === undefined) throw new Error(`chat ${chat} has no epoch`)
  return { head, roster }
}

async function isStored(tx: Transaction, record: EpochRecord, hash: Buffer): Promise<boolean> {
  const [same] = await findEpochs(tx, record.chat, record.n, 1)
  return same?.n === record.n && same.hash.equals(hash)
}

async function conflict(tx: Transaction, user: UserId, chat: ChatId): Promise<never> {
  const { heads } = await findHeads(tx, user, { chat, limit: 1 })
  throw new SorokaError('EPOCH_CONFLICT', { head: heads[0] })
}
