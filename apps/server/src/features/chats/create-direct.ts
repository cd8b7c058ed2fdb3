import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { CHAT_KIND, checkEpochFollows } from '@soroka/protocol/records'
import { findStanding } from './acceptance-repo.ts'
import { tellJoined } from './announce.ts'
import { checkBoxUsers, readEpochInput } from './epoch-input.ts'
import type { EpochDependencies, EpochInput, Maker } from './epoch-input.ts'
import { checkAuthor, checkEntries, refusedEpoch } from './epoch-proof.ts'
import { answerSecond, insertChat } from './insert-chat.ts'
import type { NewChat } from './insert-chat.ts'
import { getChat } from './list.ts'
import { countFirstMet } from './newcomers.ts'
import { takeUpAgain } from './requests.ts'
import type { Transaction } from './queries.ts'

/**
 * The direct chat of two people, or the Nest of one, with its epoch 0. Its id follows from the people, so the first one
 * wins (R7); a repeat of the same record is answered with the chat. It is a request to somebody who does not know the
 * creator.
 * @throws SorokaError CHAT_EXISTS with the head for the one who was second; NOT_ACCEPTING where one blocked the other, or
 * the other lets him begin none (P232); NEWCOMER_LIMIT;
 * EPOCH_REFUSED, FORBIDDEN, NOT_FOUND
 */
export async function createDirect(deps: EpochDependencies, maker: Maker, input: EpochInput): Promise<ChatHead> {
  const read = readEpochInput(input)
  const { record, epoch } = read
  if (record.kind !== CHAT_KIND.direct) throw refusedEpoch('kind')
  const check = checkEpochFollows(null, [], record)
  if (!check.ok) throw refusedEpoch(check.reason)
  checkBoxUsers(read, check.roster)
  await checkAuthor(record, maker, deps.chainStateOf)
  await checkEntries([], check.roster, deps.chainStateOf)
  const { roster } = check
  const other = roster.find((entry) => entry.user !== maker.user)?.user
  const chat: NewChat = { kind: other === undefined ? 'nest' : 'direct', record, roster, epoch }
  const created = await deps.sql.begin((tx) => insertDirect(tx, chat, maker.user, other, deps.newcomerDays))
  if (!created) {
    await takeUpAgain(deps, record.chat, maker.user)
    return answerSecond(deps.sql, maker.user, record.chat, epoch.hash)
  }
  const users = roster.map((entry) => entry.user)
  tellJoined(deps.bus, record.chat, users)
  // Now that they share a chat they may see whether the other is here.
  deps.bus.publish('privacy', { between: [maker.user, other] })
  return getChat(deps.sql, maker.user, record.chat)
}

async function insertDirect(
  tx: Transaction,
  chat: NewChat,
  by: UserId,
  other: UserId | undefined,
  days: number,
): Promise<boolean> {
  const { chat: id } = chat.epoch
  if (other === undefined) return insertChat(tx, chat)
  if (await exists(tx, id)) return false
  const { refused, contact } = await findStanding(tx, other, by)
  if (refused) throw new SorokaError('NOT_ACCEPTING')
  if (!contact) await countFirstMet(tx, { by, chat: id, what: 'chat', others: [other], days, at: Date.now() })
  if (!(await insertChat(tx, chat))) return false
  if (!contact) await tx`UPDATE chat_participants SET request = true WHERE chat_id = ${id} AND user_id = ${other}`
  return true
}

async function exists(tx: Transaction, chat: ChatId): Promise<boolean> {
  return (await tx`SELECT 1 FROM chats WHERE id = ${chat}`).length > 0
}
