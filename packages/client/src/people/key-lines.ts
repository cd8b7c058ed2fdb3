import type { ChatId, UserId } from '@soroka/protocol'
import { directChatId } from '@soroka/protocol/records'
import type { EventHub } from '../events/event-hub.ts'
import { placeOf } from '../groups/line-place.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { readChat } from '../sync/heads.ts'
import type { LineView, PersonView } from '../types.ts'
import { readUser } from './people.ts'

/** The line of a direct chat that says that this device was shown another key; null when it never was. */
export async function keyLine(db: AccountDb, chat: ChatId): Promise<Omit<LineView, 'after'> | null> {
  const peer = (await readChat(db, chat))?.peer
  const at = peer === undefined ? undefined : (await readUser(db, peer)).changedAt
  if (peer === undefined || at === undefined) return null
  return { key: `key ${at}`, chat, order: 0, at, by: peer, change: { type: 'key_changed', users: [peer] } }
}

interface Deps {
  db: AccountDb
  hub: Pick<EventHub, 'person' | 'chat' | 'tell'>
  self: UserId
  person(user: UserId): Promise<PersonView>
}

/** Another identity is shown for somebody: screens see it, and a line stands in the chat with him. */
export async function tellKeyChange({ db, hub, self, person }: Deps, user: UserId): Promise<void> {
  hub.person(await person(user))
  const chat = directChatId(self, user)
  if ((await readChat(db, chat)) === null) return
  hub.chat(chat)
  const line = await keyLine(db, chat)
  if (line !== null) hub.tell({ type: 'lines', chat, upserts: [{ ...line, after: await placeOf(db, chat, line.at) }] })
}
