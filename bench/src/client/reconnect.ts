import type { ChatId } from '@soroka/protocol'
import { openScreen, until } from '../../../packages/client/test/people.ts'
import type { Screen } from '../../../packages/client/test/people.ts'
import type { RestartableServer } from '../../../packages/client/test/server.ts'
import { table } from '../table.ts'
import type { Resident } from './residents.ts'
import { type Timed, timed, verdict } from './timed.ts'
import { findWriters, writeAll, type Writer } from './writing.ts'

/** Messages that wait in each chat. */
const EACH = 3
/** The server lets a person write 120 epochs a minute. */
const PER_MINUTE = 100

/** Direct chats with all of them, each with a first message; the server's clock is moved on where it counts epochs. */
export async function beginChats(
  server: RestartableServer,
  owner: Screen,
  residents: readonly Resident[],
): Promise<Writer[]> {
  const { chats, messages } = owner.client
  const begun: { chat: ChatId; resident: Resident }[] = []
  for (const [i, resident] of residents.entries()) {
    const { id } = await chats.openDirect(resident.user)
    await messages.send(id, 'hello')
    begun.push({ chat: id, resident })
    if ((i + 1) % PER_MINUTE !== 0 && i + 1 < residents.length) continue
    await until(async () => (await chats.list()).every(({ last }) => last?.state !== 'pending'), 60_000)
    server.advance(60_000)
  }
  return await findWriters(server.database, owner.user, begun)
}

/** A device comes back, and in every direct chat messages of the other one wait for it. */
export async function measureReconnect(
  server: RestartableServer,
  owner: Screen,
  writers: readonly Writer[],
): Promise<string> {
  const ids = new Set(writers.map(({ chat }) => chat))
  const miss = async (round: number) => {
    await server.stop()
    const texts = Array.from({ length: EACH }, (_, n) => `round ${round}, message ${n}`)
    await writeAll(server.database, writers, texts)
    await server.start()
    return texts.at(-1)
  }
  /** The screens were told of the last message of every chat, and it is on the disk. */
  const told = async (screen: Screen, from: number, last: string | undefined): Promise<void> => {
    await until(() => {
      const seen = new Set<ChatId>()
      for (const event of screen.events.slice(from))
        if (event.type === 'messages' && event.upserts.some(({ text }) => text === last)) seen.add(event.chat)
      return Promise.resolve(seen.size >= ids.size)
    }, 60_000)
    const list = await screen.client.chats.list()
    if (list.filter((chat) => chat.last?.text === last && chat.warning === undefined).length < ids.size)
      throw new Error('told, but not there')
  }
  const rows: [string, Timed][] = []
  for (let round = 0; round < 3; round++) {
    const last = await miss(round)
    const from = owner.events.length
    rows.push([
      `the line comes back, round ${round + 1}`,
      await timed(async () => {
        await owner.client.wake()
        await told(owner, from, last)
      }),
    ])
  }
  await owner.client.close()
  const last = await miss(3)
  let back: Screen | undefined
  rows.push([
    'the program is started',
    await timed(async () => {
      back = await openScreen(server, owner.platform)
      await told(back, 0, last)
    }),
  ])
  await back?.client.close()
  return [
    `## ${writers.length} chats after a reconnect`,
    `${EACH} messages of the other one wait in each. From the moment the line is there to the last chat whose messages are verified, stored and told to the screen.`,
    table(
      ['', 'seconds', 'CPU-s, engine and server', 'longest pause of the thread, ms', 'target'],
      rows.map(([name, { seconds, cpu, pause }]) => [name, seconds, cpu, pause, `1 s: ${verdict(seconds, 1)}`]),
    ),
  ].join('\n\n')
}
