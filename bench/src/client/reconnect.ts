import type { UserId } from '@soroka/protocol'
import { isOnline, openScreen, signIn, until } from '../../../packages/client/test/people.ts'
import type { Screen } from '../../../packages/client/test/people.ts'
import type { RestartableServer } from '../../../packages/client/test/server.ts'
import { figure } from '../table.ts'
import { timed, verdict } from './timed.ts'

const news = 'while you were away'

/** A device comes back, and in every direct chat a message waits for it. */
export async function measureReconnect(
  server: RestartableServer,
  owner: Screen,
  peers: readonly UserId[],
): Promise<string> {
  const chats = []
  for (const user of peers) {
    const { id } = await owner.client.chats.openDirect(user)
    await owner.client.messages.send(id, 'hello')
    chats.push(id)
  }
  await allSent(owner)
  const laptop = await signIn(server, owner)
  await isOnline(laptop)
  await owner.client.close()
  for (const id of chats) await laptop.client.messages.send(id, news)
  await allSent(laptop)
  await laptop.client.close()
  let back: Screen | undefined
  const synced = await timed(async () => {
    back = await openScreen(server, owner.platform)
    const { client } = back
    await until(
      async () => (await client.chats.list()).filter(({ last }) => last?.text === news).length >= chats.length,
      60_000,
    )
  })
  await back?.client.close()
  return [
    `## ${chats.length} chats after a reconnect`,
    'Each got a message meanwhile. From the start of the engine to the last chat that shows its message.',
    `${figure(synced.seconds)} s, ${figure(synced.cpu)} CPU-s of engine and server together. Target 1 s: ${verdict(synced.seconds, 1)}.`,
  ].join('\n\n')
}

async function allSent({ client }: Screen): Promise<void> {
  await until(async () => (await client.chats.list()).every(({ last }) => last?.state !== 'pending'), 180_000)
}
