import { randomBytes } from 'node:crypto'
import type { ChatId, MsgId } from '@soroka/protocol'
import { Persist, persistRepo } from '../../../apps/server/src/features/messages/index.ts'
import type { Submission } from '../../../apps/server/src/features/messages/index.ts'
import type { Bench } from './bench.ts'
import { median } from '../median.ts'
import { makeChats, makeUsers } from './seed.ts'
import type { BenchUser } from './seed.ts'
import { Sender } from './sender.ts'

const envelope = randomBytes(500)

function submission(chat: ChatId, author: BenchUser): Submission {
  const msgId = randomBytes(16).toString('base64url') as MsgId
  const fixed = { epoch: 0, kind: 1, target: undefined, counts: true, headerSize: 121, origin: '' }
  return { ...fixed, chat, sender: author.user, msgId, envelope }
}

function submit(persist: Persist, item: Submission): Promise<void> {
  return new Promise((resolve, reject) => {
    persist.submit(item, (_, outcome) => {
      if (outcome.kind === 'accepted') resolve()
      else reject(new Error(JSON.stringify(outcome)))
    })
  })
}

async function directChats(
  bench: Bench,
  count: number,
): Promise<{ chat: ChatId; author: BenchUser; peer: BenchUser }[]> {
  const people = makeUsers(2 * count)
  const pairs = Array.from({ length: count }, (_, i) => people.slice(2 * i, 2 * i + 2))
  const chats = await makeChats(bench.sql, pairs)
  return pairs.flatMap(([author, peer], i) => {
    const chat = chats[i]
    return author === undefined || peer === undefined || chat === undefined ? [] : [{ chat, author, peer }]
  })
}

export interface InFlightCost {
  readonly perSecond: number
  /** CPU of the service's process for one message, in µs. */
  readonly microseconds: number
  readonly batch: number
}

/** Messages stored and acknowledged with so many in flight, at the persist service; envelopes of 500 bytes. */
export async function measureInFlight(bench: Bench, inFlight: number, messages: number): Promise<InFlightCost> {
  const rooms = await directChats(bench, 200)
  const persist = new Persist({ repo: persistRepo(bench.database.lanes), onError: console.error })
  const run = async (count: number): Promise<void> => {
    let left = count
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const room = rooms[left % rooms.length]
        if (room !== undefined) await submit(persist, submission(room.chat, room.author))
      }
    }
    await Promise.all(Array.from({ length: inFlight }, worker))
  }
  await run(messages / 4)
  const { commits, stored } = persist.counts
  const cpu = process.cpuUsage()
  const began = performance.now()
  await run(messages)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: messages / seconds,
    microseconds: (user + system) / messages,
    batch: (persist.counts.stored - stored) / (persist.counts.commits - commits),
  }
}

/** One message at a time beside one INSERT of the same bytes at a time, taken in turns; medians in ms. */
export async function measureAlone(bench: Bench, rounds: number): Promise<{ message: number; insert: number }> {
  const rooms = await directChats(bench, 50)
  const persist = new Persist({ repo: persistRepo(bench.database.lanes), onError: console.error })
  await bench.sql`CREATE TABLE IF NOT EXISTS bench_commit (id text COLLATE "C" PRIMARY KEY, bytes bytea)`
  const message: number[] = []
  const insert: number[] = []
  for (let i = 0; i < rounds + 100; i++) {
    const room = rooms[i % rooms.length]
    if (room === undefined) break
    const item = submission(room.chat, room.author)
    const began = performance.now()
    await submit(persist, item)
    const middle = performance.now()
    await bench.database.lanes`INSERT INTO bench_commit VALUES (${item.msgId}, ${envelope})`
    if (i < 100) continue
    message.push(middle - began)
    insert.push(performance.now() - middle)
  }
  return { message: median(message), insert: median(insert) }
}

/** Through sockets: each direct chat has a sender and a listening peer. CPU-seconds for a million messages. */
export async function measureSockets(
  bench: Bench,
  chats: number,
  each: number,
): Promise<{ perSecond: number; server: number; database: number; ackMs: number }> {
  const rooms = await directChats(bench, chats)
  const crowd = await bench.crowd()
  await crowd.ask({ do: 'join', port: bench.port, tickets: rooms.map((room) => room.peer.ticket) })
  const senders = await Promise.all(rooms.map(({ chat, author }) => Sender.open(bench.port, author, chat)))
  const run = async (count: number): Promise<void> => {
    const heard = crowd.ask({ do: 'wait', frames: count * chats })
    await Promise.all(senders.map((sender) => sender.send(count, 2)))
    await heard
  }
  await run(10)
  for (const sender of senders) sender.latencies.length = 0
  const before = await bench.cpu()
  const began = performance.now()
  await run(each)
  const seconds = (performance.now() - began) / 1000
  const after = await bench.cpu()
  for (const sender of senders) sender.close()
  await crowd.end()
  const millions = (chats * each) / 1e6
  return {
    perSecond: (chats * each) / seconds,
    server: (after.server - before.server) / millions,
    database: (after.database - before.database) / millions,
    ackMs: median(senders.flatMap((sender) => sender.latencies)),
  }
}
