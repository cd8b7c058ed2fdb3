import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeMembers } from '../../testing/group-epochs.ts'
import { createGroup, sendEpoch } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import type { TestSocket } from '../../testing/test-socket.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start({ presenceTimes: { graceMs: 100, ttlMs: 3000, writeMs: 300 } })
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const here = (person: TestPerson) => ({ user: person.user, online: true, lastSeen: null })
const never = (person: TestPerson) => ({ user: person.user, online: false, lastSeen: null })

/** Two people with a chat, both online. */
async function pair() {
  const [anna, boris] = [server.add(new TestPerson()), server.add(new TestPerson())]
  const { chat } = await server.createDirect(anna, boris, { stranger: true })
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await setRequest(chat, boris, false)
  return { anna, boris, chat, a, b, close: () => Promise.all([a.close(), b.close()]) }
}

/** What a socket sees of somebody when it asks now. */
async function look(socket: TestSocket, person: TestPerson) {
  const from = socket.frames.length
  socket.tell({ t: 'presence.watch', users: [person.user] })
  return (await socket.next('presence.changed', () => true, { from })).people[0]
}

const showTo = (person: TestPerson, audience: string) =>
  server.database.sql`UPDATE users SET last_seen_to = ${audience} WHERE id = ${person.user}`
const addContact = (person: TestPerson, contact: TestPerson) =>
  server.database.sql`INSERT INTO contacts (user_id, contact_id, at) VALUES (${person.user}, ${contact.user}, 1)`
const block = (person: TestPerson, blocked: TestPerson) =>
  server.database.sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${person.user}, ${blocked.user}, 1)`
const unblock = (person: TestPerson) => server.database.sql`DELETE FROM blocks WHERE user_id = ${person.user}`
const setRequest = (chat: ChatId, person: TestPerson, request: boolean) =>
  server.database.sql`
    UPDATE chat_participants SET request = ${request} WHERE chat_id = ${chat} AND user_id = ${person.user}`

describe('who sees whom', () => {
  test('S6 somebody who shows himself to nobody is never here, and sees nobody', async () => {
    const { anna, boris, a, b, close } = await pair()
    expect(await look(a, boris)).toEqual(here(boris))
    await showTo(boris, 'nobody')
    expect(await look(a, boris)).toEqual(never(boris))
    expect(await look(b, anna)).toEqual(never(anna))
    expect(await look(b, boris)).toEqual(here(boris))
    await close()
  })

  test('S6 contacts are those of the one who is looked at; both must let the other see', async () => {
    const { anna, boris, a, b, close } = await pair()
    await showTo(boris, 'contacts')
    await addContact(anna, boris)
    expect(await look(a, boris)).toEqual(never(boris))
    expect(await look(b, anna)).toEqual(never(anna))
    await addContact(boris, anna)
    expect(await look(a, boris)).toEqual(here(boris))
    expect(await look(b, anna)).toEqual(here(anna))
    await showTo(anna, 'nobody')
    expect(await look(a, boris)).toEqual(never(boris))
    await close()
  })

  test('S6 the time somebody was last here is hidden too', async () => {
    const { anna, boris, a, b } = await pair()
    await look(a, boris)
    await b.close()
    const gone = await a.next('presence.changed', (frame) => frame.people[0]?.online === false)
    expect(gone.people[0]?.lastSeen).toBeGreaterThan(0)
    await showTo(anna, 'nobody')
    expect(await look(a, boris)).toEqual(never(boris))
    await a.close()
  })

  test('R17 who shares no chat, or no longer, sees nothing', async () => {
    const { boris, a, chat, close } = await pair()
    const carla = server.add(new TestPerson())
    await server.createDirect(carla, boris)
    const c = await server.connect(carla)
    expect(await look(a, carla)).toEqual(never(carla))
    expect(await look(a, boris)).toEqual(here(boris))
    await server.database.sql`
      UPDATE chat_participants SET left_seq = 0 WHERE chat_id = ${chat} AND user_id = ${boris.user}`
    expect(await look(a, boris)).toEqual(never(boris))
    await Promise.all([close(), c.close()])
  })

  test('R7 a block hides each from the other', async () => {
    const { anna, boris, a, b, close } = await pair()
    await block(boris, anna)
    expect(await look(a, boris)).toEqual(never(boris))
    expect(await look(b, anna)).toEqual(never(anna))
    await close()
  })

  test('R7 P47 whoever answers a request by writing is seen at once by the stranger who watches', async () => {
    const [stranger, person] = [server.add(new TestPerson()), server.add(new TestPerson())]
    const { chat } = await server.createDirect(stranger, person, { stranger: true })
    await setRequest(chat, person, true)
    const [s, p] = await Promise.all([server.connect(stranger), server.connect(person)])
    s.tell({ t: 'presence.watch', users: [person.user] })
    expect((await s.next('presence.changed')).people).toMatchObject([{ online: false }])
    await p.send(sealedEnvelope(person, chat))
    await s.next('presence.changed', ({ people }) => people.some((one) => one.user === person.user && one.online))
    await Promise.all([s.close(), p.close()])
  })

  test('R7 a stranger sees nothing of the one who has not answered his request', async () => {
    const { boris, chat, a, close } = await pair()
    await setRequest(chat, boris, true)
    expect(await look(a, boris)).toEqual(never(boris))
    await setRequest(chat, boris, false)
    expect(await look(a, boris)).toEqual(here(boris))
    await close()
  })
})

describe('while somebody looks', () => {
  test('S6 a change of privacy acts at once, both ways, and nothing more comes', async () => {
    const { anna, boris, a, b, close } = await pair()
    await Promise.all([look(a, boris), look(b, anna)])
    await showTo(boris, 'nobody')
    const from = [a.frames.length, b.frames.length]
    server.realtime.privacyChanged(boris.user)
    const hidden = (await a.next('presence.changed', () => true, { from: from[0] ?? 0, ms: 1000 })).people
    expect(hidden).toEqual([never(boris)])
    expect((await b.next('presence.changed', () => true, { from: from[1] ?? 0, ms: 1000 })).people).toEqual([
      never(anna),
    ])
    const frames = a.frames.length
    const again = await server.connect(boris)
    await again.close()
    await b.close()
    await pause(400)
    expect(a.frames.slice(frames)).toEqual([])
    await showTo(boris, 'everyone')
    server.realtime.privacyChanged(boris.user)
    const back = await a.next('presence.changed', () => true, { from: frames, ms: 1000 })
    expect(back.people[0]).toMatchObject({ user: boris.user, online: false, lastSeen: expect.any(Number) })
    await close()
  })

  test('R7 a block acts at once, and only between the two', async () => {
    const { anna, boris, a, b, close } = await pair()
    const carla = server.add(new TestPerson())
    await server.createDirect(carla, boris)
    const c = await server.connect(carla)
    await Promise.all([look(a, boris), look(c, boris), look(b, anna)])
    const from = [a.frames.length, b.frames.length, c.frames.length]
    await block(anna, boris)
    server.realtime.privacyChanged(anna.user, boris.user)
    for (const [at, socket, person] of [
      [0, a, boris],
      [1, b, anna],
    ] as const) {
      const changed = await socket.next('presence.changed', () => true, { from: from[at] ?? 0, ms: 1000 })
      expect(changed.people).toEqual([never(person)])
    }
    await unblock(anna)
    server.realtime.privacyChanged(anna.user, boris.user)
    await a.next('presence.changed', (frame) => frame.people[0]?.online === true, { from: from[0] ?? 0, ms: 1000 })
    expect(c.frames.slice(from[2])).toEqual([])
    await Promise.all([close(), c.close()])
  })

  test('R17 people see each other as soon as they share a chat, and no longer than that', async () => {
    const [anna, boris] = [server.add(new TestPerson()), server.add(new TestPerson())]
    const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
    expect(await look(a, boris)).toEqual(never(boris))
    const from = a.frames.length
    const group = await createGroup(server, anna, [boris])
    expect(await look(a, boris)).toEqual(here(boris))
    await sendEpoch(server, anna, removeMembers(group, anna, [boris]))
    await a.next('presence.changed', (frame) => frame.people[0]?.online === false, { from: from + 1, ms: 1000 })
    const again = a.frames.length
    await server.createDirect(anna, boris)
    await a.next('presence.changed', (frame) => frame.people[0]?.online === true, { from: again, ms: 1000 })
    await Promise.all([a.close(), b.close()])
  })

  test('S6 a change in the middle of a look-up is not lost', async () => {
    const { boris, a, b, close } = await pair()
    await look(a, boris)
    await b.close()
    await a.next('presence.changed', (frame) => frame.people[0]?.online === false)
    const from = a.frames.length
    await server.database.sql.begin(async (tx) => {
      // The look-up has asked what it may, and waits here for the time.
      await tx`LOCK TABLE presence_last_seen IN ACCESS EXCLUSIVE MODE`
      a.tell({ t: 'presence.watch', users: [boris.user] })
      await pause(100)
      await showTo(boris, 'nobody')
      server.realtime.privacyChanged(boris.user)
      await pause(100)
      expect(a.frames.length).toBe(from)
    })
    await a.next('presence.changed', (frame) => frame.people[0]?.lastSeen === null, { from, ms: 1000 })
    expect(a.all('presence.changed').at(-1)?.people).toEqual([never(boris)])
    await close()
  })

  test('who replaced his set or left is asked about no more', async () => {
    const { boris, a, b, close } = await pair()
    await look(a, boris)
    a.tell({ t: 'presence.watch', users: [] })
    await a.next('presence.changed', (frame) => frame.people.length === 0)
    const frames = a.frames.length
    await showTo(boris, 'nobody')
    server.realtime.privacyChanged(boris.user)
    await look(b, boris)
    await b.close()
    await showTo(boris, 'everyone')
    server.realtime.privacyChanged(boris.user)
    await pause(100)
    expect(a.frames.slice(frames)).toEqual([])
    await close()
  })
})

describe('typing', () => {
  /** Whether the other one hears of it. */
  async function hears(from: TestSocket, to: TestSocket, chat: ChatId): Promise<boolean> {
    const before = to.all('typing.started').length
    from.tell({ t: 'typing.start', chat })
    await pause(150)
    return to.all('typing.started').length > before
  }

  test('S6 is not told of somebody who does not want it', async () => {
    const { boris, chat, a, b, close } = await pair()
    await server.database.sql`UPDATE users SET typing = false WHERE id = ${boris.user}`
    expect(await hears(b, a, chat)).toBe(false)
    expect(await hears(a, b, chat)).toBe(true)
    await close()
  })

  test.each(['blocker', 'blocked'])('R7 is not told between the two of a block, by the %s', async (who) => {
    const { anna, boris, chat, a, b, close } = await pair()
    await block(anna, boris)
    expect(await (who === 'blocker' ? hears(a, b, chat) : hears(b, a, chat))).toBe(false)
    await close()
  })

  test('R7 is not told in a request, either way', async () => {
    const { boris, chat, a, b, close } = await pair()
    await setRequest(chat, boris, true)
    expect([await hears(a, b, chat), await hears(b, a, chat)]).toEqual([false, false])
    await close()
  })
})
