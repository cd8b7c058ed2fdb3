import { afterAll, beforeAll, expect, test } from 'vitest'
import { PENDING } from '../src/indexeddb/rows.ts'
import { nodePlatform } from '../src/platform/node.ts'
import { LyingServer } from './lying-server.ts'
import {
  chatOf,
  closeAll,
  isOnline,
  messages,
  openScreen,
  PASSWORD,
  type Screen,
  shows,
  signUp,
  until,
} from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let boris: Screen
beforeAll(async () => {
  server = await startServer()
  boris = await signUp(server, 'Boris')
})
afterAll(() => closeAll(server, boris))

async function openRaw(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return await new Promise((resolve, reject) => {
    const request = factory.open(name)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('open')))
  })
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('request')))
  })
}

/** Everything that lies in the databases, as one text; bytes as latin1 and as base64url. */
async function dump(factory: IDBFactory): Promise<{ text: string; keys: CryptoKey[]; meta: [string, unknown][] }> {
  const keys: CryptoKey[] = []
  const meta: [string, unknown][] = []
  const parts: string[] = []
  const visit = (value: unknown): void => {
    if (value instanceof CryptoKey) keys.push(value)
    else if (value instanceof Uint8Array)
      parts.push(Buffer.from(value).toString('latin1'), Buffer.from(value).toString('base64url'))
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        parts.push(key)
        visit(inner)
      }
    else parts.push(String(value))
  }
  for (const { name = '' } of await factory.databases()) {
    const db = await openRaw(factory, name)
    for (const store of db.objectStoreNames) {
      const objects = db.transaction(store).objectStore(store)
      const [values, names] = await Promise.all([done(objects.getAll()), done(objects.getAllKeys())])
      values.forEach(visit)
      if (store === 'meta') names.forEach((key, i) => meta.push([JSON.stringify(key), values[i]]))
    }
    db.close()
  }
  return { text: parts.join('\n'), keys, meta }
}

test('S3 G13 the disk holds no password, token, recovery key or text, and no key that can be read out', async () => {
  const liar = new LyingServer()
  const tokens = new Set<string>()
  liar.lie = (_path, body) => {
    JSON.stringify(body, (key, value: unknown) => {
      if (['accessToken', 'refreshToken', 'ticket'].includes(key)) tokens.add(String(value))
      return value
    })
    return body
  }
  const platform = nodePlatform({ fetch: liar.fetch })
  const waiting = await openScreen(server, platform)
  const email = `eva.${Date.now()}@example.org`
  await waiting.client.auth.signUp({ name: 'Eva', email, password: PASSWORD, locale: 'en' })
  const between = await dump(platform.storage)
  const { recoveryKey, session } = await waiting.client.auth.confirm({ code: await server.codeFor(email) })
  await isOnline(waiting)
  const { id } = await waiting.client.chats.openDirect(boris.user)
  await waiting.client.messages.send(id, 'a very secret sentence')
  await waiting.client.chats.setDraft(id, { text: 'an unfinished secret' })
  await shows(waiting, id, ['a very secret sentence'])
  server.advance(3_600_000)
  await waiting.client.account.get()
  const after = await dump(platform.storage)
  expect(after.text).toContain(session.user)
  expect(tokens.size).toBeGreaterThan(3)
  const words = recoveryKey.split(' ')
  for (const { text, keys } of [between, after]) {
    for (const secret of [
      PASSWORD,
      recoveryKey,
      words.slice(0, 3).join(' '),
      'secret sentence',
      'unfinished secret',
      ...tokens,
    ])
      expect(text).not.toContain(secret)
    expect(keys.length).toBeGreaterThan(1)
    for (const key of keys.filter(({ type }) => type !== 'public')) expect(key.extractable).toBe(false)
  }
  // A secret of 32 bytes is sealed: longer by iv and tag.
  for (const [name, value] of after.meta)
    if (value instanceof Uint8Array) expect([name, value.length > 32]).toEqual([name, true])
  await waiting.client.auth.signOut()
  const wiped = await dump(platform.storage)
  expect(wiped.keys).toEqual([])
  expect(wiped.text).not.toContain(session.user)
  await waiting.client.close()
})

test('reliability: damaged and vanished rows are noticed and pulled again; a damaged chat too', async () => {
  const platform = nodePlatform()
  const anna = await signUp(server, 'Anna', platform)
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said = Array.from({ length: 8 }, (_, i) => `text ${i}`)
  for (const text of said) await anna.client.messages.send(id, text)
  await shows(anna, id, said)
  const db = await openRaw(platform.storage, `soroka-${anna.user}`)
  const tx = db.transaction('messages', 'readwrite').objectStore('messages')
  const row = (await done(tx.get([id, 2]))) as object
  await done(tx.put({ ...row, body: new Uint8Array(40) }))
  await done(tx.delete([id, 4]))
  await done(tx.put({ chat: id, seq: 5, rubbish: true }))
  await shows(anna, id, said)
  expect((await chatOf(anna, id)).warning).toBeUndefined()
  await anna.client.close()
  const chats = db.transaction('chats', 'readwrite').objectStore('chats')
  await done(chats.put({ id, nonsense: 1 }))
  db.close()
  const again = await openScreen(server, platform)
  await shows(again, id, said)
  await again.client.close()
})

test('R9 after a restore what the server lost is sent again under the same ids', async () => {
  const anna = await signUp(server, 'Anna')
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said = ['one', 'two', 'three', 'four']
  for (const text of said) await anna.client.messages.send(id, text)
  await shows(anna, id, said)
  await shows(boris, id, said)
  const { sql } = server.database
  await server.stop()
  await sql`delete from messages where chat_id = ${id} and seq > 2`
  await sql`update chats set last_seq = 2, msg_count = 2, changed_xid = pg_current_xact_id() where id = ${id}`
  await sql`update chat_participants set read_seq = least(read_seq, 2), delivered_seq = least(delivered_seq, 2), read_count = least(read_count, 2) where chat_id = ${id}`
  await sql`update server_era set era = 'restored'`
  await server.start()
  await shows(anna, id, said, 20_000)
  await shows(boris, id, said, 20_000)
  expect((await messages(anna, id)).every(({ seq = PENDING }) => seq <= 4)).toBe(true)
  expect((await chatOf(boris, id)).warning).toBeUndefined()
  await until(async () => (await chatOf(boris, id)).unread === 4)
  await anna.client.close()
})
