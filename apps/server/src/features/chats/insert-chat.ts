import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import type { EpochRecord, Roster } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { findEpochs, insertEpoch } from './epochs-repo.ts'
import type { NewEpoch } from './epochs-repo.ts'
import { findHeads } from './heads-repo.ts'
import type { LockedChat } from './locked-chat.ts'
import { beginMemberships } from './members-write-repo.ts'
import type { Transaction } from './queries.ts'

/** A chat that begins: what its epoch 0 says, and the people of it. */
export interface NewChat {
  readonly kind: LockedChat['kind']
  readonly record: EpochRecord
  readonly roster: Roster
  readonly epoch: NewEpoch
}

/** Stores a chat with its people and its first epoch; false if there is one of that id. */
export async function insertChat(tx: Transaction, { kind, record, roster, epoch }: NewChat): Promise<boolean> {
  const { chat, at } = epoch
  const { write, pin, timer } = record.policy
  const made = await tx`
    INSERT INTO chats (id, kind, created_at, last_at, member_count, write_who, pin_who, timer)
    VALUES (${chat}, ${kind}, ${at}, ${at}, ${roster.length}, ${write}, ${pin}, ${timer})
    ON CONFLICT DO NOTHING RETURNING id`
  if (made.length === 0) return false
  await beginMemberships(tx, chat, roster, { seq: 0, epoch: 0 })
  await insertEpoch(tx, epoch)
  return true
}

/**
 * The answer where the chat exists: the same record again is no conflict; anybody else verifies the first's.
 * @throws SorokaError CHAT_EXISTS with the head, NOT_FOUND for who has no part in it
 */
export async function answerSecond(sql: Sql, user: UserId, chat: ChatId, hash: Buffer): Promise<ChatHead> {
  const [first] = await findEpochs(sql, chat, 0, 1)
  const { heads } = await findHeads(sql, user, { chat, limit: 1 })
  const [head] = heads
  if (head === undefined) throw new SorokaError('NOT_FOUND')
  if (first?.hash.equals(hash) === true) return head
  throw new SorokaError('CHAT_EXISTS', { head })
}
