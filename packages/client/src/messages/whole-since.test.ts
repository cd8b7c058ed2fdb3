import 'fake-indexeddb/auto'
import type { MsgId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import type { Wanted } from '../sync/puller.ts'
import { chat, id, makeDevice, peer, wire } from '../sync/testing.ts'
import { makeWhole } from './whole-since.ts'

const rows = Array.from({ length: 40 }, (_, i) => wire(i + 1, { sender: peer, msg: id(i + 1) as MsgId }))

async function device(answers: boolean) {
  const { db, apply } = await makeDevice()
  await apply.apply(chat, [...rows.slice(4, 5), ...rows.slice(20, 22), ...rows.slice(39)], 'page')
  const asked: Wanted[] = []
  const pull = async (_chat: typeof chat, what: Wanted) => {
    asked.push(what)
    if (typeof what !== 'object' || !('before' in what) || !answers) return
    await apply.apply(chat, rows.slice(Math.max(0, what.before - 11), what.before - 1), 'page')
  }
  return { db, asked, whole: () => makeWhole({ account: { db }, pull }, chat, 5) }
}

test('R25 votes that are not here yet are pulled before they are counted', async () => {
  const { db, asked, whole } = await device(true)
  await whole()
  expect((await db.get('chats', chat))?.have.at(-1)).toEqual([expect.any(Number), 40])
  expect((await db.get('chats', chat))?.have.at(-1)?.[0]).toBeLessThanOrEqual(6)
  expect(asked.length).toBeLessThan(6)
})

test('R25 where they can’t be had nothing is counted', async () => {
  const { whole } = await device(false)
  await expect(whole()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})
