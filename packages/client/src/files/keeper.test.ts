import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { ChatId, FileId, MsgId, UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { expect, it } from 'vitest'
import { openAccountDb } from '../indexeddb/account-store.ts'
import { MemoryShelf } from '../platform/memory-shelf.ts'
import { Keeper } from './keeper.ts'

const id = (n: number, bytes = 16) => toBase64url(new Uint8Array(bytes).fill(n))
const DAY = 86_400_000
const SIZE = 1000

/** A device that lends files the room for three of them: a fifth of what it has. */
async function device() {
  const db = await openAccountDb(new IDBFactory(), id(0) as UserId)
  const shelf = new MemoryShelf()
  let now = 100 * DAY
  const keeper = new Keeper({ db, shelf, room: async () => 5 * 3 * SIZE, now: () => now })
  const row = (n: number) => ({
    id: id(n) as FileId,
    chat: id(1, 32) as ChatId,
    message: id(2) as MsgId,
    bytes: SIZE,
    at: 1,
  })
  const put = (n: number) =>
    shelf.put(
      id(n),
      (async function* () {
        yield new Uint8Array(SIZE)
      })(),
    )
  return {
    keeper,
    keep: async (n: number) => {
      await put(n)
      await keeper.keep(row(n))
    },
    waits: async (n: number) => {
      await put(n)
      await db.put('files', { ...row(n), usedAt: now, waiting: 1 })
    },
    look: (n: number) => keeper.find(id(n) as FileId, SIZE),
    later: (ms: number) => (now += ms),
    now: () => now,
    here: async () => (await shelf.list()).map(({ name }) => name).sort(),
  }
}

it('what was not looked at for longest gives way when there is no more room', async () => {
  const { keep, look, later, here } = await device()
  for (const n of [3, 4, 5]) {
    await keep(n)
    later(DAY)
  }
  await look(3)
  later(DAY)
  await keep(6)
  expect(await here()).toEqual([id(3), id(5), id(6)].sort())
})

it('what was not sent yet never gives way, however little room there is', async () => {
  const { keep, waits, later, here } = await device()
  for (const n of [3, 4, 5]) await waits(n)
  later(DAY)
  await keep(6)
  expect(await here()).toEqual([id(3), id(4), id(5)].sort())
})

it('what nobody has looked at for a week goes, where a week was chosen', async () => {
  const { keeper, keep, waits, look, later, now, here } = await device()
  await keep(3)
  await keep(4)
  await waits(5)
  later(5 * DAY)
  await look(4)
  later(3 * DAY)
  await keeper.clear({ unusedSince: now() - 7 * DAY })
  expect(await here()).toEqual([id(4), id(5)].sort())
})
