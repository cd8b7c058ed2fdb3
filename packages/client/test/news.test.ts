import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { annaAndBoris, chatOf, closeAll, isOnline, messages, type Screen, shows, signIn, until } from './people.ts'
import type { RestartableServer } from './server.ts'
import { UnrulyLine } from './unruly-line.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  for (const screen of [anna, boris]) await isOnline(screen)
}, 60_000)
afterAll(() => closeAll(server, anna, boris))

/** Says what a server of a big group would say. */
class TellingLine extends UnrulyLine {
  static last: TellingLine

  constructor(url: string) {
    super(url, () => 0)
    TellingLine.last = this
  }

  say(frame: object): void {
    this.tell(JSON.stringify(frame))
  }
}

test('R17 in a big group the ticks turn when somebody has read', async () => {
  const platform = nodePlatform({ socket: (url) => new TellingLine(url) as unknown as WebSocket })
  const tablet = await signIn(server, anna, platform)
  await isOnline(tablet)
  const { id } = await tablet.client.groups.create({ name: 'Many', users: [] })
  await tablet.client.messages.send(id, 'read me')
  const seq = await until(async () => (await messages(tablet, id)).find(({ state }) => state === 'sent')?.seq)
  expect((await chatOf(tablet, id)).peerRead).toBeLessThan(seq)
  TellingLine.last.say({ t: 'chat.read', chat: id, upTo: seq, readers: 3 })
  await until(async () => (await chatOf(tablet, id)).peerRead === seq)
  await tablet.client.close()
}, 30_000)

test('what I change of myself on one device reaches my others', async () => {
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  await tablet.client.account.update({ name: 'Anna A.' })
  await until(async () => (await anna.client.auth.session())?.name === 'Anna A.')
  const told = () => anna.events.filter((event) => event.type === 'session' && event.session?.name === 'Anna A.').length
  await until(async () => told() > 0)
  const before = told()
  await tablet.client.account.update({ privacy: { typing: false } })
  await until(async () => told() > before)
  expect((await anna.client.account.get()).privacy.typing).toBe(false)
  await tablet.client.close()
}, 30_000)

test('P20 what comes at its time while I am away leaves my unread as the server counts them', async () => {
  const { id } = await anna.client.groups.create({ name: 'Later', users: [boris.user] })
  await until(async () => (await boris.client.chats.get(id))?.title === 'Later')
  await anna.client.messages.send(id, { text: 'at its time', sendAt: Date.now() + 1_500 })
  await boris.client.messages.send(id, 'meanwhile')
  await shows(anna, id, ['meanwhile', 'at its time'])
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  const [row] = await server.database.sql`
    SELECT (c.msg_count - p.read_count)::int AS unread, p.read_seq::int AS read
    FROM chats c JOIN chat_participants p ON p.chat_id = c.id WHERE c.id = ${id} AND p.user_id = ${anna.user}`
  expect(row?.['unread']).toBe(2)
  for (const screen of [anna, tablet])
    await until(async () => {
      const { unread, ownRead } = await chatOf(screen, id)
      return unread === row?.['unread'] && ownRead === row?.['read']
    })
  await tablet.client.close()
}, 30_000)
