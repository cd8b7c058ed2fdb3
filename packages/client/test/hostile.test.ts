import { createAccount, randomBytes } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { LyingServer } from './lying-server.ts'
import {
  annaAndBoris,
  chatOf,
  closeAll,
  isOnline,
  messages,
  type Screen,
  shows,
  signIn,
  signUp,
  texts,
  until,
} from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

interface Row {
  seq: number
  at: number
  envelope?: string
  hash?: string
}

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
})
afterAll(() => closeAll(server, anna, boris))

/** A device of Boris's that is lied to about the rows of every chat. */
async function deceived(lie: (rows: Row[]) => Row[]): Promise<Screen> {
  const liar = new LyingServer()
  liar.lie = (path, body) =>
    path.endsWith('/messages') ? { ...(body as object), rows: lie((body as { rows: Row[] }).rows) } : body
  return signIn(server, boris, nodePlatform({ fetch: liar.fetch }))
}

async function conversation(count: number) {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const before = await texts(anna, id)
  for (let i = 0; i < count; i++) await anna.client.messages.send(id, `text ${before.length + i}`)
  await shows(boris, id, [...before, ...Array.from({ length: count }, (_, i) => `text ${before.length + i}`)])
  return id
}

const change = (envelope: string | undefined, at: number) => {
  const bytes = fromBase64url(envelope ?? '')
  const index = at < 0 ? bytes.length + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 1
  return toBase64url(bytes)
}

test('a changed ciphertext, a forged sender and rubbish are shown as invalid; the others stand', async () => {
  const id = await conversation(4)
  const victim = await deceived((rows) =>
    rows.map((row) => {
      if (row.seq === 1) return { ...row, envelope: change(row.envelope, -1) }
      // The sender's id lies behind version, suite, kind, chat and epoch.
      if (row.seq === 2) return { ...row, envelope: change(row.envelope, 3 + 32 + 4) }
      return row.seq === 3 ? { ...row, envelope: 'AAAA' } : row
    }),
  )
  await isOnline(victim)
  const shown = await until(async () => {
    const rows = await messages(victim, id)
    return rows.length === 4 && rows.filter(({ problem }) => problem === 'invalid').length === 3 ? rows : undefined
  })
  expect(shown.map(({ text }) => text)).toEqual(['', '', '', 'text 3'])
  await victim.client.close()
})

test('R5 rows in another order than their authors saw raise the fork warning', async () => {
  const id = await conversation(2)
  const victim = await deceived((rows) => {
    const [a, b] = [rows.find(({ seq }) => seq === 2), rows.find(({ seq }) => seq === 3)]
    return rows.map((row) => {
      const other = row.seq === 2 ? b : row.seq === 3 ? a : undefined
      return other === undefined ? row : { ...other, seq: row.seq }
    })
  })
  await isOnline(victim)
  await until(async () => (await chatOf(victim, id)).warning === 'fork')
  expect((await chatOf(anna, id)).warning).toBeUndefined()
  await victim.client.close()
})

test('R5 a row that the server removes without a signed deletion says so; withholding it breaks the next author’s word', async () => {
  const id = await conversation(1)
  const victim = await deceived((rows) =>
    rows.map((row) => (row.seq === 2 ? { seq: 2, at: row.at, hash: toBase64url(randomBytes(32)) } : row)),
  )
  await isOnline(victim)
  await until(async () => (await chatOf(victim, id)).warning === 'fork')
  expect((await messages(victim, id)).find(({ seq }) => seq === 2)?.problem).toBe('removed')
  await victim.client.close()
})

test('R2 S19 another identity under a known name: nothing is sealed to it, the outbox is held, a warning stands', async () => {
  const liar = new LyingServer()
  const clara = await signUp(server, 'Clara', nodePlatform({ fetch: liar.fetch }))
  await isOnline(clara)
  const { id } = await clara.client.chats.openDirect(anna.user)
  await clara.client.messages.send(id, 'before')
  await shows(clara, id, ['before'])
  const swapped = await createAccount({
    user: anna.user,
    exportKey: randomBytes(64),
    recoveryKey: randomBytes(32),
  })
  const entries = [toBase64url(swapped.entry)]
  liar.lie = (path, body) => {
    if (path === '/api/users/chains') return { chains: [{ user: anna.user, from: 1, entries }] }
    return path === `/api/users/${anna.user}/chain` ? { from: 0, entries } : body
  }
  await server.database.sql`update chats set rotate_required = true where id = ${id}`
  await clara.client.messages.send(id, 'must not leave')
  await until(async () => (await chatOf(clara, id)).warning === 'key_changed')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect((await messages(clara, id)).map(({ text, state }) => `${text} ${state}`)).toEqual([
    'before sent',
    'must not leave pending',
  ])
  const [{ count } = { count: -1 }] = await server.database.sql<{ count: number }[]>`
    select count(*)::int from epochs where chat_id = ${id}`
  expect(count).toBe(1)
  await clara.client.close()
})

test('a chat whose id is not made of its people is not taken in', async () => {
  const liar = new LyingServer()
  const dora = await signIn(server, boris, nodePlatform({ fetch: liar.fetch })).then(async (screen) => {
    await screen.client.close()
    return screen
  })
  liar.lie = (path, body) => {
    if (path !== '/api/chats') return body
    const answer = body as { chats: { members: string[] }[] }
    return {
      ...answer,
      chats: answer.chats.map((chat) => ({ ...chat, members: [boris.user, toBase64url(randomBytes(16))] })),
    }
  }
  const fresh = await signIn(server, boris, nodePlatform({ fetch: liar.fetch }))
  await isOnline(fresh)
  expect(await fresh.client.chats.list()).toEqual([])
  await fresh.client.close()
  expect(dora.user).toBe(boris.user)
})

test('S13 an id that is none never becomes a URL', async () => {
  await expect(anna.client.people.get('../account' as UserId)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(anna.client.messages.page('../../x' as never, { limit: 5 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
})
