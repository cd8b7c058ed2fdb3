import { once } from 'node:events'
import { WebSocket } from 'ws'
import { listChats } from '../../../apps/server/src/features/chats/index.ts'
import { Persist, persistRepo, readPage } from '../../../apps/server/src/features/messages/index.ts'
import type { MsgId } from '@soroka/protocol'
import { randomBytes } from 'node:crypto'
import type { Bench } from './bench.ts'
import { Group } from './fan-out.ts'
import { medianTime } from '../median.ts'
import { fillLog, makeChat, makeChats, makeUsers } from './seed.ts'

/** One line of a growth table: the size, then the figures. */
export type GrowthRow = readonly number[]

/** Members of one group: CPU-s for 1M deliveries when busy, and the time to one acknowledged message, in ms. */
export async function growMembers(bench: Bench, sizes: readonly number[]): Promise<GrowthRow[]> {
  const rows: GrowthRow[] = []
  for (const members of sizes) {
    const group = await Group.gather(bench, members)
    const messages = Math.max(256, Math.ceil(200_000 / members / 8) * 8)
    const busy = await group.send(Math.min(messages, 4096), 4)
    const alone = await group.sendAlone(Math.min(100, messages))
    await group.part()
    rows.push([members, busy.server, busy.withDatabase, alone.ackMs])
  }
  return rows
}

/** Chats of one person: ms until `ready`, for the whole vector, and for a vector in which nothing changed. */
export async function growChats(bench: Bench, sizes: readonly number[]): Promise<GrowthRow[]> {
  const rows: GrowthRow[] = []
  for (const count of sizes) {
    const [me, ...others] = makeUsers(count + 1)
    if (me === undefined) break
    await makeChats(
      bench.sql,
      others.map((other) => [me, other]),
    )
    await bench.sql`ANALYZE chats, chat_participants`
    const connect = await medianTime(15, async () => {
      const ws = new WebSocket(`ws://127.0.0.1:${bench.port}/ws/${me.ticket}`, { perMessageDeflate: false })
      await once(ws, 'message')
      ws.terminate()
    })
    let cursor = ''
    const whole = await medianTime(7, async () => {
      let page: string | undefined
      do {
        const answer = await listChats(bench.sql, 'bench', me.user, page === undefined ? {} : { page })
        page = answer.page ?? undefined
        cursor = answer.cursor
      } while (page !== undefined)
    })
    const nothing = await medianTime(31, () => listChats(bench.sql, 'bench', me.user, { cursor }))
    rows.push([count, connect, whole, nothing])
  }
  return rows
}

/** Rows of one log: ms for its last page of 200, for a page in its middle, and to store one more message. */
export async function growHistory(bench: Bench, sizes: readonly number[]): Promise<GrowthRow[]> {
  const [author, peer] = makeUsers(2)
  if (author === undefined || peer === undefined) return []
  const chat = await makeChat(bench.sql, [author, peer])
  const persist = new Persist({ repo: persistRepo(bench.database.lanes), onError: console.error })
  const envelope = randomBytes(500)
  const rows: GrowthRow[] = []
  let filled = 0
  for (const size of sizes) {
    await fillLog(bench.sql, chat, author, filled, size, 500)
    await bench.sql`ANALYZE messages`
    const last = await medianTime(31, () => readPage(bench.sql, author.user, { chat }))
    const middle = await medianTime(31, () => readPage(bench.sql, author.user, { chat, after: size >> 1 }))
    filled = size
    const store = await medianTime(101, () => {
      filled++
      const msgId = randomBytes(16).toString('base64url') as MsgId
      return new Promise<void>((done) => {
        persist.submit(
          {
            chat,
            sender: author.user,
            msgId,
            epoch: 0,
            kind: 1,
            target: undefined,
            counts: true,
            headerSize: 121,
            envelope,
            origin: '',
          },
          () => done(),
        )
      })
    })
    rows.push([size, last, middle, store])
  }
  return rows
}
