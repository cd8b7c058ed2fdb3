import { afterAll, beforeAll, expect, test } from 'vitest'
import { annaAndBoris, closeAll, isOnline, openScreen, type Screen, shows, signIn, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  for (const screen of [anna, boris]) await isOnline(screen)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'hello')
  await shows(boris, id, ['hello'])
}, 60_000)
afterAll(() => closeAll(server, anna, boris))

/** As little of a JPEG as the server takes; `mark` makes one unlike the other. */
const jpeg = (mark: number) =>
  new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 3, mark, 0xff, 0xc0, 0, 11, 8, 2, 0, 2, 0, 1, 1, 0x11, 0, 0xff, 0xd9])
const imageOf = async (screen: Screen, of: Screen) => (await screen.client.people.photo(of.user))?.image

test('P88 a photo is seen by others and by my other devices at once, another takes its place, and none at last', async () => {
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  const told = async (screen: Screen, version: string | undefined) =>
    await until(async () => {
      const views = screen.events.flatMap((event) => (event.type === 'people' ? event.upserts : []))
      const last = views.findLast(({ id }) => id === anna.user)
      return last !== undefined && last.photo === version
    })
  expect(await imageOf(boris, anna)).toBeUndefined()

  for (const mark of [1, 2]) {
    await anna.client.account.setPhoto(jpeg(mark))
    const { version = '' } = (await anna.client.people.photo(anna.user)) ?? {}
    for (const screen of [boris, tablet, anna]) {
      await told(screen, version)
      expect(await imageOf(screen, anna)).toEqual(jpeg(mark))
    }
  }
  const chat = await boris.client.chats.openDirect(anna.user)
  expect(chat.peer?.photo).toMatch(/^[\w-]{12}$/)

  await anna.client.account.setPhoto(null)
  for (const screen of [boris, tablet, anna]) {
    await told(screen, undefined)
    expect(await imageOf(screen, anna)).toBeUndefined()
  }
  await tablet.client.close()
}, 30_000)

test('a photo that was seen once is there without a server, after a restart too', async () => {
  await anna.client.account.setPhoto(jpeg(3))
  await until(async () => (await imageOf(boris, anna))?.[6] === 3)
  await server.stop()
  await boris.client.close()
  boris = { ...boris, ...(await openScreen(server, boris.platform, boris)) }
  expect(await imageOf(boris, anna)).toEqual(jpeg(3))
  await server.start()
}, 30_000)

test('a photo that changed while I was away is another at the next look', async () => {
  await boris.client.close()
  await isOnline(anna)
  await anna.client.account.setPhoto(jpeg(4))
  boris = { ...boris, ...(await openScreen(server, boris.platform, boris)) }
  await isOnline(boris)
  await until(async () => (await imageOf(boris, anna))?.[6] === 4)
}, 30_000)

test('S11 what is no picture goes to nobody', async () => {
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
  await expect(anna.client.account.setPhoto(svg)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(anna.client.account.setPhoto(new Uint8Array(200_000))).rejects.toMatchObject({ code: 'BAD_REQUEST' })

  await server.database.sql`UPDATE user_photos SET image = ${Buffer.from(svg)} WHERE user_id = ${anna.user}`
  await server.database.sql`UPDATE users SET photo = 'lies' WHERE id = ${anna.user}`
  const tablet = await signIn(server, boris)
  await isOnline(tablet)
  expect(await imageOf(tablet, anna)).toBeUndefined()
  await tablet.client.close()
}, 30_000)
