import { call } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMembers, changeEpoch, removeMembers } from '../../testing/group-epochs.ts'
import { createGroup, headOf, sendEpoch } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start()
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())

/** Milliseconds of a piece of work; its promise made anew by `work`. */
async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const from = performance.now()
  const done = await work()
  return [done, performance.now() - from]
}

test('a group of 1,000 is created, and a removal from it accepted in well under a second', async () => {
  const owner = someone()
  const others = Array.from({ length: 999 }, someone)
  await server.added()
  const [group, creating] = await timed(() => createGroup(server, owner, others))
  expect(group.head).toMatchObject({ memberCount: 1000, members: [] })
  // A new device of his has its line of new messages all the same.
  expect(group.head.marks).toEqual([{ user: owner.user, delivered: expect.any(Number), read: expect.any(Number) }])
  const removal = removeMembers(group, owner, [others[0]!])
  const [removed, removing] = await timed(() => sendEpoch(server, owner, removal))
  // Behind many deltas the roster is put together from all of them.
  let head = removed
  for (let n = 0; n < 20; n++) head = await sendEpoch(server, owner, changeEpoch(head, owner, { reason: 11 }))
  const late = removeMembers(head, owner, [others[1]!])
  const [, removingLate] = await timed(() => sendEpoch(server, owner, late))
  expect(creating).toBeLessThan(2000)
  expect(removing).toBeLessThan(1000)
  expect(removingLate).toBeLessThan(1000)
  expect(await headOf(server, owner, group.chat)).toMatchObject({ memberCount: 998, epoch: 22 })
  await expect(headOf(server, others[1]!, group.chat)).resolves.toMatchObject({ epoch: 21 })
  await expect(
    sendEpoch(server, owner, addMembers(late, owner, [others[0]!, others[1]!, someone()])),
  ).rejects.toMatchObject({ code: 'LIMIT_REACHED', data: { limit: 1000 } })
  const page = await call(server.realtime.chats.members, { chat: group.chat }, server.as(owner))
  expect(page).toMatchObject({ more: true })
  expect(page.members).toHaveLength(200)
})
