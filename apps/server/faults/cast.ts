import type { ChatId } from '@soroka/protocol'
import { createSessions } from '../src/features/auth/sessions.ts'
import { InProcessBus } from '../src/platform/bus/index.ts'
import { openDatabase } from '../src/platform/db/index.ts'
import type { Sql } from '../src/platform/db/index.ts'
import { deriveKey } from '../src/platform/keys/index.ts'
import { readSecrets } from '../src/secrets.ts'
import { newChatId, TestPerson } from '../src/testing/people.ts'
import { Actor } from './actor.ts'
import type { Stage } from './stage.ts'

/**
 * Puts people with accounts and sessions into the tables: pairs with a direct chat each, and one group of all. They come
 * to the nodes by turns, so that the two of a pair are at different ones.
 */
export async function fillStage(nodes: readonly [Stage, ...Stage[]], pairs: number): Promise<Actor[]> {
  const [stage] = nodes
  const secrets = await readSecrets(stage.folder)
  const database = openDatabase(await stage.openAddress(), { drizzle: 1, raw: 1 })
  try {
    const sessions = createSessions({
      db: database.db,
      bus: new InProcessBus(() => undefined),
      now: Date.now,
      accessKey: secrets.jwtKey,
      refreshKey: deriveKey(secrets.tokenHashKey, 'refresh-token'),
      seen: { note: () => undefined, write: () => Promise.resolve() },
      ended: () => Promise.resolve(),
    })
    const people = Array.from({ length: 2 * pairs }, () => new TestPerson())
    const group = await insertChat(database.sql, 'group', people)
    const actors: Actor[] = []
    for (let i = 0; i < people.length; i += 2) {
      const both = people.slice(i, i + 2)
      const direct = await insertChat(database.sql, 'direct', both)
      for (const person of both) {
        const { user, device } = person
        await insertDevice(database.sql, person)
        const grant = await sessions.create(database.db, { user, device: device.id, delivery: 'body' })
        actors.push(new Actor(nodes[actors.length % nodes.length] ?? stage, person, grant, [direct, group]))
      }
    }
    return actors
  } finally {
    await database.close()
  }
}

/** What a refresh is checked against. */
async function insertDevice(sql: Sql, { user, device }: TestPerson): Promise<void> {
  await sql`
    INSERT INTO users (id, email, name, nickname, role, locale, created_at)
    VALUES (${user}, ${`${user}@example.org`}, 'Actor', ${user.toLowerCase().replace(/[^a-z0-9]/g, 'x')}, 'member', 'en', ${Date.now()})`
  await sql`
    INSERT INTO devices (user_id, id, name, kind, sign_pub, added_at)
    VALUES (${user}, ${device.id}, 'Actor', 'bot', ${Buffer.from(device.signPub)}, ${Date.now()})`
}

async function insertChat(sql: Sql, kind: 'direct' | 'group', members: readonly TestPerson[]): Promise<ChatId> {
  const chat = newChatId()
  await sql`INSERT INTO chats (id, kind, created_at, member_count) VALUES (${chat}, ${kind}, ${Date.now()}, ${members.length})`
  const rows = members.map(({ user }) => ({ chat_id: chat, user_id: user, role: 'member' }))
  await sql`INSERT INTO chat_participants ${sql(rows, 'chat_id', 'user_id', 'role')}`
  // Who may read what: without it the log is nobody's (R23).
  await sql`
    INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch)
    SELECT chat_id, user_id, 0, 0 FROM chat_participants WHERE chat_id = ${chat}`
  return chat
}
