import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { chatOf, closeAll, isOnline, openScreen, type Screen, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'
import { UnrulyLine } from './unruly-line.ts'

let server: RestartableServer
let anna: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  await isOnline(anna)
})
afterAll(() => closeAll(server, anna))

/** Loses the marks that this device says, while told to. */
class ForgetfulLine extends UnrulyLine {
  static losing = false

  override send(text: string): void {
    if (!ForgetfulLine.losing || !text.includes('"chat.mark"')) super.send(text)
  }
}

test('R17 marks whose frames were lost go out after a reload, though nothing changed in the chat', async () => {
  const platform = nodePlatform({ socket: (url) => new ForgetfulLine(url, () => 0) as unknown as WebSocket })
  let boris = await signUp(server, 'Boris', platform)
  const reload = async () => {
    await boris.client.close()
    boris = await openScreen(server, platform, boris)
    await isOnline(boris)
  }
  await isOnline(boris)
  // A stranger's chat shows no marks until it is accepted.
  await boris.client.contacts.add(anna.user)
  ForgetfulLine.losing = true
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'one')
  await until(async () => (await boris.client.chats.get(id))?.last?.text === 'one')
  expect(await chatOf(anna, id)).toMatchObject({ peerDelivered: 0, peerRead: 0 })
  ForgetfulLine.losing = false
  await reload()
  await until(async () => (await chatOf(anna, id)).peerDelivered === 1)
  // Once more, so that the cursor stands behind the last change.
  await reload()
  ForgetfulLine.losing = true
  await boris.client.chats.markRead(id, 1)
  ForgetfulLine.losing = false
  await reload()
  await until(async () => (await chatOf(anna, id)).peerRead === 1)
  await boris.client.close()
}, 40_000)
