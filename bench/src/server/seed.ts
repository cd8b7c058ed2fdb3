import { randomBytes } from 'node:crypto'
import type { ChatId, DeviceId, UserId } from '@soroka/protocol'
import type { Sql } from '../../../apps/server/src/platform/db/index.ts'

export interface BenchUser {
  readonly user: UserId
  readonly device: DeviceId
  /** What its socket is let in with, as often as it comes (subject.ts). */
  readonly ticket: string
}

const id = (bytes = 16): string => randomBytes(bytes).toString('base64url')

export function makeUsers(count: number): BenchUser[] {
  return Array.from({ length: count }, () => {
    const [user, device] = [id() as UserId, id() as DeviceId]
    return { user, device, ticket: user + device }
  })
}

/** Puts a chat of these people into the tables, as if their epochs had been written. */
export async function makeChat(sql: Sql, members: readonly BenchUser[]): Promise<ChatId> {
  const [chat] = await makeChats(sql, [members])
  if (chat === undefined) throw new Error('no chat')
  return chat
}

export async function makeChats(sql: Sql, groups: readonly (readonly BenchUser[])[]): Promise<ChatId[]> {
  const chats = groups.map(() => id(32) as ChatId)
  const now = Date.now()
  const sizes = groups.map((members) => members.length)
  await sql`
    INSERT INTO chats (id, kind, created_at, last_at, member_count)
    SELECT u.id, CASE WHEN u.size > 2 THEN 'group' ELSE 'direct' END, ${now}, ${now}, u.size
    FROM unnest(string_to_array(${chats.join(',')}, ','), string_to_array(${sizes.join(',')}, ',')::int4[]) u (id, size)`
  const pairs = groups.flatMap((members, i) => members.map((member) => [chats[i] ?? '', member.user] as const))
  for (let i = 0; i < pairs.length; i += 20_000) {
    const part = pairs.slice(i, i + 20_000)
    await sql`
      INSERT INTO chat_participants (chat_id, user_id, role)
      SELECT chat, member, 'member' FROM unnest(string_to_array(${part.map(([chat]) => chat).join(',')}, ','),
        string_to_array(${part.map(([, user]) => user).join(',')}, ',')) u (chat, member)`
    await sql`
      INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch)
      SELECT chat, member, 0, 0 FROM unnest(string_to_array(${part.map(([chat]) => chat).join(',')}, ','),
        string_to_array(${part.map(([, user]) => user).join(',')}, ',')) u (chat, member)`
  }
  return chats
}

/** Appends rows to a chat's log without the server; `size` bytes each. */
export async function fillLog(
  sql: Sql,
  chat: ChatId,
  sender: BenchUser,
  from: number,
  to: number,
  size: number,
): Promise<void> {
  for (let at = from; at < to; at += 50_000) {
    const end = Math.min(to, at + 50_000)
    await sql`
      INSERT INTO messages (chat_id, seq, sender, msg_id, at, epoch, kind, msg_no, envelope)
      SELECT ${chat}, i, ${sender.user}, translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_'), i, 0, 1, i,
        decode(repeat(md5(i::text), ${Math.ceil(size / 16)}), 'hex')
      FROM generate_series(${at + 1}::int8, ${end}::int8) i`
  }
  await sql`UPDATE chats SET last_seq = ${to}, msg_count = ${to}, changed_xid = pg_current_xact_id() WHERE id = ${chat}`
}
