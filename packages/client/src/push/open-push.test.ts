import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { PushData } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import { openRegistry } from '../indexeddb/registry.ts'
import { openPush } from './open-push.ts'
import type { PushHost } from './opening-parts.ts'

const data = { user: 'AAAAAAAAAAAAAAAAAAAAAA', kind: 'message', at: 1, seq: 1 } as PushData
const hostOf = (storage: IDBFactory) => ({ platform: { storage } }) as PushHost

describe('R21 a push for nobody of this device', () => {
  test('is foreign, asks no server and leaves no database of his behind', async () => {
    const storage = new IDBFactory()
    expect(await openPush(hostOf(storage), data)).toEqual({ is: 'foreign' })
    expect((await storage.databases()).map(({ name }) => name)).toEqual(['soroka-accounts'])
  })

  test('is foreign where his name is left and his database was wiped', async () => {
    const storage = new IDBFactory()
    const registry = await openRegistry(storage)
    await registry.put('accounts', { user: data.user, usedAt: 1 })
    registry.close()
    expect(await openPush(hostOf(storage), data)).toEqual({ is: 'foreign' })
  })
})
