import { call } from '@orpc/server'
import type { CallId, ChatId } from '@soroka/protocol'
import { WHO } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeMembers } from '../../testing/group-epochs.ts'
import type { GroupOptions } from '../../testing/group-epochs.ts'
import { createGroup, leaveGroup, sendEpoch } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { CallStage } from './calls.fixture.ts'
import type { Phone } from './calls.fixture.ts'

let stage: CallStage

beforeAll(async () => {
  stage = await CallStage.start()
})
afterAll(async () => {
  await stage.server.stop()
  expect(stage.server.errors).toEqual([])
})

const coded = (code: string) => expect.objectContaining({ code })
type Group = [owner: Phone, admin: Phone, boris: Phone, vera: Phone]

async function group(options: Omit<GroupOptions, 'admins'> = {}) {
  const people = Array.from({ length: 4 }, () => stage.server.add(new TestPerson())) as [TestPerson, ...TestPerson[]]
  const [owner, ...others] = people
  const epoch = await createGroup(stage.server, owner, others, { ...options, admins: others.slice(0, 1) })
  const phones: Phone[] = []
  for (const person of people) phones.push(await stage.phone(person))
  return { phones: phones as Group, epoch, chat: epoch.chat }
}

test('P104 all are rung; each comes or declines alone; who comes later joins from the banner; the last one ends it', async () => {
  const { phones, chat } = await group()
  const [owner, admin, boris, vera] = phones
  const { id } = await boris.start(chat)
  const rings = await vera.told(id)
  expect(
    rings.members
      .filter(({ state }) => state === 'ringing')
      .map(({ user }) => user)
      .toSorted(),
  ).toEqual([owner.user, admin.user, vera.user].toSorted())
  await vera.decline(id)
  await owner.join(id)
  expect((await owner.live()).map((one) => one.id)).toEqual([id])
  // Who starts where one runs comes to it.
  expect(await admin.start(chat)).toMatchObject({ id, devices: [{}, {}, {}] })
  await boris.leave(id)
  await owner.leave(id)
  expect(await vera.get(id)).toMatchObject({ ended: null, devices: [{ user: admin.user }] })
  expect(await vera.join(id)).toMatchObject({ devices: [{ connEpoch: 3 }, { connEpoch: 4 }] })
  await admin.leave(id)
  expect(await vera.leave(id)).toMatchObject({ ended: { reason: 'completed' } })
  const [line] = (await vera.history({ chat })).calls
  expect(line).toMatchObject({ id, outcome: 'completed', users: [boris.user, owner.user, admin.user, vera.user] })
})

test('P101 only those who are named ring; who does not come has missed it alone', async () => {
  const { phones, chat } = await group()
  const [owner, admin, boris, vera] = phones
  const { id } = await owner.start(chat, { ring: [boris.user] })
  await boris.join(id)
  await boris.ring(id, [vera.user])
  expect(await vera.told(id, ({ members }) => members.length === 3)).toMatchObject({ ringUntil: expect.any(Number) })
  await owner.end(id)
  expect(await stage.lines(id)).toEqual([
    { user: owner.user, outcome: 'completed' },
    { user: boris.user, outcome: 'completed' },
    { user: vera.user, outcome: 'missed' },
  ])
  expect(await vera.history({ missed: 'true' })).toMatchObject({ calls: [{ id }], unseen: 1 })
  expect(await admin.history()).toMatchObject({ calls: [], unseen: 0 })
})

test('R7 who blocked the caller, or is blocked by him, is not rung, and comes if he likes', async () => {
  const { phones, chat } = await group()
  const [owner, admin, boris, vera] = phones
  const { sql } = stage.server.database
  await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${boris.user}, ${owner.user}, 0), (${owner.user}, ${vera.user}, 0)`
  const { id, members } = await owner.start(chat)
  expect(members.map(({ user }) => user)).toEqual([owner.user, admin.user])
  expect((await owner.ring(id, [boris.user, vera.user])).members).toHaveLength(2)
  expect((await boris.join(id)).devices).toHaveLength(2)
})

test('P101 in a group where only admins write, only they begin calls and ring; the others come', async () => {
  const { phones, chat } = await group({ policy: { write: WHO.admins } })
  const [, admin, boris, vera] = phones
  await expect(boris.start(chat)).rejects.toEqual(coded('FORBIDDEN'))
  const { id } = await admin.start(chat)
  await boris.join(id)
  await expect(boris.ring(id, [vera.user])).rejects.toEqual(coded('FORBIDDEN'))
})

test('P104 who began it or an admin takes people out and ends it for all; who was taken out stays out', async () => {
  const { phones, chat } = await group()
  const [owner, admin, boris, vera] = phones
  const { id } = await boris.start(chat)
  await vera.join(id)
  await owner.join(id)
  await expect(vera.remove(id, boris.user)).rejects.toEqual(coded('FORBIDDEN'))
  await expect(vera.end(id)).rejects.toEqual(coded('FORBIDDEN'))
  expect((await boris.remove(id, vera.user)).devices).toHaveLength(2)
  await expect(vera.join(id)).rejects.toEqual(coded('FORBIDDEN'))
  // Not by somebody who may not take out; by who may, he is asked in again.
  expect((await owner.ring(id, [vera.user])).members.find(({ user }) => user === vera.user)?.state).toBe('ringing')
  await vera.join(id)
  expect(await admin.end(id)).toMatchObject({ ended: { reason: 'completed' }, devices: [] })
})

test('P104 who is removed from the group is put out of its call at once: no signals, no sign of life, no way back', async () => {
  const { phones, epoch, chat } = await group()
  const [owner, , boris, vera] = phones
  const { id } = await owner.start(chat)
  await boris.join(id)
  await vera.join(id)
  const removed = removeMembers(epoch, owner.person, [boris.person])
  await sendEpoch(stage.server, owner.person, removed)
  await expect(refusal(boris, vera, id)).resolves.toBe('NOT_FOUND')
  await expect(refusal(vera, boris, id)).resolves.toBe('NOT_FOUND')
  await expect(boris.join(id)).rejects.toEqual(coded('NOT_FOUND'))
  const after = await vera.told(id, ({ members }) => members.some(({ state }) => state === 'removed'))
  expect(after.devices.map(({ user }) => user)).toEqual([owner.user, vera.user])
  await leaveGroup(stage.server, vera.person, chat, 1)
  expect(await owner.told(id, ({ devices }) => devices.length === 1)).toMatchObject({ ended: null })
})

/** The code with which a signal comes back. */
async function refusal(from: Phone, to: Phone, id: CallId) {
  const seen = from.socket.frames.length
  from.socket.tell({ t: 'call.signal', id: seen, call: id, to: to.party, signal: 'AAAA' })
  return (await from.socket.next('error', (frame) => frame.id === seen, { from: seen })).code
}

test('P104 a group that is erased takes its calls along', async () => {
  const { phones, chat } = await group()
  const [owner, admin] = phones
  const { id } = await owner.start(chat)
  await admin.join(id)
  await erase(owner, chat)
  await expect(owner.join(id)).rejects.toEqual(coded('NOT_FOUND'))
  expect(await owner.history()).toMatchObject({ calls: [] })
  const { sql } = stage.server.database
  expect(await sql`SELECT 1 FROM calls WHERE chat_id = ${chat}`).toEqual([])
})

async function erase({ person }: Phone, chat: ChatId): Promise<void> {
  await call(stage.server.realtime.chats.remove, { chat }, stage.server.as(person))
}
