import { createVaultKey } from '@soroka/crypto'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { toBase64url, utf8Encode } from '@soroka/protocol/bytes'
import { hashRecord, KIND } from '@soroka/protocol/records'
import { emptyChat } from '../../../packages/client/src/indexeddb/chat-rows.ts'
import { Fence } from '../../../packages/client/src/indexeddb/fence.ts'
import { type AccountDb, openAccountDb } from '../../../packages/client/src/indexeddb/account-store.ts'
import { Vault } from '../../../packages/client/src/indexeddb/vault.ts'
import { Bodies, bodyPlace } from '../../../packages/client/src/messages/bodies.ts'
import { MessageViews } from '../../../packages/client/src/messages/message-views.ts'
import { nodePlatform } from '../../../packages/client/src/platform/node.ts'
import { composeSearch } from '../../../packages/client/src/search/compose.ts'
import { SearchIndex, TAIL } from '../../../packages/client/src/search/search-index.ts'
import { encodeSegment } from '../../../packages/client/src/search/segment-bytes.ts'
import { wordsOf } from '../../../packages/client/src/search/words.ts'
import { machineLine, measureMachine } from '../machine.ts'
import { median } from '../median.ts'
import { writeResult } from '../results.ts'
import { table } from '../table.ts'
import { type Message, writeMessages } from './messages.ts'

const COUNT = 100_000
const QUERIES = [
  'встреча',
  'встр',
  'в',
  'машинами завтра',
  'договр',
  'meetings report',
  'машинв отчет',
  'has:link',
  'from:я деньги',
  'контракт before:2023-12-01',
]
const ROUNDS = 9

/** Figures of the search with 100,000 messages on the device. */
export async function runSearch(): Promise<void> {
  const messages = writeMessages(COUNT)
  const sections = [machineLine(await measureMachine()), await measureIndex(messages), await measureEngine(messages)]
  const head =
    '# Figures of the search\n\nWritten by `npm run bench -- search`. Made-up messages, two thirds Russian, one third English.'
  const text = `${[head, ...sections].join('\n\n')}\n`
  console.log(text)
  await writeResult('search.md', text)
}

/** The index alone: what words cost, and what it takes. */
async function measureIndex(messages: readonly Message[]): Promise<string> {
  globalThis.gc?.()
  const before = memory()
  const cpu = process.cpuUsage()
  const index = new SearchIndex()
  let longest = 0
  let bytes = 0
  const sizes = new Map<number, number>()
  for (let from = 0; from < messages.length; from += TAIL) {
    const docs = messages
      .slice(from, from + TAIL)
      .map((message) => ({ ...message, has: 0, forms: [...new Set(wordsOf(message.text).map(({ form }) => form))] }))
    for (const doc of docs) index.cover(doc.chat, doc.seq, doc.seq, [doc])
    let began = process.cpuUsage()
    const step = async () => {
      const { user, system } = process.cpuUsage(began)
      longest = Math.max(longest, (user + system) / 1000)
      began = process.cpuUsage()
    }
    const { fresh, state } = await index.settle(step)
    await step()
    for (const [n, segment] of fresh) {
      sizes.set(n, encodeSegment(segment).length)
      await step()
    }
    index.saved(fresh)
    bytes = state.segments.reduce((sum, n) => sum + (sizes.get(n) ?? 0), 0)
  }
  const { user, system } = process.cpuUsage(cpu)
  globalThis.gc?.()
  const taken = (memory() - before) / 1e6
  const alive = index.find({ words: ['встреча'], open: false, has: [], most: 1 }).total > 0
  const rows: [string, string][] = [
    ['CPU-s to index', ((user + system) / 1e6).toFixed(1)],
    ['longest step, CPU-ms (wanted: below 50)', longest.toFixed(0)],
    ['memory, MB', alive ? taken.toFixed(0) : 'nothing'],
    ['on the disk, MB', (bytes / 1e6).toFixed(0)],
  ]
  return `## The index of ${COUNT.toLocaleString('en-US')} messages\n\n${table(['', 'measured'], rows)}`
}

/** The whole way: rows of a database, sealed; the index in the background; answers as the screen gets them. */
async function measureEngine(messages: readonly Message[]): Promise<string> {
  const platform = nodePlatform()
  const self = idOf<UserId>('user', 'user0')
  const db = await openAccountDb(platform.storage, self)
  const vault = new Vault(await createVaultKey())
  await seed(db, vault, messages)
  const fence = new Fence()
  await fence.raise(db)
  const bodies = new Bodies(vault)
  const personal = async () => ({ clearedTo: 0, ids: new Set<MsgId>() })
  const views = new MessageViews({
    db,
    bodies,
    self,
    now: Date.now,
    personal,
    onTheirWay: async () => undefined,
    gone: new Set(),
    ownVote: async () => [],
  })
  const done = Promise.withResolvers<void>()
  const { indexer, search } = composeSearch({
    account: { db, vault, self: { user: self, device: idOf('device', 'mine') } },
    fence,
    settings: { read: async () => null, subscribe: () => () => undefined },
    messages: views,
    hub: {
      tell: (event) => {
        if (event.type === 'search' && event.indexed === event.total) done.resolve()
      },
    },
    chats: async () => [],
    person: async (id) => ({
      id,
      name: '',
      nickname: '',
      online: false,
      lastSeen: null,
      contact: false,
      blocked: false,
      verification: 'unverified',
    }),
    alive: () => true,
    busy: () => false,
    exhausted: () => true,
    ask: async () => null,
    now: Date.now,
    failed: (error) => done.reject(error),
  })
  const cpu = process.cpuUsage()
  const began = performance.now()
  indexer.start()
  await done.promise
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - began) / 1000
  const rows: [string, string, number, number][] = []
  const all: number[] = []
  for (const query of QUERIES) {
    const times: number[] = []
    let hits = 0
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now()
      hits = (await search.query(query, { limit: 30 })).hits.length
      times.push(performance.now() - start)
    }
    all.push(...times)
    rows.push([query, hits === 30 ? '30 of more' : `${hits}`, median(times), Math.max(...times)])
  }
  await indexer.flush()
  indexer.stop()
  const p95 = all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0
  const told = `Indexed in the background in ${seconds.toFixed(0)} s with ${((user + system) / 1e6).toFixed(0)} CPU-s, most of them for the database in memory that stands in for IndexedDB here and for opening each body. Answers with 30 messages as the screen gets them: median **${median(all).toFixed(0)} ms** (wanted: at most 100), p95 ${p95.toFixed(0)} ms.`
  return `## Through the engine\n\n${told}\n\n${table(['query', 'hits', 'median, ms', 'slowest, ms'], rows)}`
}

async function seed(db: AccountDb, vault: Vault, messages: readonly Message[]): Promise<void> {
  const chats = Map.groupBy(messages, ({ chat }) => chat)
  for (const [name, own] of chats) {
    const chat = idOf<ChatId>('chat', name, 32)
    const rows = await Promise.all(
      own.map(async ({ seq, at, sender, text }) => {
        const row = { chat, seq, at, state: 'sent' as const, id: idOf<MsgId>('message', `${name} ${seq}`) }
        const from = { ...row, sender: idOf<UserId>('user', sender), kind: KIND.text }
        return { ...from, body: await vault.seal(bodyPlace(from), utf8Encode(text)) }
      }),
    )
    const tx = db.transaction(['chats', 'messages'], 'readwrite')
    const last = own.at(-1)
    await tx.objectStore('chats').put({
      ...emptyChat(chat, 'group'),
      created: true,
      lastSeq: own.length,
      lastAt: last?.at ?? 0,
      have: [[1, own.length]],
    })
    for (const row of rows) await tx.objectStore('messages').put(row)
    await tx.done
  }
}

function idOf<T extends string>(kind: string, name: string, length = 16): T {
  return toBase64url(hashRecord(kind, utf8Encode(name)).subarray(0, length)) as T
}

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
