import type { FileId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessageView, OutgoingFile } from '../src/types.ts'
import { annaAndBoris, closeAll, isOnline, messages, openScreen, type Screen, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  for (const screen of [anna, boris]) await isOnline(screen)
}, 60_000)
afterAll(() => closeAll(server, anna, boris))

const file = (size: number, name = 'report.pdf'): OutgoingFile => ({
  shape: 'document',
  name,
  type: 'application/pdf',
  blob: new Blob([new Uint8Array(size).fill(size % 251)]),
})
const idOf = (message: MessageView): FileId => message.files?.[0]?.id ?? ('' as FileId)
const bytesOf = async (screen: Screen) =>
  (await screen.client.files.stored()).reduce((sum, { bytes }) => sum + bytes, 0)

test('what is cleared comes again from the server, and what only this device has is never cleared', async () => {
  const began = Date.now()
  const { id: chat } = await anna.client.chats.openDirect(boris.user)
  const { id: nest } = await anna.client.chats.openNest()
  for (const where of [chat, nest]) await anna.client.messages.send(where, { text: '', files: [file(5000)] })
  const sent = await until(async () => {
    const [first] = await messages(anna, chat)
    const [second] = await messages(anna, nest)
    return first?.state === 'sent' && second?.state === 'sent' ? first : undefined
  })
  expect(await anna.client.files.stored()).toHaveLength(2)

  await anna.client.files.clear({ chat: nest })
  expect((await anna.client.files.stored()).map((entry) => entry.chat)).toEqual([chat])
  await anna.client.files.clear({ before: began })
  expect(await bytesOf(anna)).toBeGreaterThan(0)
  await anna.client.files.clear({ unusedSince: began })
  expect(await bytesOf(anna)).toBeGreaterThan(0)
  expect(await anna.client.files.stored({ before: began })).toEqual([])

  await server.stop()
  await until(async () => (await anna.client.connection()) !== 'online')
  await anna.client.messages.send(chat, { text: 'not yet', files: [file(6000)] })
  await anna.client.files.clear({})
  expect(await anna.client.files.stored()).toEqual([{ chat, bytes: 6016, files: 1, waiting: 6016 }])
  await expect(anna.client.files.read(chat, sent.id, idOf(sent))).rejects.toMatchObject({ code: 'UNAVAILABLE' })

  await anna.client.close()
  anna = { ...anna, ...(await openScreen(server, anna.platform, anna)) }
  await server.start()
  await anna.client.wake()
  const got = await until(async () => (await messages(boris, chat)).find(({ text }) => text === 'not yet'))
  expect((await boris.client.files.read(chat, got.id, idOf(got))).size).toBe(6000)
  expect((await anna.client.files.read(chat, sent.id, idOf(sent))).size).toBe(5000)
  expect(await bytesOf(anna)).toBe(6016 + 5016)
}, 60_000)
