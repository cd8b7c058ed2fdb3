import type { ServerRole } from '@soroka/protocol/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRightsWorld, objects, standings } from './rights-people.fixture.ts'
import type { RightsWorld } from './rights-people.fixture.ts'
import { rows } from './rights-rows.fixture.ts'

let world: RightsWorld

beforeAll(async () => {
  world = await makeRightsWorld()
}, 60_000)
afterAll(async () => {
  await Promise.all(Object.values(world.people).map(({ socket }) => socket.close()))
  await world.server.stop()
})

const aboutChats = Object.entries(rows).flatMap(([action, cases]) =>
  cases === 'no chat' ? [] : cases.map((row) => ({ action, row })),
)

/** Makes the stranger to all chats one of those who run the server. */
async function appoint(role: ServerRole): Promise<void> {
  const { sql } = world.server.database
  await sql`UPDATE users SET role = 'member'`
  await sql`UPDATE users SET role = ${role} WHERE id = ${world.people.stranger.client.user}`
}

// One person, in every chat, with all that can be done in one.
test.each(['moderator', 'admin', 'owner'] as const)(
  'S21 the %s of the server is a stranger in every chat that he is not in',
  { timeout: 60_000 },
  async (role) => {
    await appoint(role)
    const { people, objects: chats } = world
    const place = standings.indexOf('stranger')
    for (const { action, row } of aboutChats)
      for (const object of objects) {
        const text = object === 'announcements' ? (row.announcements ?? row.group) : row[object]
        const wanted = text.split(' ')[place]
        const got = await row.tries(people.stranger, chats[object], world)
        expect(got, `${action} ${row.name ?? ''}, ${object}`).toBe(wanted === '.' ? 'NOT_FOUND' : wanted)
      }
  },
)

test('S21 no answer of the desk holds anything of a chat', async () => {
  await appoint('owner')
  const { client } = world.people.stranger
  const text = JSON.stringify(await Promise.all(['/admin/people', '/admin/audit'].map((path) => client.ask(path))))
  for (const { chat, message, file } of Object.values(world.objects))
    for (const secret of [chat, message, file]) expect(text).not.toContain(secret)
})
