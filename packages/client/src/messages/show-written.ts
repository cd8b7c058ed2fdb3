import { type ChatId, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { MessageView } from '../types.ts'
import { shownOf } from './message-views.ts'
import { showWaiting } from './scheduled.ts'

/** A message as it stands right after it was written. */
export async function showWritten(engine: Engine, chat: ChatId, row: MessageRow): Promise<MessageView> {
  const view =
    row.sendAt === undefined ? shownOf(await engine.messages.of(chat, [row]))[0] : await showWaiting(engine, row)
  // Cleared up to the end of the log, or taken back by another tab meanwhile.
  if (view === undefined || view === null) throw new SorokaError('NOT_FOUND')
  return view
}
