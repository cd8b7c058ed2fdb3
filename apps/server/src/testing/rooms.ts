import type { ChatId, FileId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { newChatId, newMsgId } from './people.ts'
import { sealedEnvelope } from './sealed.ts'
import type { EnvelopeOptions } from './sealed.ts'
import { TestClient } from './test-client.ts'
import type { TestServer } from './test-server.ts'
import { TestSocket } from './test-socket.ts'

/** Somebody with an account and an open socket. */
export interface Talker {
  readonly client: TestClient
  readonly socket: TestSocket
}

export async function newTalker(server: TestServer): Promise<Talker> {
  const client = await new TestClient(server).signUp()
  const { ticket } = (await client.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  return { client, socket }
}

/** A group in the tables, without its epochs; its first member owns it. */
export async function newRoom({ database: { sql } }: TestServer, people: readonly Talker[]): Promise<ChatId> {
  const chat = newChatId()
  await sql`
    INSERT INTO chats (id, kind, created_at, member_count) VALUES (${chat}, 'group', 0, ${people.length})`
  for (const [i, { client }] of people.entries()) {
    const role = i === 0 ? 'owner' : 'member'
    await sql`INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${client.user}, ${role})`
    await sql`
      INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch) VALUES (${chat}, ${client.user}, 0, 0)`
  }
  return chat
}

/** Sends a message that names files; resolves with its seq and id, or with the code of the refusal. */
export async function sayFiles(
  { client, socket }: Talker,
  chat: ChatId,
  files: readonly FileId[],
  options: EnvelopeOptions = {},
): Promise<{ seq: number; msgId: ReturnType<typeof newMsgId> } | string> {
  const msgId = options.msgId ?? newMsgId()
  const clear = { files, ...options.clear }
  const answer = await socket.send(sealedEnvelope(client.person, chat, { kind: KIND.media, ...options, msgId, clear }))
  return answer.t === 'message.accepted' ? { seq: answer.seq, msgId } : answer.code
}
