import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallStage } from './calls.fixture.ts'

let stage: CallStage

beforeAll(async () => {
  stage = await CallStage.start()
})
afterAll(async () => {
  await stage.server.stop()
  expect(stage.server.errors).toEqual([])
})

test('S1 a device that is signed out leaves its call at once, and its others stay in theirs', async () => {
  const { anna, boris, chat } = await stage.pair()
  const desk = await stage.second(boris)
  const { id } = await anna.start(chat)
  await boris.join(id)
  await stage.server.realtime.deviceGone(desk.party)
  expect((await anna.get(id)).ended).toBeNull()
  await stage.server.realtime.deviceGone(boris.party)
  expect((await anna.told(id, ({ ended }) => ended !== null)).ended?.reason).toBe('completed')
  expect(await stage.lines(id)).toHaveLength(2)
  await stage.server.realtime.deviceGone(boris.party)
  expect(await stage.lines(id)).toHaveLength(2)
})

test('S3 a device that its person revokes leaves its call at once', async () => {
  const { anna, boris, chat } = await stage.pair()
  const { id } = await anna.start(chat)
  await boris.join(id)
  const { user, device } = boris.party
  await stage.server.database.sql`
    INSERT INTO devices (user_id, id, name, kind, sign_pub, added_at, revoked_at)
    VALUES (${user}, ${device}, '', 'web', ${Buffer.alloc(32)}, 0, 1)`
  stage.server.realtime.userChanged(user)
  await anna.told(id, ({ ended }) => ended !== null)
})
