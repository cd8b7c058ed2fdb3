import type { ChatId, UserId } from '@soroka/protocol'
import { countsAsMessage, KIND } from '@soroka/protocol/records'
import { newChatId, newMsgId, randomId } from '../../testing/people.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import type { Outcome, Submission } from './outcome.ts'
import type { Persist } from './persist.ts'

/** A chat in the tables, without its epochs. */
export interface Room {
  readonly chat: ChatId
  readonly users: UserId[]
}

export interface RoomOptions {
  readonly kind?: 'direct' | 'group'
  /** One for each person. */
  readonly roles?: readonly ('owner' | 'admin' | 'member')[]
}

export async function makeRoom({ sql }: ScratchDatabase, options: RoomOptions = {}): Promise<Room> {
  const { kind = 'direct', roles = ['owner', 'owner'] } = options
  const chat = newChatId()
  const users = roles.map(() => randomId() as UserId)
  await sql`INSERT INTO chats (id, kind, created_at, member_count) VALUES (${chat}, ${kind}, 0, ${users.length})`
  for (const [i, user] of users.entries()) {
    await sql`INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${user}, ${roles[i] ?? 'member'})`
    await sql`INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch) VALUES (${chat}, ${user}, 0, 0)`
  }
  return { chat, users }
}

/** A message of the first person; its bytes are no envelope, but have a header to cut. */
export function item({ chat, users }: Room, change: Partial<Submission> = {}): Submission {
  const { kind = KIND.text } = change
  return {
    chat,
    sender: users[0] ?? (randomId() as UserId),
    msgId: newMsgId(),
    epoch: 0,
    kind,
    target: undefined,
    counts: countsAsMessage(kind),
    envelope: Buffer.from(newMsgId()),
    headerSize: 10,
    origin: '',
    ...change,
  }
}

export const submit = (persist: Persist, one: Submission): Promise<Outcome> =>
  new Promise((resolve) => persist.submit(one, (_, outcome) => resolve(outcome)))
