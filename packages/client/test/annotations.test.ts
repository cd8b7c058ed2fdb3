import { randomBytes } from '@soroka/crypto'
import type { ChatId, MsgId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { LineView, MessageView } from '../src/types.ts'
import { LyingServer } from './lying-server.ts'
import {
  annaAndBoris,
  chatOf,
  closeAll,
  isOnline,
  messages,
  type Screen,
  signIn,
  signUp,
  texts,
  until,
} from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
let chat: ChatId

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  await isOnline(anna)
  await isOnline(boris)
  chat = (await anna.client.chats.openDirect(boris.user)).id
  await anna.client.messages.send(chat, 'hello')
  await until(async () => (await texts(boris, chat)).includes('hello'))
})
afterAll(() => closeAll(server, anna, boris))

async function looks(screen: Screen, id: MsgId, what: (view: MessageView) => boolean): Promise<MessageView> {
  let last: MessageView | undefined
  return await until(async () => {
    last = (await messages(screen, chat)).find((view) => view.id === id)
    return last !== undefined && what(last) ? last : undefined
  }).catch(() => {
    throw new Error(`it looks ${JSON.stringify(last)}`)
  })
}

async function said(screen: Screen, text: string): Promise<MsgId> {
  const { id } = await screen.client.messages.send(chat, text)
  await looks(screen, id, ({ state }) => state === 'sent')
  for (const other of [anna, boris]) await looks(other, id, () => true)
  return id
}

/** A device of the same person that reads everything anew. */
async function readsTheSame(screen: Screen): Promise<void> {
  const fresh = await signIn(server, screen)
  await isOnline(fresh)
  await until(async () => (await messages(fresh, chat)).length === (await messages(screen, chat)).length)
  expect(await messages(fresh, chat)).toEqual(await messages(screen, chat))
  await fresh.client.close()
}

test('what I do shows at once, before the server knows', async () => {
  const id = await said(boris, 'a word')
  await anna.client.messages.react(chat, id, ['👍'])
  const view = (await messages(anna, chat)).find((one) => one.id === id)
  expect(view?.reactions).toEqual([{ emoji: '👍', count: 1, own: true, users: [anna.user] }])
  await looks(boris, id, ({ reactions }) => reactions[0]?.own === false)
  expect(await boris.client.messages.reactors(chat, id)).toMatchObject([{ user: anna.user, emoji: '👍' }])
  await readsTheSame(boris)
})

test('R13 what the server refuses is taken back with its code', async () => {
  const id = await said(boris, 'soon gone')
  const liar = new LyingServer()
  const late = await signIn(server, anna, nodePlatform({ fetch: liar.fetch }))
  await isOnline(late)
  await looks(late, id, ({ state }) => state === 'sent')
  // The deletion is in the log, and this device has not heard of it yet.
  await server.database.sql`
    UPDATE messages SET envelope = NULL, hash = ${Buffer.alloc(32)} WHERE chat_id = ${chat} AND msg_id = ${id}`
  await late.client.messages.react(chat, id, ['🔥'])
  await until(async () =>
    late.events.some(
      (event) => event.type === 'messages' && event.upserts.some((view) => view.failure === 'TARGET_GONE'),
    ),
  )
  expect(await looks(late, id, ({ reactions }) => reactions.length === 0)).not.toHaveProperty('failure')
  await late.client.close()
  // The row is no more what its authors saw: nothing of this chat is looked at below.
  const clara = await signUp(server, 'Clara')
  await isOnline(clara)
  await boris.client.close()
  boris = clara
  chat = (await anna.client.chats.openDirect(clara.user)).id
  await anna.client.messages.send(chat, 'hello')
  await until(async () => (await texts(boris, chat)).includes('hello'))
})

test('R13 deleted for everyone: text, versions and quotes are gone on every device', async () => {
  const id = await said(anna, 'the secret')
  await anna.client.messages.edit(chat, id, { text: 'the secret, edited' })
  const { id: quoting } = await boris.client.messages.send(chat, { text: 'what?', replyTo: id })
  await looks(anna, quoting, ({ replyTo }) => replyTo?.text === 'the secret, edited')
  await anna.client.messages.remove(chat, [id], { forEveryone: true })
  for (const screen of [anna, boris]) {
    await looks(screen, id, ({ deleted, text }) => deleted === 'author' && text === '')
    await looks(screen, quoting, ({ replyTo }) => replyTo?.missing === 'deleted' && replyTo.text === '')
    await expect(screen.client.messages.versions(chat, id)).rejects.toMatchObject({ code: 'TARGET_GONE' })
  }
  await expect(boris.client.messages.remove(chat, [id], { forEveryone: true })).resolves.toBeUndefined()
  const own = await said(anna, 'mine alone')
  await expect(boris.client.messages.remove(chat, [own], { forEveryone: true })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  await readsTheSame(boris)
})

test('deleted for me: gone on my devices, there for the other', async () => {
  const id = await said(anna, 'not for my eyes')
  await boris.client.messages.remove(chat, [id], { forEveryone: false })
  await until(async () => !(await texts(boris, chat)).includes('not for my eyes'))
  expect(await texts(anna, chat)).toContain('not for my eyes')
  const fresh = await signIn(server, boris)
  await isOnline(fresh)
  await until(async () => (await messages(fresh, chat)).length === (await messages(boris, chat)).length)
  expect(await texts(fresh, chat)).not.toContain('not for my eyes')
  await fresh.client.close()
})

test('a thread, its count and a jump into it', async () => {
  const root = await said(anna, 'let us talk apart')
  await boris.client.messages.send(chat, { text: 'yes', thread: root })
  await boris.client.messages.send(chat, { text: 'do', thread: root })
  await looks(anna, root, ({ replies }) => replies?.count === 2)
  expect((await anna.client.messages.thread(chat, root)).map(({ text }) => text)).toEqual([
    'let us talk apart',
    'yes',
    'do',
  ])
  const seq = await boris.client.messages.locate(chat, root)
  const { messages: around } = await boris.client.messages.page(chat, { around: seq ?? 0, limit: 4 })
  expect(around.map(({ text }) => text)).toContain('let us talk apart')
  expect(await anna.client.messages.locate(chat, toBase64url(randomBytes(16)) as MsgId)).toBeNull()
})

test('forwarded with and without its author, to several chats in order', async () => {
  const nest = await anna.client.chats.openNest()
  const one = await said(boris, 'first of two')
  const two = await said(boris, 'second of two')
  await anna.client.messages.forward(chat, [two, one], [nest.id, chat], { hideAuthor: false })
  await anna.client.messages.forward(chat, [one], [nest.id], { hideAuthor: true })
  const copies = await until(async () => {
    const rows = await messages(anna, nest.id)
    return rows.length === 3 && rows.every(({ state }) => state === 'sent') ? rows : undefined
  })
  expect(copies.map(({ text }) => text)).toEqual(['first of two', 'second of two', 'first of two'])
  expect(copies.map(({ forward }) => forward?.author)).toEqual([boris.user, boris.user, undefined])
  const again = await until(async () => (await messages(boris, chat)).find(({ forward }) => forward !== undefined))
  expect(again).toMatchObject({ sender: anna.user, forward: { author: boris.user } })
})

test('R25 an anonymous poll: who voted is seen, what is counted by its author alone', async () => {
  const { id } = await anna.client.messages.send(chat, {
    text: 'Honestly?',
    poll: { options: ['yes', 'no'], multiple: false, anonymous: true },
  })
  await looks(boris, id, ({ state }) => state === 'sent')
  await boris.client.messages.vote(chat, id, [1])
  const before = await looks(anna, id, ({ poll }) => poll?.voters === 1)
  expect(before.poll).toMatchObject({ anonymous: true, counted: false, closed: false })
  expect(before.poll?.options.map(({ votes, voters }) => [votes, voters])).toEqual([
    [0, []],
    [0, []],
  ])
  await looks(boris, id, ({ poll }) => poll?.options[1]?.own === true)
  // Another device of hers counts.
  const other = await signIn(server, anna)
  await isOnline(other)
  await looks(other, id, ({ poll }) => poll?.voters === 1)
  await other.client.messages.closePoll(chat, id)
  for (const screen of [anna, boris])
    await looks(screen, id, ({ poll }) => poll?.closed === true && poll.counted && poll.options[1]?.votes === 1)
  await other.client.close()
})

test('R8 a message for later: kept by the server, taken back, or sent at its time', async () => {
  const sendAt = Date.now() + 3_600_000
  const { id } = await anna.client.messages.send(chat, { text: 'tomorrow', sendAt })
  const list = () => anna.client.messages.scheduled(chat)
  await until(async () => (await server.database.sql`SELECT 1 FROM scheduled_messages`).length === 1)
  expect(await list()).toMatchObject([{ id, text: 'tomorrow', scheduled: { sendAt, held: false } }])
  expect(await texts(anna, chat)).not.toContain('tomorrow')
  // The epoch moved past it: whichever device of hers comes seals it again.
  await server.database.sql`UPDATE scheduled_messages SET held = true`
  expect((await list())[0]?.scheduled?.held).toBe(true)
  const other = await signIn(server, anna)
  await until(async () => (await list())[0]?.scheduled?.held === false)
  expect(await other.client.messages.scheduled(chat)).toMatchObject([{ id, text: 'tomorrow' }])
  await other.client.close()
  const later = sendAt + 60_000
  await anna.client.messages.reschedule(chat, id, { text: 'the day after', sendAt: later })
  await until(async () => (await server.database.sql`SELECT 1 FROM scheduled_messages`).length === 1)
  const [moved] = await list()
  expect(moved).toMatchObject({ text: 'the day after', scheduled: { sendAt: later } })
  await expect(anna.client.messages.reschedule(chat, id, {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  if (moved) await anna.client.messages.unschedule(chat, moved.id)
  expect(await list()).toEqual([])
  const early = await anna.client.messages.send(chat, { text: 'after all now', sendAt, silent: true })
  await until(async () => (await server.database.sql`SELECT 1 FROM scheduled_messages`).length === 1)
  await anna.client.messages.reschedule(chat, early.id, {})
  await until(async () => (await texts(boris, chat)).includes('after all now'))
  expect((await messages(boris, chat)).find(({ text }) => text === 'after all now')?.silent).toBe(true)
  const soon = await anna.client.messages.send(chat, { text: 'in a moment', sendAt: Date.now() + 1_500 })
  await looks(boris, soon.id, ({ text }) => text === 'in a moment')
  await until(async () => (await list()).length === 0)
  await expect(anna.client.messages.send(chat, { text: 'past', sendAt: 5 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
})

test('bad input is refused before anything is stored', async () => {
  const before = (await messages(anna, chat)).length
  const send = (message: Parameters<typeof anna.client.messages.send>[1]) => anna.client.messages.send(chat, message)
  await expect(send('x'.repeat(10_000_000))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  await expect(send('\uD800')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(send(' ')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const options = Array.from({ length: 1_000 }, (_, i) => `${i}`)
  await expect(send({ text: 'which?', poll: { options, multiple: true, anonymous: false } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  const mentions = Array.from({ length: 51 }, () => ({ user: boris.user, name: 'B' }))
  await expect(send({ text: '@B', mentions })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  expect((await messages(anna, chat)).length).toBe(before)
  const odd = await said(anna, '\u202Egnp.exe Z\u0351\u036B\u0343algo <script>alert(1)</script>')
  await expect(anna.client.messages.react(chat, odd, ['1', '2', '3', '4', '5', '6'])).rejects.toMatchObject({
    code: 'TOO_LARGE',
  })
  await looks(boris, odd, ({ text }) => text.startsWith('\u202E'))
})

test('pages: back, forth and around; pins from the server', async () => {
  for (let i = 0; i < 30; i++) await anna.client.messages.send(chat, `row ${i}`)
  await until(async () => (await texts(boris, chat)).includes('row 29'))
  const fresh = await signIn(server, boris)
  await isOnline(fresh)
  const all = await messages(boris, chat)
  const middle = all[Math.floor(all.length / 2)]?.seq ?? 0
  const around = await fresh.client.messages.page(chat, { around: middle, limit: 10 })
  expect(around.messages).toHaveLength(10)
  expect(around).toMatchObject({ more: true, moreBelow: true })
  const low = around.messages[0]?.seq ?? 0
  const high = around.messages.at(-1)?.seq ?? 0
  const older = await fresh.client.messages.page(chat, { before: low, limit: 5 })
  const newer = await fresh.client.messages.page(chat, { after: high, limit: 5 })
  const joined = [...older.messages, ...around.messages, ...newer.messages].map(({ key }) => key)
  const from = all.findIndex(({ key }) => key === joined[0])
  expect(joined).toEqual(all.slice(from, from + 20).map(({ key }) => key))
  await anna.client.messages.pin(chat, all[3]?.id as MsgId, true)
  await until(async () => (await chatOf(boris, chat)).pinCount === 1)
  expect((await fresh.client.messages.pins(chat)).map(({ id }) => id)).toEqual([all[3]?.id])
  expect(await fresh.client.messages.seqAt(chat, 0)).toBe(1)
  await fresh.client.close()
})

test('who pinned what stands between the messages, at once and after a reload', async () => {
  const id = await said(anna, 'pin me')
  await boris.client.messages.pin(chat, id, true)
  const pinned = (line: LineView) => line.change.type === 'pinned' && line.change.message === id
  const told = ({ events }: Screen) =>
    events.flatMap((event) => (event.type === 'lines' && event.chat === chat ? event.upserts.filter(pinned) : []))
  for (const screen of [anna, boris]) await until(async () => told(screen).length > 0)
  await said(anna, 'after the pin')
  const fresh = await signIn(server, anna)
  await isOnline(fresh)
  for (const screen of [anna, boris, fresh]) {
    const page = await until(async () => {
      const found = await screen.client.messages.page(chat, { limit: 5 })
      return found.messages.at(-1)?.text === 'after the pin' ? found : undefined
    })
    const lines = page.lines.filter(pinned)
    expect(lines).toMatchObject([{ by: boris.user, order: 0 }])
    expect(lines).toEqual(told(anna).slice(0, 1))
    expect(lines[0]?.after).toBeGreaterThan(page.messages.find((message) => message.id === id)?.seq ?? Infinity)
  }
  // What I hide tells of no pin.
  await anna.client.messages.remove(chat, [id], { forEveryone: false })
  await until(async () => !(await anna.client.messages.page(chat, { limit: 5 })).lines.some(pinned))
  await boris.client.messages.pin(chat, id, false)
  await until(async () => !(await boris.client.messages.page(chat, { limit: 5 })).lines.some(pinned))
  await fresh.client.close()
})
