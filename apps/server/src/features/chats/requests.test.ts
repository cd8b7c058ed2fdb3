import { call } from '@orpc/server'
import { limits } from '@soroka/protocol'
import type { ChatId } from '@soroka/protocol'
import { REASON } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headOf } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { directEpoch, nextEpoch, sealedEnvelope } from '../../testing/sealed.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start({ alone: true })
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())
const chats = () => server.realtime.chats
const stranger = { stranger: true }

test('R7 a stranger’s chat is a request until it is accepted; then he is a contact', async () => {
  const [anna, boris] = [someone(), someone()]
  const { chat, head } = await server.createDirect(anna, boris, stranger)
  expect(head).toMatchObject({ request: false })
  expect(await headOf(server, boris, chat)).toMatchObject({ request: true })
  const b = await server.connect(boris)
  await expect(call(chats().accept, { chat }, server.as(someone()))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await call(chats().accept, { chat }, server.as(boris))).toMatchObject({ request: false })
  await b.next('contacts.changed')
  await b.next('chat.changed')
  const { sql } = server.database
  expect(await sql`SELECT contact_id FROM contacts WHERE user_id = ${boris.user}`).toEqual([{ contact_id: anna.user }])
  expect(await call(chats().accept, { chat }, server.as(anna))).toMatchObject({ request: false })
  expect(await sql`SELECT 1 FROM contacts WHERE user_id = ${anna.user}`).toHaveLength(0)
  await b.close()
})

test('R7 with a full list of contacts no request is accepted, however many come at once', async () => {
  const boris = someone()
  const [first, second] = [someone(), someone()]
  const one = await server.createDirect(first, boris, stranger)
  const two = await server.createDirect(second, boris, stranger)
  const { sql } = server.database
  await sql`
    INSERT INTO contacts (user_id, contact_id, at)
    SELECT ${boris.user}, 'filler' || i, 0 FROM generate_series(1, ${limits.contacts - 1}) i`
  const accept = ({ chat }: { chat: ChatId }) => call(chats().accept, { chat }, server.as(boris))
  const done = await Promise.allSettled([accept(one), accept(two)])
  const refused = done.filter((answer) => answer.status === 'rejected')
  expect(refused.map((answer): unknown => answer.reason)).toMatchObject([{ code: 'LIMIT_REACHED' }])
  expect(await sql`SELECT 1 FROM contacts WHERE user_id = ${boris.user}`).toHaveLength(limits.contacts)
  const heads = await Promise.all([one, two].map(({ chat }) => headOf(server, boris, chat)))
  expect(heads.filter((head) => head.request)).toHaveLength(1)
  await sql`DELETE FROM contacts WHERE user_id = ${boris.user} AND contact_id LIKE 'filler%'`
})

test('R7 somebody from my contacts begins no request', async () => {
  const [anna, boris] = [someone(), someone()]
  const { chat } = await server.createDirect(anna, boris)
  expect(await headOf(server, boris, chat)).toMatchObject({ request: false })
})

test('R7 a block answers the same whoever set it; a chat that was there is still answered', async () => {
  const [anna, boris, carla] = [someone(), someone(), someone()]
  await server.added()
  const { sql } = server.database
  await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${boris.user}, ${anna.user}, 0)`
  await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${anna.user}, ${carla.user}, 0)`
  for (const other of [boris, carla])
    await expect(server.createDirect(anna, other, stranger)).rejects.toMatchObject({
      code: 'NOT_ACCEPTING',
      data: undefined,
    })
  await sql`DELETE FROM blocks WHERE user_id = ${boris.user}`
  const epoch = await server.createDirect(anna, boris)
  await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${boris.user}, ${anna.user}, 0)`
  const { record, boxes } = epoch
  expect(await call(chats().createDirect, { record, boxes }, server.as(anna))).toMatchObject({ id: epoch.chat })
})

test('R7 a dropped request is off the list and silent, and comes back when its receiver writes himself', async () => {
  const [anna, boris] = [someone(), someone()]
  const first = await server.createDirect(anna, boris, stranger)
  const { chat } = first
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await a.send(sealedEnvelope(anna, chat))
  await b.next('message.created')
  await expect(call(chats().forget, { chat }, server.as(anna))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const { cursor } = await call(chats().list, {}, server.as(boris))
  expect(await call(chats().forget, { chat }, server.as(boris))).toEqual({ removed: true })
  expect(await call(chats().forget, { chat }, server.as(boris))).toEqual({ removed: false })
  await b.next('chat.left', (frame) => frame.chat === chat)
  expect(await call(chats().list, { cursor }, server.as(boris))).toMatchObject({ chats: [], gone: [chat] })
  expect(await a.send(sealedEnvelope(anna, chat))).toMatchObject({ seq: 2 })
  // The sender sees nothing of it.
  expect(new Set((await headOf(server, anna, chat)).members)).toEqual(new Set([anna.user, boris.user]))
  await expect(headOf(server, boris, chat)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await b.send(sealedEnvelope(boris, chat))).toMatchObject({ code: 'NOT_A_MEMBER' })
  const { record, boxes } = directEpoch(boris, anna)
  await expect(call(chats().createDirect, { record, boxes }, server.as(boris))).rejects.toMatchObject({
    code: 'CHAT_EXISTS',
    data: { head: { id: chat, request: false, lastSeq: 2, leftSeq: null } },
  })
  expect(await b.send(sealedEnvelope(boris, chat))).toMatchObject({ seq: 3 })
  expect((await call(chats().list, { cursor }, server.as(boris))).gone).toEqual([])
  await call(chats().addEpoch, { chat, ...inputOf(nextEpoch(first, boris, REASON.rekey)) }, server.as(boris))
  expect((await call(chats().epochs, { chat }, server.as(boris))).epochs.every((one) => one.box !== undefined)).toBe(
    true,
  )
  expect(b.all('message.created')).toHaveLength(1)
  await Promise.all([a.close(), b.close()])
})

const inputOf = ({ record, boxes }: ReturnType<typeof nextEpoch>) => ({ record, boxes })
