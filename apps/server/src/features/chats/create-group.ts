import { limits, SorokaError } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { CHAT_KIND, checkEpochFollows } from '@soroka/protocol/records'
import { findUnwilling } from './acceptance-repo.ts'
import { tellJoined } from './announce.ts'
import { checkBoxUsers, readEpochInput } from './epoch-input.ts'
import type { EpochDependencies, EpochInput, Maker } from './epoch-input.ts'
import { checkAuthor, checkEntries, refusedEpoch } from './epoch-proof.ts'
import { answerSecond, insertChat } from './insert-chat.ts'
import { getChat } from './list.ts'
import { countFirstMet } from './newcomers.ts'

/**
 * A group with its epoch 0. Its id is bound to the creator and a nonce of his, so a repeat is the same chat.
 * @throws SorokaError CHAT_EXISTS with the head; NOT_ACCEPTING with the people who do not let him add them;
 * EPOCH_REFUSED, FORBIDDEN, LIMIT_REACHED, NOT_FOUND
 */
export async function createGroup(deps: EpochDependencies, maker: Maker, input: EpochInput): Promise<ChatHead> {
  const read = readEpochInput(input)
  const { record, epoch } = read
  if (record.kind !== CHAT_KIND.group) throw refusedEpoch('kind')
  const check = checkEpochFollows(null, [], record)
  if (!check.ok) throw refusedEpoch(check.reason)
  const { roster } = check
  if (roster.length > limits.members) throw new SorokaError('LIMIT_REACHED', { limit: limits.members })
  checkBoxUsers(read, roster)
  await checkAuthor(record, maker, deps.chainStateOf)
  await checkEntries([], roster, deps.chainStateOf)
  const users = roster.map((entry) => entry.user)
  const created = await deps.sql.begin(async (tx) => {
    if (!(await insertChat(tx, { kind: 'group', record, roster, epoch }))) return false
    const unwilling = await findUnwilling(tx, maker.user, users)
    if (unwilling.length > 0) throw new SorokaError('NOT_ACCEPTING', { users: unwilling })
    const { newcomerDays: days } = deps
    await countFirstMet(tx, { by: maker.user, chat: record.chat, what: 'group', others: users, days, at: Date.now() })
    return true
  })
  if (!created) return answerSecond(deps.sql, maker.user, record.chat, epoch.hash)
  tellJoined(deps.bus, record.chat, users)
  return getChat(deps.sql, maker.user, record.chat)
}
