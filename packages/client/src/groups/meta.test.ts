import 'fake-indexeddb/auto'
import {
  type Author,
  createAccount,
  createGroupEpoch,
  createVaultKey,
  EMPTY_LOG,
  type Intent,
  type NewEpoch,
  nextEpoch,
  randomBytes,
  signChatMeta,
} from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { type ChainState, DEFAULT_POLICY, ROLE } from '@soroka/protocol/records'
import { IDBFactory } from 'fake-indexeddb'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { ChatEpochs } from '../epochs/chat-epochs.ts'
import { openAccountDb } from '../indexeddb/account-store.ts'
import { Vault } from '../indexeddb/vault.ts'
import type { Unsent } from '../outbox/queue.ts'
import { GroupStore } from './group-store.ts'
import { metaLines } from './lines.ts'
import { GroupMeta } from './meta.ts'

interface Person {
  user: UserId
  author: Author
  chain: ChainState
}

async function person(): Promise<Person> {
  const user = toBase64url(randomBytes(16)) as UserId
  const { account, device } = await createAccount({ user, exportKey: randomBytes(64), recoveryKey: randomBytes(32) })
  return { user, author: { user, device: device.id, signKey: device.sign.key }, chain: account.chain }
}

/** Ann owns, Ben is an admin until he is made a member, Cora always was one. */
let [ann, ben, cora]: Person[] = []
let epochs: ChatEpochs
let chat: ChatId
const people = () => [ann, ben, cora].filter((one) => one !== undefined)
const chains = () => new Map(people().map(({ user, chain }) => [user, chain]))

beforeAll(async () => {
  ;[ann, ben, cora] = [await person(), await person(), await person()]
  const [owner, admin, plain] = people() as [Person, Person, Person]
  const first = await createGroupEpoch({
    author: owner.author,
    members: [
      { user: admin.user, role: ROLE.admin },
      { user: plain.user, role: ROLE.member },
    ],
    chains: chains(),
    policy: DEFAULT_POLICY,
  })
  chat = first.epoch.record.chat
  const next = async (made: NewEpoch, intent: Intent, seq: number) =>
    nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      intent,
      author: owner.author,
      chains: chains(),
      seen: { seq, hash: seq === 0 ? EMPTY_LOG.hash : randomBytes(32) },
    })
  // Up to row 10 Ben may name the group; after it he may not.
  const demoted = await next(first, { type: 'roles', roles: [{ user: admin.user, role: ROLE.member }] }, 10)
  const rekeyed = await next(demoted, { type: 'rekey' }, 20)
  epochs = new ChatEpochs(
    chat,
    [first, demoted, rekeyed].map(({ epoch, bytes }) => ({
      epoch,
      row: { chat, n: epoch.record.n, record: bytes, hash: epoch.hash, at: 0, fromSeq: 0, compared: true },
    })),
  )
})

let meta: GroupMeta
let store: GroupStore
let sent: Unsent[]
beforeEach(async () => {
  const self = people()[0] as Person
  const db = await openAccountDb(new IDBFactory(), self.user)
  store = new GroupStore(db, new Vault(await createVaultKey()))
  sent = []
  meta = new GroupMeta({
    account: { self: { user: self.user, device: self.author.device }, deviceKey: self.author.signKey },
    store,
    epochs: {
      verified: async () => epochs,
      chains: {
        map: async (users: Iterable<UserId>) => new Map([...chains()].filter(([user]) => [...users].includes(user))),
      },
    },
    open: async () => null,
    enqueue: async (message) => void sent.push(message),
    changed: () => undefined,
    now: () => 7,
  })
})

const record = (by: Person | undefined, version: number, name: string): Promise<Bytes> => {
  if (by === undefined) throw new Error('nobody')
  return signChatMeta({ chat, version, name, description: '', photo: new Uint8Array() }, by.author)
}
const title = async () => (await store.info(chat))?.meta.name

test('R23 only who may names the group, in the epoch that carries it and in the one in force', async () => {
  await meta.apply(chat, await record(ann, 1, 'Ann’s'), { seq: 1, epoch: 0, at: 1 })
  await meta.apply(chat, await record(cora, 2, 'Cora’s'), { seq: 2, epoch: 0, at: 2 })
  expect(await title()).toBe('Ann’s')
  await meta.apply(chat, await record(ben, 2, 'Ben’s'), { seq: 5, epoch: 0, at: 3 })
  expect(await title()).toBe('Ben’s')
  // He is no admin any more, and uses the epoch in which he was.
  await meta.apply(chat, await record(ben, 3, 'Ben’s again'), { seq: 15, epoch: 0, at: 4 })
  await meta.apply(chat, await record(ben, 3, 'Ben’s again'), { seq: 16, epoch: 1, at: 4 })
  expect(await title()).toBe('Ben’s')
  await meta.apply(chat, await record(ann, 1, 'An old one'), { seq: 17, epoch: 1, at: 5 })
  expect(await title()).toBe('Ben’s')
})

test('R23 passed on after its author lost the right, it counts for a newcomer until a better one comes', async () => {
  const [old, forged] = [await record(ben, 2, 'Ben’s'), await record(ben, 9, 'Forged')]
  await meta.apply(chat, old, { seq: 21, epoch: 2, at: 1 })
  expect(await title()).toBe('Ben’s')
  await meta.apply(chat, await record(ann, 1, 'Ann’s'), { seq: 22, epoch: 2, at: 2 })
  expect(await title()).toBe('Ann’s')
  await meta.apply(chat, forged, { seq: 23, epoch: 2, at: 3 })
  expect(await title()).toBe('Ann’s')
})

test('rule 34 in whatever order the rows come, the same name and the same lines are shown', async () => {
  const rows = [
    { record: await record(ann, 1, 'one'), carrier: { seq: 1, epoch: 0, at: 1 } },
    { record: await record(ben, 2, 'two'), carrier: { seq: 5, epoch: 0, at: 2 } },
    { record: await record(ann, 3, 'three'), carrier: { seq: 12, epoch: 1, at: 3 } },
  ]
  const again = { record: rows[2]?.record as Bytes, carrier: { seq: 21, epoch: 2, at: 9 } }
  for (const order of [
    [...rows, again],
    [again, ...rows.toReversed()],
    [rows[1], again, rows[0], rows[2]],
  ]) {
    await store.forget(chat)
    for (const row of order) if (row !== undefined) await meta.apply(chat, row.record, row.carrier)
    expect(await title()).toBe('three')
    expect((await metaLines(store, chat)).map(({ after, at, change }) => ({ after, at, change }))).toEqual([
      { after: 5, at: 2, change: { type: 'renamed', name: 'two' } },
      { after: 12, at: 3, change: { type: 'renamed', name: 'three' } },
    ])
  }
})

test('R23 a new key carries the record on as it is, or signed anew when its author may no longer', async () => {
  const bytes = await record(ann, 1, 'Ann’s')
  await meta.apply(chat, bytes, { seq: 1, epoch: 0, at: 1 })
  await meta.carryOn(epochs)
  expect(sent[0]?.body.ext[0]?.bytes).toEqual(bytes)
  await meta.apply(chat, await record(ben, 2, 'Ben’s'), { seq: 5, epoch: 0, at: 2 })
  await meta.carryOn(epochs)
  expect((await store.info(chat))?.meta).toMatchObject({ name: 'Ben’s', version: 3, by: ann?.user })
})

test('R23 who signs the highest version of all names nothing for ever', async () => {
  await meta.apply(chat, await record(ann, 1, 'Ann’s'), { seq: 1, epoch: 0, at: 1 })
  await meta.apply(chat, await record(ben, 2 ** 32 - 1, 'For ever'), { seq: 5, epoch: 0, at: 2 })
  expect(await title()).toBe('Ann’s')
  // As high as it goes: the next honest one is above it still.
  await meta.apply(chat, await record(ben, 5 + 64, 'As high as it goes'), { seq: 5, epoch: 0, at: 2 })
  await meta.apply(chat, await record(ann, 5 + 65, 'Ann’s again'), { seq: 6, epoch: 0, at: 3 })
  expect(await title()).toBe('Ann’s again')
  // What a program of before believed is no obstacle.
  const bytes = await record(ben, 2 ** 32 - 1, 'For ever')
  await store.putInfo(chat, { record: bytes, log: { seq: 5, proven: true, versions: [] } })
  await meta.write(epochs, { name: 'At last', description: '', photo: new Uint8Array() })
  expect((await store.info(chat))?.meta).toMatchObject({ name: 'At last', version: 6 })
})
