import type { ChatId, MsgId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatView, MessageView } from '../src/types.ts'
import { chatOf, isOnline, messages, type Screen, shows, signIn, signUp, texts, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

// One group of five lives through a day; what every screen shows in the end equals what a fresh device reads.
let server: RestartableServer
let anna: Screen
let boris: Screen
let clara: Screen
let denis: Screen
let elena: Screen
let chat: ChatId

const everybody = () => [anna, boris, clara, denis, elena]

beforeAll(async () => {
  server = await startServer()
  const names = ['Anna', 'Boris', 'Clara', 'Denis', 'Elena']
  const screens: Screen[] = []
  for (const name of names) screens.push(await signUp(server, name))
  ;[anna, boris, clara, denis, elena] = screens as [Screen, Screen, Screen, Screen, Screen]
  for (const screen of screens) await isOnline(screen)
}, 60_000)
afterAll(async () => {
  for (const screen of everybody()) await screen.client.close()
  await server.close()
})

/** Waits until the message looks so on this screen. */
async function looks(
  screen: Screen,
  id: MsgId,
  what: (message: MessageView) => boolean,
  ms?: number,
): Promise<MessageView> {
  let last: MessageView | undefined
  try {
    return await until(async () => {
      last = (await messages(screen, chat)).find((message) => message.id === id)
      return last !== undefined && what(last) ? last : undefined
    }, ms)
  } catch {
    throw new Error(`it looks ${JSON.stringify(last)}`)
  }
}

async function chatShows(screen: Screen, what: (view: ChatView) => boolean): Promise<ChatView> {
  return await until(async () => {
    const view = await screen.client.chats.get(chat)
    return view !== null && what(view) ? view : undefined
  })
}

const said = async (screen: Screen, text: string): Promise<MsgId> => {
  const { id } = await screen.client.messages.send(chat, text)
  await looks(screen, id, (message) => message.state === 'sent')
  return id
}

test('a group is made of two; the name is sealed and reaches the other', async () => {
  const made = await anna.client.groups.create({
    name: 'Алтай',
    description: 'в июле',
    users: [boris.user],
    policy: { add: 'admins' },
  })
  chat = made.id
  expect(made).toMatchObject({ kind: 'group', title: 'Алтай', role: 'owner', memberCount: 2 })
  const seen = await chatShows(boris, (view) => view.title === 'Алтай')
  expect(seen).toMatchObject({ description: 'в июле', role: 'member', memberCount: 2 })
  await said(anna, 'first')
  await shows(boris, chat, ['first'])
  const leaked = await server.database.sql`SELECT 1 FROM messages WHERE position('Алтай'::bytea IN envelope) > 0`
  expect(leaked).toHaveLength(0)
})

test('three join by a link; they read what was said before', async () => {
  const invite = await anna.client.groups.createInvite(chat, { expiresAt: 0, maxUses: 3, approval: false })
  const link = invite.link ?? ''
  for (const screen of [clara, denis, elena]) {
    expect(await screen.client.groups.look(link)).toMatchObject({ name: 'Алтай', state: 'none', approval: false })
    await screen.client.groups.join(link)
    await chatShows(screen, (view) => view.title === 'Алтай' && !view.left)
    await shows(screen, chat, ['first'])
  }
  await chatShows(boris, (view) => view.memberCount === 5)
  expect((await anna.client.groups.members(chat)).map(({ person }) => person.id).toSorted()).toEqual(
    everybody()
      .map(({ user }) => user)
      .toSorted(),
  )
})

test('they talk, reply, react, edit, delete, pin and call each other', async () => {
  const question = await said(boris, 'who brings the tent?')
  await clara.client.messages.send(chat, { text: 'I do', replyTo: question })
  const answer = await until(async () => (await messages(anna, chat)).find(({ text }) => text === 'I do'))
  expect(answer.replyTo).toMatchObject({ id: question, sender: boris.user, text: 'who brings the tent?' })

  for (const screen of [anna, denis, elena]) await screen.client.messages.react(chat, question, ['👍'])
  await elena.client.messages.react(chat, question, ['🔥', '👍'])
  for (const screen of everybody())
    await looks(screen, question, ({ reactions }) => {
      const counts = Object.fromEntries(reactions.map(({ emoji, count }) => [emoji, count]))
      return counts['👍'] === 3 && counts['🔥'] === 1
    })
  await elena.client.messages.react(chat, question, [])
  await looks(boris, question, ({ reactions }) => reactions.length === 1 && reactions[0]?.count === 2)

  await boris.client.messages.edit(chat, question, { text: 'who brings the tent and the map?' })
  for (const screen of everybody())
    await looks(screen, question, ({ text, editedAt }) => text.includes('map') && editedAt !== undefined)
  expect(await denis.client.messages.versions(chat, question)).toMatchObject([
    { text: 'who brings the tent?' },
    { text: 'who brings the tent and the map?' },
  ])

  const slip = await said(denis, 'oops')
  await denis.client.messages.remove(chat, [slip], { forEveryone: true })
  for (const screen of everybody())
    await looks(screen, slip, ({ deleted, text }) => deleted === 'author' && text === '')

  await anna.client.messages.pin(chat, question, true)
  await chatShows(elena, (view) => view.topPin?.id === question && view.pinCount === 1)

  await anna.client.messages.send(chat, { text: '@Elena look', mentions: [{ user: elena.user, name: 'Elena' }] })
  await chatShows(elena, (view) => view.unreadMention)
  expect((await chatOf(denis, chat)).unreadMention).toBe(false)
  await elena.client.chats.markRead(chat, (await chatOf(elena, chat)).lastSeq)
  await chatShows(elena, (view) => !view.unreadMention && view.unread === 0)
})

test('a poll is answered, changed and closed', async () => {
  const { id } = await clara.client.messages.send(chat, {
    text: 'When?',
    poll: { options: ['Saturday', 'Sunday'], multiple: false, anonymous: false },
  })
  await looks(clara, id, ({ state }) => state === 'sent')
  for (const screen of [anna, boris, denis])
    await until(async () => (await messages(screen, chat)).some((m) => m.id === id))
  await anna.client.messages.vote(chat, id, [0])
  await boris.client.messages.vote(chat, id, [1])
  await denis.client.messages.vote(chat, id, [1])
  await denis.client.messages.vote(chat, id, [0])
  for (const screen of everybody())
    await looks(screen, id, ({ poll }) => poll?.options[0]?.votes === 2 && poll.options[1]?.votes === 1)
  await expect(boris.client.messages.closePoll(chat, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await clara.client.messages.closePoll(chat, id)
  for (const screen of everybody()) await looks(screen, id, ({ poll }) => poll?.closed === true)
})

test('S6 what somebody may not do is refused, here and there', async () => {
  const foreign = (await messages(boris, chat)).find(({ sender, deleted }) => sender === anna.user && !deleted)
  const id = foreign?.id as MsgId
  await expect(boris.client.messages.edit(chat, id, { text: 'mine now' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(boris.client.messages.remove(chat, [id], { forEveryone: true })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  await expect(boris.client.messages.pin(chat, id, true)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(boris.client.groups.remove(chat, [clara.user])).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(boris.client.groups.setInfo(chat, { name: 'Mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('an admin is made; he removes one, who reads nothing new', async () => {
  await anna.client.groups.setRole(chat, boris.user, 'admin')
  await chatShows(boris, (view) => view.role === 'admin' && view.rights.manage)
  await boris.client.groups.remove(chat, [denis.user])
  await chatShows(denis, (view) => view.left)
  await said(anna, 'without Denis')
  for (const screen of [boris, clara, elena])
    await until(async () => (await texts(screen, chat)).includes('without Denis'))
  expect(await texts(denis, chat)).not.toContain('without Denis')
  await expect(
    denis.client.messages.send(chat, 'still here?').then(() => said(denis, 'still here?')),
  ).rejects.toBeDefined()
  const boxes = await server.database.sql`
    SELECT b.n FROM epoch_boxes b JOIN chats c ON c.id = b.chat_id
    WHERE c.id = ${chat} AND b.user_id = ${denis.user} AND b.n = c.head`
  expect(boxes).toHaveLength(0)
})

test('one leaves; the next who writes closes the door behind him', async () => {
  await elena.client.groups.leave(chat)
  await chatShows(elena, (view) => view.left)
  await said(clara, 'without Elena')
  await chatShows(anna, (view) => view.memberCount === 3)
  expect(await texts(elena, chat)).not.toContain('without Elena')
})

test('the removed one comes back and reads on', async () => {
  await boris.client.groups.add(chat, [denis.user])
  await chatShows(denis, (view) => !view.left)
  await said(boris, 'welcome back')
  await until(async () => (await texts(denis, chat)).includes('welcome back'))
  await said(denis, 'good to be here')
  await until(async () => (await texts(clara, chat)).includes('good to be here'))
})

test('the name changes for all; lines tell the story of the group', async () => {
  await boris.client.groups.setInfo(chat, { name: 'Алтай 2027' }).catch(() => undefined)
  await anna.client.groups.setInfo(chat, { name: 'Алтай 2027' })
  for (const screen of [boris, clara, denis]) await chatShows(screen, (view) => view.title === 'Алтай 2027')
  const { lines } = await clara.client.messages.page(chat, { limit: 200 })
  const types = lines.map(({ change }) => change.type)
  for (const type of ['joined', 'role', 'removed', 'left', 'added', 'renamed'] as const) expect(types).toContain(type)
})

test('everything that was said is found again', async () => {
  const { hits } = await clara.client.search.query('tents', { limit: 10 })
  expect(hits.map(({ message }) => message.text)).toContain('who brings the tent and the map?')
  const gone = await clara.client.search.query('oops', { limit: 10 })
  expect(gone.hits).toEqual([])
})

test('rule 34 a fresh device reads what the old one lived through', async () => {
  const fresh = await signIn(server, clara)
  await isOnline(fresh)
  await chatShows(fresh, (view) => view.title === 'Алтай 2027')
  const strip = (list: MessageView[]) => list.map((message) => ({ ...message, reactions: message.reactions.length }))
  await until(async () => (await messages(fresh, chat)).length === (await messages(clara, chat)).length)
  expect(strip(await messages(fresh, chat))).toEqual(strip(await messages(clara, chat)))
  for (const screen of [...everybody(), fresh]) expect((await chatOf(screen, chat)).warning).toBeUndefined()
  await fresh.client.close()
})
