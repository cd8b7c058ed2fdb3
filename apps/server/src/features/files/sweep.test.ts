import type { FileId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBlobs } from '../../platform/files/index.ts'
import type { BlobStore } from '../../platform/files/index.ts'
import { startTestServer } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { newMsgId } from '../../testing/people.ts'
import { newRoom, newTalker, sayFiles } from '../../testing/rooms.ts'
import type { Talker } from '../../testing/rooms.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import { createUpload, download, newFileId, patchUpload, uploadFile } from '../../testing/uploads.ts'
import { findStrays, sweepFiles } from './index.ts'

const DAY = 86_400_000
let server: TestServer
let blobs: BlobStore
let anna: Talker
let boris: Talker

beforeAll(async () => {
  server = await startTestServer()
  blobs = await openBlobs(server.config.dataFolder, undefined)
  ;[anna, boris] = [await newTalker(server), await newTalker(server)]
})
afterAll(async () => {
  await Promise.all([anna.socket.close(), boris.socket.close()])
  await server.stop()
})

const onError = (error: unknown) => expect(error).toBeNull()
/** As if so many days had passed. */
const sweep = (days: number, from: BlobStore = blobs, trouble = onError, retention?: number) =>
  sweepFiles({
    retention,
    sql: server.database.sql,
    blobs: from,
    now: () => Date.now() + days * DAY,
    deletionDelay: 7 * DAY,
    onError: trouble,
  })
const upload = (): Promise<FileId> => uploadFile(anna.client, Buffer.from('0123456789'))
const isThere = async (file: FileId) => (await blobs.offsetOf(file)) !== undefined
async function say(file: FileId) {
  const chat = await newRoom(server, [anna, boris])
  const sent = await sayFiles(anna, chat, [file])
  if (typeof sent === 'string') throw new Error(sent)
  return { chat, ...sent }
}

test('R20 an upload that nobody sent within a day goes, half or whole; one that was sent stays', async () => {
  const [unsent, sent, half] = [await upload(), await upload(), newFileId()]
  await createUpload(anna.client, half, 10)
  await patchUpload(anna.client, half, 0, Buffer.from('0123'))
  await say(sent)
  await sweep(0.9)
  expect(await Promise.all([unsent, half, sent].map(isThere))).toEqual([true, true, true])
  await sweep(1.1)
  expect(await Promise.all([unsent, half, sent].map(isThere))).toEqual([false, false, true])
  await sweep(400)
  expect(await isThere(sent)).toBe(true)
  expect((await patchUpload(anna.client, half, 4, Buffer.from('456789'))).status).toBe(404)
  expect((await createUpload(anna.client, unsent, 10)).status).toBe(201)
})

test('R11 a file goes a week after its last message was deleted, and not before', async () => {
  const file = await upload()
  const [first, second] = [await say(file), await say(file)]
  await sayFiles(anna, first.chat, [], { kind: KIND.delete, target: first.msgId })
  await sweep(8)
  expect((await download(boris.client, file, second.chat)).toString()).toBe('0123456789')
  await sayFiles(anna, second.chat, [], { kind: KIND.delete, target: second.msgId })
  await sweep(6.9)
  expect(await isThere(file)).toBe(true)
  await sweep(7.1)
  expect(await isThere(file)).toBe(false)
  expect(await server.database.sql`SELECT 1 FROM files WHERE id = ${file}`).toHaveLength(0)
})

test('R16 expiry and the removal of a chat let go of files too, in their own transaction', async () => {
  const [expiring, dropped] = [await upload(), await upload()]
  const one = await say(expiring)
  const two = await say(dropped)
  await server.database.sql`SELECT erase_messages(${one.chat}, ARRAY[${one.seq}]::int8[])`
  await anna.client.ask(`/chats/${two.chat}`, { method: 'DELETE' })
  const refs = await server.database.sql`SELECT 1 FROM file_refs WHERE file_id IN (${expiring}, ${dropped})`
  expect(refs).toHaveLength(0)
  await sweep(7.1)
  expect(await Promise.all([expiring, dropped].map(isThere))).toEqual([false, false])
})

test('two last messages that go at the same moment leave no file behind', async () => {
  const file = await upload()
  const places = [await say(file), await say(file)]
  const { sql } = server.database
  await Promise.all(
    places.map(({ chat, seq }) =>
      sql.begin(async (tx) => {
        await tx`SELECT erase_messages(${chat}, ARRAY[${seq}]::int8[])`
        await new Promise((done) => setTimeout(done, 100))
      }),
    ),
  )
  await sweep(7.1)
  expect(await isThere(file)).toBe(false)
})

test('a forward in the delay keeps the file; what is being deleted is never taken up again', async () => {
  const file = await upload()
  const first = await say(file)
  await sayFiles(anna, first.chat, [], { kind: KIND.delete, target: first.msgId })
  await say(file)
  await sweep(30)
  expect(await isThere(file)).toBe(true)
})

test('a send and the sweep that meet: either the message is refused, or the file stays', async () => {
  for (let round = 0; round < 15; round++) {
    const file = await upload()
    const chat = await newRoom(server, [anna])
    await server.database.sql`UPDATE files SET waiting_since = 1 WHERE id = ${file}`
    const [, sent] = await Promise.all([sweep(0), sayFiles(anna, chat, [file])])
    expect(await isThere(file)).toBe(sent !== 'FILE_UNKNOWN')
    if (typeof sent !== 'string') expect((await download(anna.client, file, chat)).toString()).toBe('0123456789')
  }
})

test('the sweep waits for a message that is on its way, and sees it', async () => {
  const file = await upload()
  const { sql } = server.database
  await sql`UPDATE files SET waiting_since = 1 WHERE id = ${file}`
  await sql.begin(async (tx) => {
    await tx`SELECT 1 FROM files WHERE id = ${file} FOR KEY SHARE`
    await tx`INSERT INTO file_refs (chat_id, seq, file_id, msg_id) VALUES (${file}, 1, ${file}, ${file})`
    await sweep(0)
  })
  await sweep(0)
  expect(await isThere(file)).toBe(true)
})

test('R8 a scheduled message keeps its files until it goes', async () => {
  const file = await upload()
  const chat = await newRoom(server, [anna])
  const envelope = sealedEnvelope(anna.client.person, chat, {
    kind: KIND.media,
    msgId: newMsgId(),
    clear: { files: [file], sendAt: Date.now() + 30 * DAY },
  })
  expect((await anna.client.ask('/scheduled', { body: { envelope } })).status).toBe(200)
  await sweep(1.1)
  await sweep(3)
  expect(await isThere(file)).toBe(true)
  const unknown = sealedEnvelope(anna.client.person, chat, {
    kind: KIND.media,
    clear: { files: [newFileId()], sendAt: Date.now() + DAY },
  })
  expect(await anna.client.ask('/scheduled', { body: { envelope: unknown } })).toMatchObject({ code: 'FILE_UNKNOWN' })
  await server.database.sql`DELETE FROM scheduled_messages WHERE chat_id = ${chat}`
  await sweep(5)
  expect(await isThere(file)).toBe(false)
})

test('a store that is away leaves the file for the next time', async () => {
  const file = await upload()
  const troubles: unknown[] = []
  await sweep(1.1, { ...blobs, remove: () => Promise.reject(new Error('away')) }, (error) => troubles.push(error))
  expect(troubles.length).toBeGreaterThan(0)
  expect(await isThere(file)).toBe(true)
  expect(await sayFiles(anna, await newRoom(server, [anna]), [file])).toBe('FILE_UNKNOWN')
  await sweep(1.1)
  expect(await isThere(file)).toBe(false)
})

test('P89 with a retention, messages of its age let go of their files and keep their words; younger ones keep both', async () => {
  const [old, shared] = [await upload(), await upload()]
  const first = await say(old)
  const second = await say(shared)
  const later = await say(shared)
  const rows = () => server.database.sql`
    SELECT seq::int, encode(envelope, 'hex') AS envelope FROM messages WHERE chat_id = ${first.chat} ORDER BY seq`
  const before = await rows()
  await server.database.sql`UPDATE messages SET at = at - ${3 * DAY} WHERE chat_id IN (${first.chat}, ${second.chat})`
  await server.database.sql`UPDATE files SET whole_at = whole_at - ${3 * DAY} WHERE id IN (${old}, ${shared})`
  await sweep(0, blobs, onError, 4 * DAY)
  expect((await download(boris.client, old, first.chat)).toString()).toBe('0123456789')
  await sweep(0, blobs, onError, 2 * DAY)
  for (const [file, { chat }] of [
    [old, first],
    [shared, second],
  ] as const)
    expect(await download(boris.client, file, chat)).toBe('NOT_FOUND')
  expect((await download(boris.client, shared, later.chat)).toString()).toBe('0123456789')
  expect(await rows()).toEqual(before)
  // Its bytes wait as long as after a deletion: a backup of the database may still name it (R11).
  await sweep(6.9)
  expect(await isThere(old)).toBe(true)
  await sweep(7.1)
  expect(await Promise.all([old, shared].map(isThere))).toEqual([false, true])
})

test('R20 bytes that a restored database does not know go after the delay; what is being uploaded stays', async () => {
  const { sql } = server.database
  const [stray, taken, sent, half] = [await upload(), await upload(), await upload(), newFileId()]
  await createUpload(anna.client, half, 10)
  await patchUpload(anna.client, half, 0, Buffer.from('0123'))
  await say(sent)
  const find = (days = 0) => findStrays({ sql, blobs, now: () => Date.now() + days * DAY })
  expect(await find()).toBe(0)
  await sql`DELETE FROM files WHERE id IN (${stray}, ${taken})`
  expect([await find(), await find(5)]).toEqual([2, 0])
  // Nobody may send them, and whoever was uploading one begins it anew.
  const chat = await newRoom(server, [anna])
  expect(await sayFiles(anna, chat, [stray])).toBe('FILE_UNKNOWN')
  await uploadFile(anna.client, Buffer.from('0123456789'), taken)
  expect(typeof (await sayFiles(anna, chat, [taken]))).toBe('object')
  await sweep(0.9)
  expect(await Promise.all([stray, half].map(isThere))).toEqual([true, true])
  await sweep(7.1)
  expect(await Promise.all([stray, taken, sent].map(isThere))).toEqual([false, true, true])
  expect(await sql`SELECT 1 FROM files WHERE id = ${stray}`).toHaveLength(0)
})
