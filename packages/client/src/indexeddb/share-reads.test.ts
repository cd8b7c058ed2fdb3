import 'fake-indexeddb/auto'
import type { UserId } from '@soroka/protocol'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { type AccountDb, openAccountDb } from './account-store.ts'

afterEach(() => vi.restoreAllMocks())

const open = () => openAccountDb(new IDBFactory(), 'AAAAAAAAAAAAAAAAAAAAAA' as UserId)
const put = (db: AccountDb, key: string, value: unknown) => db.put('meta', value, key)

test('reads of a store that are asked for side by side share a transaction', async () => {
  const db = await open()
  for (let i = 0; i < 20; i++) await put(db, `key ${i}`, i)
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const keys = Array.from({ length: 20 }, (_, i) => `key ${i}`)
  expect(await Promise.all(keys.map((key) => db.get('meta', key)))).toEqual(keys.map((_, i) => i))
  expect(begun).toHaveBeenCalledTimes(1)
  await new Promise((resolve) => setTimeout(resolve, 10))
  await Promise.all([db.getAll('meta'), db.getAllKeys('meta'), db.get('vault', 'x')])
  expect(begun).toHaveBeenCalledTimes(3)
})

test('a read after a write sees it, also where the transaction before it is still open', async () => {
  const db = await open()
  await put(db, 'key', 0)
  for (let i = 1; i < 30; i++) {
    const before = db.get('meta', 'key')
    await put(db, 'key', i)
    expect(await db.get('meta', 'key')).toBe(i)
    expect(await before).toBe(i - 1)
  }
})

test('a read from outside of the transaction that is open begins its own', async () => {
  const db = await open()
  await put(db, 'key', 1)
  const looks = Array.from({ length: 10 }, async (_, i) => {
    await db.get('meta', 'key')
    await crypto.subtle.digest('SHA-256', new Uint8Array(1000 * i))
    return await db.get('meta', 'key')
  })
  expect(await Promise.all(looks)).toEqual(Array(10).fill(1))
})

test('so many reads at once leave room for a write between them', async () => {
  const db = await open()
  await put(db, 'key', 1)
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await Promise.all(Array.from({ length: 1001 }, () => db.get('meta', 'key')))
  expect(begun).toHaveBeenCalledTimes(3)
})
