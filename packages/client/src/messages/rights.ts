import { type ChatId, SorokaError } from '@soroka/protocol'
import { countsAsMessage, KIND } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import { rightsOf } from '../groups/facts.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { readChat } from '../sync/heads.ts'

interface Deed {
  kind: number
  callsAll?: boolean | undefined
  /** Of which message. */
  about?: MessageRow
}

/**
 * Says no at once to what every client and the server would refuse anyway (S6). Verified epochs decide, never the
 * server's word; while there are none the server decides.
 */
export async function checkRight(engine: Engine, chat: ChatId, { kind, callsAll, about }: Deed): Promise<void> {
  const row = await readChat(engine.account.db, chat)
  if (row === null) throw new SorokaError('NOT_FOUND')
  if (row.leftSeq !== null) throw new SorokaError('NOT_A_MEMBER')
  const own = about?.sender === engine.account.self.user
  if (row.kind !== 'group') {
    if (kind === KIND.delete && !own) throw new SorokaError('FORBIDDEN')
    return
  }
  const facts = await engine.sources.groups.facts(chat)
  if (facts === null) return
  const rights = rightsOf(facts.role, facts.policy)
  const may =
    (kind === KIND.delete ? own || rights.manage : true) &&
    (kind === KIND.pin ? rights.pin : true) &&
    (countsAsMessage(kind) ? rights.write : true) &&
    (callsAll === true ? rights.manage : true)
  if (!may) throw new SorokaError('FORBIDDEN')
}
