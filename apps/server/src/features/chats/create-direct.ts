import type { ChatId, DeviceId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { CHAT_KIND, checkBoxes, checkEpochFollows, hashEpoch } from '@soroka/protocol/records'
import type { Roster } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { chatTopic, userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import { changedFrame } from './changed-frame.ts'
import { checkAuthor, checkEntries, parseEpoch, refusedEpoch } from './epoch-proof.ts'
import type { ChainStateOf } from './epoch-proof.ts'
import { findEpochs, insertEpoch } from './epochs-repo.ts'
import { findHeads } from './heads-repo.ts'
import { getChat } from './list.ts'

export interface EpochInput {
  /** base64url */
  readonly record: string
  readonly boxes: readonly { readonly user: UserId; readonly box: string }[]
}

export interface Maker {
  readonly user: UserId
  readonly device: DeviceId
}

export interface CreateDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly chainStateOf: ChainStateOf
}

/**
 * The direct chat of two people, or the Nest of one, with its epoch 0. Its id follows from the people, so the first one
 * wins (R7); a repeat of the same record is answered with the chat.
 * @throws SorokaError CHAT_EXISTS with the head for the one who was second; EPOCH_REFUSED, FORBIDDEN, NOT_FOUND
 */
export async function createDirect(deps: CreateDependencies, maker: Maker, input: EpochInput): Promise<ChatHead> {
  const bytes = Buffer.from(input.record, 'base64url')
  const record = parseEpoch(bytes)
  if (record.kind !== CHAT_KIND.direct) throw refusedEpoch('kind')
  const check = checkEpochFollows(null, [], record)
  if (!check.ok) throw refusedEpoch(check.reason)
  const boxUsers = input.boxes.map((box) => box.user)
  if (checkBoxes(record, check.roster, boxUsers) !== 'ok') throw refusedEpoch('boxes')
  await checkAuthor(record, maker, deps.chainStateOf)
  await checkEntries([], check.roster, deps.chainStateOf)
  const hash = Buffer.from(hashEpoch(bytes))
  const boxes = input.boxes.map(({ user, box }) => ({ user, box: readBox(box) }))
  const epoch = { chat: record.chat, n: 0, record: bytes, hash, boxes, at: Date.now() }
  const created = await insertChat(deps.sql, check.roster, epoch)
  if (!created) return answerSecond(deps.sql, maker.user, record.chat, hash)
  for (const { user } of check.roster)
    deps.bus.publish(userTopic(user), { join: chatTopic(record.chat), frame: changedFrame(record.chat) })
  return getChat(deps.sql, maker.user, record.chat)
}

/** @throws SorokaError EPOCH_REFUSED */
export function readBox(text: string): Buffer {
  const box = Buffer.from(text, 'base64url')
  if (box.length !== 1168) throw refusedEpoch('boxes')
  return box
}

function insertChat(sql: Sql, roster: Roster, epoch: Parameters<typeof insertEpoch>[1]): Promise<boolean> {
  const { chat, at } = epoch
  const kind = roster.length === 1 ? 'nest' : 'direct'
  return sql.begin(async (tx) => {
    const made = await tx`
      INSERT INTO chats (id, kind, created_at, last_at, member_count)
      VALUES (${chat}, ${kind}, ${at}, ${at}, ${roster.length}) ON CONFLICT DO NOTHING RETURNING id`
    if (made.length === 0) return false
    const rows = roster.map(({ user }) => ({ chat_id: chat, user_id: user, role: 'owner' }))
    await tx`INSERT INTO chat_participants ${tx(rows, 'chat_id', 'user_id', 'role')}`
    await insertEpoch(tx, epoch)
    return true
  })
}

/** The second of two: his own record again is no conflict; else he verifies the first's and seals under it. */
async function answerSecond(sql: Sql, user: UserId, chat: ChatId, hash: Buffer): Promise<ChatHead> {
  const [first] = await findEpochs(sql, chat, 0, 1)
  const { heads } = await findHeads(sql, user, { chat, limit: 1 })
  const [head] = heads
  if (head === undefined) throw new SorokaError('NOT_FOUND')
  if (first?.hash.equals(hash) === true) return head
  throw new SorokaError('CHAT_EXISTS', { head })
}
