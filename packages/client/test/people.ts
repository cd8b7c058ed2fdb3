import { randomBytes } from 'node:crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { createClient } from '../src/client.ts'
import { nodePlatform } from '../src/platform/node.ts'
import type { Platform } from '../src/platform/platform.ts'
import type { ChatView, Client, ClientEvent, MessageView } from '../src/types.ts'
import { type RestartableServer, startServer } from './server.ts'

export const PASSWORD = 'correct horse battery staple'

/** A client with what it told its screen. */
export interface Screen {
  client: Client
  platform: Platform
  events: ClientEvent[]
  email: string
  user: UserId
  nickname: string
  recoveryKey: string
}

export async function openScreen(
  server: Pick<RestartableServer, 'url'>,
  platform = nodePlatform(),
  known: Partial<Screen> = {},
): Promise<Screen> {
  const report = (error: unknown) => console.error('fault', error)
  const client = await createClient({ baseUrl: server.url, platform: { report, ...platform }, deviceName: 'Test' })
  const events: ClientEvent[] = []
  await client.subscribe((event) => events.push(event))
  const session = await client.auth.session()
  const { email = session?.email ?? '', recoveryKey = '' } = known
  const user = session?.user ?? known.user ?? ('' as UserId)
  return { client, platform, events, email, user, nickname: session?.nickname ?? known.nickname ?? '', recoveryKey }
}

export async function signUp(server: RestartableServer, name: string, platform?: Platform): Promise<Screen> {
  const screen = await openScreen(server, platform)
  const email = `${name.toLowerCase()}.${randomBytes(4).toString('hex')}@example.org`
  await screen.client.auth.signUp({ name, email, password: PASSWORD, locale: 'en' })
  const { session, recoveryKey } = await screen.client.auth.confirm({ code: await server.codeFor(email) })
  return { ...screen, email, user: session.user, nickname: session.nickname, recoveryKey }
}

/** A server of their own for two people who never met. */
export async function annaAndBoris(): Promise<{ server: RestartableServer; anna: Screen; boris: Screen }> {
  const server = await startServer()
  return { server, anna: await signUp(server, 'Anna'), boris: await signUp(server, 'Boris') }
}

/** What a test file leaves behind. */
export async function closeAll(server: RestartableServer, ...screens: Screen[]): Promise<void> {
  for (const { client } of screens) await client.close()
  await server.close()
}

/** The same person on another device. */
export async function signIn(server: RestartableServer, of: Screen, platform?: Platform): Promise<Screen> {
  const screen = await openScreen(server, platform)
  await screen.client.auth.signIn({ email: of.email, password: PASSWORD })
  return { ...screen, email: of.email, user: of.user, nickname: of.nickname }
}

export async function until<T>(what: () => Promise<T | undefined | false | null>, ms = 10_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const value = await what()
    if (value !== undefined && value !== false && value !== null) return value
    if (Date.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}

export const isOnline = (screen: Screen) => until(async () => (await screen.client.connection()) === 'online')

export async function messages(screen: Screen, chat: ChatId, limit = 200): Promise<MessageView[]> {
  return (await screen.client.messages.page(chat, { limit })).messages
}

export async function texts(screen: Screen, chat: ChatId): Promise<string[]> {
  return (await messages(screen, chat)).map((message) => message.text)
}

/** Waits until the chat shows these texts in this order, all of them sent. */
export async function shows(screen: Screen, chat: ChatId, expected: string[], ms?: number): Promise<MessageView[]> {
  let last: MessageView[] = []
  try {
    return await until(async () => {
      last = await messages(screen, chat)
      const same = JSON.stringify(last.map((message) => message.text)) === JSON.stringify(expected)
      return same && last.every((message) => message.state === 'sent') ? last : undefined
    }, ms)
  } catch {
    throw new Error(
      `shows ${JSON.stringify(last.map(({ text, state, problem, failure, seq }) => ({ text, state, problem, failure, seq })))}`,
    )
  }
}

export async function chatOf(screen: Screen, chat: ChatId): Promise<ChatView> {
  const view = await screen.client.chats.get(chat)
  if (view === null) throw new Error('no chat')
  return view
}
