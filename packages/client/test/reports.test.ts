import { afterAll, beforeAll, expect, test } from 'vitest'
import { annaAndBoris, closeAll, isOnline, type Screen, shows, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
/** The first one owns the server. */
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  await isOnline(anna)
  await isOnline(boris)
})
afterAll(() => closeAll(server, anna, boris))

const lastEnd = ({ events }: Screen) => events.findLast((event) => event.type === 'session' && event.session === null)

test('P190 what is really sealed is really proved: the desk reads the chosen messages and no others', async () => {
  const chat = await boris.client.chats.openDirect(anna.user)
  const said = await boris.client.messages.send(chat.id, 'Pay')
  const next = await boris.client.messages.send(chat.id, 'Now')
  await boris.client.messages.send(chat.id, 'Secret')
  await shows(anna, chat.id, ['Pay', 'Now', 'Secret'])
  await boris.client.messages.edit(chat.id, said.id, { text: 'Pay, or else' })
  await shows(anna, chat.id, ['Pay, or else', 'Now', 'Secret'])
  const complaint = { messages: [said.id, next.id], reason: 'insult', words: ' He threatens me ' } as const
  const report = () => anna.client.messages.report(chat.id, { ...complaint, messages: [...complaint.messages] })
  expect(await report()).toBe(true)
  expect(await report()).toBe(false)
  const { items } = await anna.client.admin.reports('open')
  expect(items).toMatchObject([
    {
      author: { id: boris.user, name: 'Boris' },
      messages: [
        { text: 'Pay, or else', before: 'Pay' },
        { text: 'Now', before: null },
      ],
      voices: [{ reporter: { id: anna.user }, reason: 'insult', words: 'He threatens me' }],
    },
  ])
  expect(JSON.stringify(items)).not.toContain('Secret')
  expect(await anna.client.admin.openReports()).toBe(1)
})

test('P190 my own message and one that is gone are not reported', async () => {
  const chat = await anna.client.chats.openDirect(boris.user)
  const mine = await anna.client.messages.send(chat.id, 'Mine')
  await shows(anna, chat.id, ['Pay, or else', 'Now', 'Secret', 'Mine'])
  const report = (id: typeof mine.id) => anna.client.messages.report(chat.id, { messages: [id], reason: 'spam' })
  await expect(report(mine.id)).rejects.toMatchObject({ code: 'REPORT_UNPROVED' })
  await shows(boris, chat.id, ['Pay, or else', 'Now', 'Secret', 'Mine'])
  const [, now] = (await boris.client.messages.page(chat.id, { limit: 9 })).messages
  if (now === undefined) throw new Error('no message')
  await boris.client.messages.remove(chat.id, [now.id], { forEveryone: true })
  await until(async () => (await anna.client.messages.page(chat.id, { limit: 9 })).messages[1]?.deleted !== undefined)
  await expect(report(now.id)).rejects.toMatchObject({ code: 'TARGET_GONE' })
})

test('P193 who is suspended is out at once and is told that it is that', async () => {
  const [report] = (await anna.client.admin.reports('open')).items
  if (report === undefined) throw new Error('no report')
  await anna.client.admin.closeReport(report.id, { decision: 'suspended' })
  await until(async () => lastEnd(boris) !== undefined)
  expect(lastEnd(boris)).toMatchObject({ reason: 'suspended' })
  expect(await boris.client.auth.session()).toBeNull()
  expect((await anna.client.admin.reports('closed')).items).toMatchObject([{ closed: { decision: 'suspended' } }])
})
