import type { UserId } from '@soroka/protocol'
import { countsAsMessage } from '@soroka/protocol/records'
import type { ChatRow, MessageRow } from '../indexeddb/rows.ts'
import { isGenuine } from '../messages/annotations.ts'

interface Rows {
  get(key: [ChatRow['id'], number]): Promise<MessageRow | undefined>
}

/**
 * Own rows that came while I may have been away move my mark only where nothing was unread before them (P20). Looked at
 * anew with every row, so that it comes out the same in whatever order they come. What the server has of it is left
 * open: to tell it once too often does no harm.
 */
export async function passOwnAway(chat: ChatRow, self: UserId, messages: Rows): Promise<void> {
  for (let seq = chat.ownRead + 1; seq <= chat.awaySeq; seq++) {
    const row = await messages.get([chat.id, seq])
    if (row?.kind === undefined) return
    const counts = countsAsMessage(row.kind)
    if (row.away === true && row.sender === self && isGenuine(row)) {
      chat.ownRead = seq
      if (counts) chat.readCount = Math.min(chat.msgCount, chat.readCount + 1)
    } else if (counts) return
  }
}
