import { limits } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'
import { findEpochsWithBoxes } from './epochs-repo.ts'
import { getChat } from './list.ts'

export interface EpochsPage {
  readonly head: number
  readonly epochs: { n: number; at: number; record: string; box?: string }[]
}

/**
 * Signed records from `from` on, the oldest first, at most a page. Records hold no secret and only the whole chain proves
 * itself, so a newcomer gets those from before him too; boxes only inside his memberships, and whoever left gets no record
 * from after them (R23).
 * @throws SorokaError NOT_FOUND for a chat that is not his
 */
export async function readEpochs(sql: Queries, user: UserId, chat: ChatId, from: number): Promise<EpochsPage> {
  const { epoch: head } = await getChat(sql, user, chat)
  const rows = await findEpochsWithBoxes(sql, chat, user, { from, to: head, limit: limits.pageEpochs })
  const epochs = rows.map(({ n, at, record, box }) => {
    const epoch = { n, at, record: record.toString('base64url') }
    return box === null ? epoch : { ...epoch, box: box.toString('base64url') }
  })
  return { head, epochs }
}
