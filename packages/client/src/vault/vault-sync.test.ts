import { createVaultKey } from '@soroka/crypto'
import { SorokaError, type UserId } from '@soroka/protocol'
import type { VaultEntry } from '@soroka/protocol/contract'
import { beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { openAccountDb } from '../indexeddb/account-store.ts'
import { Vault } from '../indexeddb/vault.ts'
import { nodePlatform } from '../platform/node.ts'
import { AccountVault } from './account-vault.ts'
import { VaultSync } from './vault-sync.ts'

const user = 'AAAAAAAAAAAAAAAAAAAAAA' as UserId
const schema = z.looseObject({
  a: z.optional(z.number()),
  b: z.optional(z.number()),
  set: z.optional(z.array(z.string())),
})
const seeds = [1, 2].map((n) => new Uint8Array(32).fill(n))

/** The server's half, which the tests make lie. */
class Server {
  entries = new Map<string, VaultEntry>()
  rev = 0
  /** What `list` shows instead. */
  lie: (entries: VaultEntry[]) => VaultEntry[] = (entries) => entries
  /** While a write is on its way. */
  meanwhile: () => Promise<void> = async () => undefined

  readonly api = {
    vault: {
      list: async ({ after }: { after?: string }) => {
        const entries = [...this.entries.values()].filter(({ rev }) => rev > Number(after ?? 0))
        return { entries: this.lie(entries.sort((a, b) => a.rev - b.rev)), more: false }
      },
      put: async (entry: { key: string; version: number; sealed: string }) => {
        const there = this.entries.get(entry.key)
        if (entry.version !== (there?.version ?? 0) + 1) throw new SorokaError('CONFLICT', { entry: there ?? null })
        this.entries.set(entry.key, { ...entry, rev: ++this.rev })
        await this.meanwhile()
        return { rev: this.rev }
      },
    },
  }
}

/** One device; `known`: the generations of the user key that it has. */
async function device(server: Server, known: number[] = [1]) {
  const platform = nodePlatform()
  const db = await openAccountDb(platform.storage, user)
  for (const gen of known) await db.put('meta', gen, `puk ${gen}`)
  const readPuk = async (gen: number) => seeds[gen - 1] ?? null
  const account = { db, vault: new Vault(await createVaultKey()), self: { user, device: user as never }, readPuk }
  const vault = new AccountVault({ account, changed: () => undefined })
  const faults: unknown[] = []
  const api = server.api as never
  const sync = new VaultSync({ api, account, vault, online: () => true, failed: (error) => faults.push(error) })
  const settle = async (era = 'one') => {
    sync.ready(era)
    for (let i = 0; i < 60; i++) await new Promise((resolve) => setTimeout(resolve, 1))
    sync.stop()
    expect(faults).toEqual([])
  }
  return { vault, settle, db, read: () => vault.read('x', schema) }
}

let server: Server
beforeEach(() => {
  server = new Server()
})

test('both changes of two devices hold', async () => {
  const [one, two] = [await device(server), await device(server)]
  await one.vault.update('x', schema, () => ({ a: 1, set: ['p', 'q'] }))
  await one.settle()
  await two.settle()
  await one.vault.update('x', schema, (old) => ({ ...old, a: 2, set: ['q', 'r'] }))
  await two.vault.update('x', schema, (old) => ({ ...old, b: 3, set: ['p', 'q', 's'] }))
  await one.settle()
  await two.settle()
  await one.settle()
  const merged = { a: 2, b: 3, set: ['q', 'r', 's'] }
  expect([await one.read(), await two.read()]).toEqual([merged, merged])
})

test('what is changed while it is on its way is sent too, also when it is changed back', async () => {
  const [one, two] = [await device(server), await device(server)]
  await one.vault.update('x', schema, () => ({ a: 1 }))
  await one.settle()
  await one.vault.update('x', schema, () => ({ a: 2 }))
  server.meanwhile = async () => {
    server.meanwhile = async () => undefined
    await one.vault.update('x', schema, () => ({ a: 1 }))
  }
  await one.settle()
  await two.settle()
  expect([await one.read(), await two.read()]).toEqual([{ a: 1 }, { a: 1 }])
})

test('R22 an older version is not taken, under its own number or a newer one, nor an entry in another place', async () => {
  const [one, two] = [await device(server), await device(server)]
  await one.vault.update('x', schema, () => ({ a: 1 }))
  await one.vault.update('y', schema, () => ({ b: 9 }))
  await one.settle()
  const old = [...server.entries.values()]
  await one.vault.update('x', schema, () => ({ a: 2 }))
  await one.settle()
  await two.settle()
  expect(await two.read()).toEqual({ a: 2 })
  const x = [...server.entries.values()].find(({ version }) => version === 2)
  const before = old.find(({ key }) => key === x?.key)
  const y = old.find(({ key }) => key !== x?.key)
  if (x === undefined || before === undefined || y === undefined) throw new Error('no entries')
  const rev = 50
  for (const lie of [
    { ...before, rev },
    { ...before, version: 7, rev },
    { ...y, key: x.key, version: 7, rev },
    { ...x, version: 7, sealed: '', rev },
    { ...x, version: 7, rev },
  ]) {
    server.lie = () => [lie]
    await two.settle()
    expect(await two.read()).toEqual({ a: 2 })
  }
  // On a device that knows nothing they are nothing either, but for the true older one.
  server.lie = () => [{ ...before, version: 2, rev }]
  const three = await device(server)
  await three.settle()
  expect(await three.read()).toBeNull()
})

test('R9 a restored server gets back what it lost, above every version that devices know', async () => {
  const [one, two] = [await device(server), await device(server)]
  await one.vault.update('x', schema, () => ({ a: 1 }))
  await one.settle()
  const backup = new Map(server.entries)
  for (const a of [2, 3]) {
    await one.vault.update('x', schema, () => ({ a }))
    await one.settle()
  }
  await one.vault.update('y', schema, () => ({ b: 1 }))
  await one.settle()
  await two.settle()
  server.entries = backup
  server.rev = 1
  await one.settle('two')
  expect([...server.entries.values()].map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 4])
  await two.settle('two')
  await two.vault.update('x', schema, (old) => ({ ...old, b: 5 }))
  await two.settle('two')
  await one.settle('two')
  expect([await one.read(), await two.read()]).toEqual([
    { a: 3, b: 5 },
    { a: 3, b: 5 },
  ])
  expect(await one.vault.read('y', schema)).toEqual({ b: 1 })
})

test('after a rotation old entries open, new ones lie under the new key, and who has no new key waits for it', async () => {
  const [old, renewed] = [await device(server), await device(server, [1, 2])]
  await old.vault.update('x', schema, () => ({ a: 1 }))
  await old.settle()
  await renewed.settle()
  expect(await renewed.read()).toEqual({ a: 1 })
  await renewed.vault.update('x', schema, () => ({ a: 2 }))
  await renewed.settle()
  expect(server.entries.size).toBe(1)
  await old.settle()
  expect(await old.read()).toEqual({ a: 1 })
  await old.db.put('meta', 2, 'puk 2')
  await old.settle()
  expect(await old.read()).toEqual({ a: 2 })
})

test('a damaged entry is fetched anew', async () => {
  const one = await device(server)
  await one.vault.update('x', schema, () => ({ a: 1 }))
  await one.settle()
  const two = await device(server)
  await two.settle()
  for (const key of await two.db.getAllKeys('vault')) await two.db.put('vault', { rubbish: true }, key)
  const account = { db: two.db, vault: new Vault(await createVaultKey()), self: { user, device: user as never } }
  const readPuk = async () => seeds[0] ?? null
  const again = new AccountVault({ account: { ...account, readPuk: readPuk }, changed: () => undefined })
  expect(await again.read('x', schema)).toBeNull()
  expect(await two.db.get('meta', 'vault position')).toBeUndefined()
})
