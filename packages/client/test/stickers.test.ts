import type { ChatId, FileId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { MessageView, NewSticker, StickerShelf } from '../src/types.ts'
import { cutLine, seeded } from './cut-line.ts'
import { isOnline, messages, type Screen, signIn, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const picture = (n: number): NewSticker => ({
  blob: new Blob([new Uint8Array(3000).fill(n)], { type: 'image/webp' }),
  emoji: '🐱',
  width: 512,
  height: 512,
})

async function pair() {
  const lines = [cutLine(nodePlatform(), seeded(1)), cutLine(nodePlatform(), seeded(2))] as const
  const anna = await signUp(server, 'anna', lines[0].platform)
  const boris = await signUp(server, 'boris', lines[1].platform)
  await Promise.all([isOnline(anna), isOnline(boris)])
  const { id: chat } = await anna.client.chats.openDirect(boris.user)
  return { anna, boris, chat, lines }
}

const leave = (...screens: Screen[]) => Promise.all(screens.map(({ client }) => client.close()))
const shelfOf = (screen: Screen, ready: (shelf: StickerShelf) => boolean) =>
  until(async () => {
    const shelf = await screen.client.stickers.shelf()
    return ready(shelf) ? shelf : undefined
  })
const arrived = (screen: Screen, chat: ChatId, count = 1): Promise<MessageView[]> =>
  until(async () => {
    const found = (await messages(screen, chat)).filter(({ state }) => state === 'sent')
    return found.length >= count ? found : undefined
  })
const byte = async (blob: Blob) => (await blob.bytes())[0]
const fileOf = (message: MessageView | undefined): FileId => message?.files?.[0]?.id ?? ('' as FileId)

test('R20 a pack is uploaded once: my other device has it, sends from it, and others take it, all without a new upload', async () => {
  const { anna, boris, chat, lines } = await pair()
  const uploads = () => lines.flatMap(({ asked }) => asked.filter((what) => what.startsWith('POST /api/files/uploads')))
  const id = await anna.client.stickers.makePack({
    name: 'Cats',
    stickers: Array.from({ length: 12 }, (_, n) => picture(n)),
  })
  const uploaded = async () => uploads().length === 12 && (await anna.client.files.usage()).used > 12 * 3000
  await until(uploaded)
  expect((await anna.client.chats.list()).map(({ kind }) => kind)).not.toContain('nest')
  const nest = await anna.client.chats.openNest()
  expect(await messages(anna, nest.id)).toEqual([])
  const phone = await signIn(server, anna)
  await isOnline(phone)
  const { packs } = await shelfOf(phone, (shelf) => shelf.packs.length === 1)
  expect(packs[0]).toMatchObject({ id, name: 'Cats', stickers: { length: 12 } })
  const third = packs[0]?.stickers[2]?.id ?? ('' as FileId)
  expect(await byte(await phone.client.stickers.read(third))).toBe(2)
  await phone.client.chats.openDirect(boris.user)
  await phone.client.stickers.send(chat, third, {})
  const [sent] = await arrived(boris, chat)
  expect(sent).toMatchObject({
    files: [{ shape: 'sticker', name: '🐱', type: 'image/webp' }],
    pack: { name: 'Cats', parts: 0 },
  })
  expect(await byte(await boris.client.files.read(chat, sent?.id ?? ('' as never), fileOf(sent)))).toBe(2)

  await phone.client.stickers.share(id, [chat])
  const cards = (await arrived(boris, chat, 3)).filter(({ pack }) => (pack?.parts ?? 0) > 0)
  expect(cards.map(({ pack, files }) => [pack?.part, files?.length])).toEqual([
    [1, 10],
    [2, 2],
  ])
  await boris.client.stickers.keepPack(
    chat,
    cards.map((card) => card.id),
  )
  await boris.client.stickers.keep(chat, sent?.id ?? ('' as never), fileOf(sent))
  const his = await shelfOf(boris, (shelf) => shelf.packs[0]?.stickers.length === 12)
  expect(his.packs[0]?.id).toBe(`${id}~${anna.user}`)
  // He has it in the pack: not twice.
  expect(his.loose).toEqual([])
  await boris.client.stickers.send(chat, his.packs[0]?.stickers[11]?.id ?? third, {})
  const back = (await arrived(anna, chat, 4)).find(({ own }) => !own)
  expect(await byte(await anna.client.files.read(chat, back?.id ?? ('' as never), fileOf(back)))).toBe(11)
  expect(uploads()).toHaveLength(12)
  await leave(anna, boris, phone)
})

test('R20 a sticker that is sent while its pack is on its way goes as soon as its bytes are there', async () => {
  const { anna, boris, chat } = await pair()
  await anna.client.messages.send(chat, 'before')
  await arrived(boris, chat)
  await anna.client.stickers.makePack({ name: 'Cats', stickers: [picture(1)] })
  const { packs } = await anna.client.stickers.shelf()
  const began = Date.now()
  await anna.client.stickers.send(chat, packs[0]?.stickers[0]?.id ?? ('' as FileId), {})
  await arrived(boris, chat, 2)
  expect(Date.now() - began).toBeLessThan(5000)
  await leave(anna, boris)
})

test('R20 what was taken stays when its message is deleted, and the server lets go of what nobody keeps', async () => {
  const { anna, boris, chat } = await pair()
  const gif = { shape: 'gif' as const, name: 'a.gif', type: 'image/gif', blob: new Blob([new Uint8Array(9000)]) }
  const { id } = await anna.client.messages.send(chat, { text: '', files: [gif] })
  const [got] = await arrived(boris, chat)
  await boris.client.stickers.keep(chat, id, fileOf(got))
  const nest = (await boris.client.chats.openNest()).id
  await until(async () => (await boris.client.chats.get(nest))?.lastSeq === 1)
  await until(async () => (await anna.client.messages.page(chat, { limit: 5 })).messages[0]?.state === 'sent')
  await anna.client.messages.remove(chat, [id], { forEveryone: true })
  await until(async () => (await messages(boris, chat)).some(({ deleted }) => deleted !== undefined))
  const { gifs } = await shelfOf(boris, (shelf) => shelf.gifs.length === 1)
  await boris.client.files.clear({})
  expect((await boris.client.stickers.read(gifs[0]?.id ?? ('' as FileId))).size).toBe(9000)
  await boris.client.stickers.remove(gifs[0]?.id ?? ('' as FileId))
  expect((await boris.client.stickers.shelf()).gifs).toEqual([])
  await until(async () => (await boris.client.chats.get(nest))?.lastSeq === 2)
  await leave(anna, boris)
})

test('favourites and recent ones are the same on all devices, newest first', async () => {
  const { anna, boris } = await pair()
  const phone = await signIn(server, anna)
  await isOnline(phone)
  for (const key of ['soroka/hello', 'soroka/love', 'soroka/hello']) await anna.client.stickers.used(key)
  await anna.client.stickers.favourite('soroka/love', true)
  const { recent, favourites } = await shelfOf(phone, (shelf) => shelf.favourites.length === 1)
  expect([recent, favourites]).toEqual([['soroka/hello', 'soroka/love'], ['soroka/love']])
  expect(phone.events.some(({ type }) => type === 'stickers')).toBe(true)
  await phone.client.stickers.favourite('soroka/love', false)
  await shelfOf(anna, (shelf) => shelf.favourites.length === 0)
  await leave(anna, boris, phone)
})

test('a sticker of ours is named, not sent; its emoji is the text', async () => {
  const { anna, boris, chat } = await pair()
  await anna.client.messages.send(chat, { text: '👋', sticker: { pack: 'soroka', name: 'hello' } })
  const [got] = await arrived(boris, chat)
  expect(got).toMatchObject({ text: '👋', sticker: { pack: 'soroka', name: 'hello' } })
  expect(got?.files).toBeUndefined()
  await leave(anna, boris)
})
