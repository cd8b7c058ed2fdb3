import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { limits, SorokaError } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import type { BlobStore } from '../../platform/files/index.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newRoom, newTalker, sayFiles } from '../../testing/rooms.ts'
import type { Talker } from '../../testing/rooms.ts'
import { TestPerson } from '../../testing/people.ts'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import {
  appending,
  askUpload,
  createUpload,
  creation,
  download,
  newFileId,
  patchUpload,
  uploadFile,
} from '../../testing/uploads.ts'
import { Uploads } from './uploads.ts'

const quota = 20_000_000
let server: TestServer
let anna: Talker
let boris: Talker

beforeAll(async () => {
  server = await startTestServer({ env: { FILE_QUOTA: String(quota) } })
  ;[anna, boris] = [await newTalker(server), await newTalker(server)]
})
afterAll(async () => {
  await Promise.all([anna.socket.close(), boris.socket.close()])
  await server.stop()
})

const offsetOf = async (who: TestClient, id: FileId) => {
  const { status, headers } = await askUpload(who, id, 'HEAD')
  return status === 200 ? Number(headers.get('upload-offset')) : status
}

/** Begins to send from an offset and cuts the connection after some bytes. */
async function cutAfter(who: TestClient, id: FileId, offset: number, bytes: Buffer, sent: number): Promise<void> {
  const { url, method, headers } = appending(who, id, offset)
  const req = request(url, { method, headers: { ...headers, 'content-length': String(bytes.length) } })
  req.on('error', () => undefined)
  await new Promise<void>((done) => {
    req.write(bytes.subarray(0, sent), () => {
      setTimeout(() => {
        req.destroy()
        done()
      }, 30)
    })
  })
}

describe('uploads by tus', () => {
  test('R20 twenty cuts at random places: the file arrives whole, and its reader gets every byte', async () => {
    const bytes = randomBytes(3_000_000)
    const id = newFileId()
    expect(await createUpload(anna.client, id, bytes.length)).toMatchObject({ status: 201 })
    for (let cuts = 0; cuts < 20; cuts++) {
      const at = await offsetOf(anna.client, id)
      await cutAfter(anna.client, id, at, bytes.subarray(at), Math.floor(Math.random() * 200_000))
    }
    const at = await offsetOf(anna.client, id)
    expect(at).toBeGreaterThan(0)
    expect((await patchUpload(anna.client, id, at, bytes.subarray(at))).status).toBe(204)
    expect(await offsetOf(anna.client, id)).toBe(bytes.length)
    const chat = await newRoom(server, [anna, boris])
    expect(await sayFiles(anna, chat, [id])).toMatchObject({ seq: 1 })
    expect(bytes.equals((await download(boris.client, id, chat)) as Buffer)).toBe(true)
  })

  test('an offset that is not where it ends changes nothing: 409', async () => {
    const id = newFileId()
    await createUpload(anna.client, id, 100)
    await patchUpload(anna.client, id, 0, Buffer.alloc(40))
    for (const wrong of [0, 39, 41, 100]) {
      const answer = await patchUpload(anna.client, id, wrong, Buffer.alloc(10))
      expect(answer.status).toBe(409)
      expect(await answer.json()).toMatchObject({ code: 'CONFLICT' })
    }
    expect(await offsetOf(anna.client, id)).toBe(40)
    expect((await patchUpload(anna.client, id, 40, Buffer.alloc(61))).status).toBe(413)
    expect(await offsetOf(anna.client, id)).toBe(40)
  })

  test('S6 an upload is there for its owner alone, whole or not', async () => {
    const id = newFileId()
    await createUpload(anna.client, id, 10)
    const whole = await uploadFile(anna.client, Buffer.from('sealed'))
    for (const file of [id, whole]) {
      expect(await offsetOf(boris.client, file)).toBe(404)
      expect((await patchUpload(boris.client, file, 0, Buffer.alloc(5))).status).toBe(404)
      expect(await askUpload(boris.client, file, 'DELETE')).toMatchObject({ status: 404, code: 'NOT_FOUND' })
      expect(await createUpload(boris.client, file, 10)).toMatchObject({ status: 409, code: 'CONFLICT' })
    }
    expect(await offsetOf(anna.client, id)).toBe(0)
    expect(await askUpload(anna.client, id, 'HEAD', { token: undefined })).toMatchObject({ status: 401 })
  })

  test('an unfinished one of mine may begin anew; a whole one is never written again', async () => {
    const id = newFileId()
    await createUpload(anna.client, id, 100)
    await patchUpload(anna.client, id, 0, Buffer.alloc(60))
    expect(await createUpload(anna.client, id, 6)).toMatchObject({ status: 201 })
    expect(await offsetOf(anna.client, id)).toBe(0)
    expect((await patchUpload(anna.client, id, 0, Buffer.from('sealed'))).status).toBe(204)
    expect(await createUpload(anna.client, id, 6)).toMatchObject({ code: 'CONFLICT' })
    expect((await patchUpload(anna.client, id, 0, Buffer.from('others'))).status).toBe(409)
  })

  test('S11 a name that is no id, and a size that is none, make nothing', async () => {
    const named = (id: string) => `id ${Buffer.from(id).toString('base64')}`
    for (const metadata of [
      named('../../../etc/passwd'),
      named('a/b'),
      named(''),
      'filename YQ==',
      'id',
      named('A'.repeat(23)),
    ]) {
      const answer = await anna.client.ask('/files/uploads', { method: 'POST', headers: creation('', 10, metadata) })
      expect(answer, metadata).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    }
    for (const id of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'soroka.pid', '%00'])
      expect(
        (await anna.client.ask(`/files/uploads/${id}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }))
          .status,
      ).toBe(404)
    for (const size of ['0', '-1', 'ten', '1e3'])
      expect(
        (
          await anna.client.ask('/files/uploads', {
            method: 'POST',
            headers: { ...creation(newFileId(), 1), 'upload-length': size },
          })
        ).status,
        size,
      ).toBe(400)
    expect((await createUpload(anna.client, newFileId(), limits.sealedFileBytes + 1)).status).toBe(413)
    const deferred = { 'tus-resumable': '1.0.0', 'upload-defer-length': '1', 'upload-metadata': named(newFileId()) }
    expect(
      (await anna.client.ask('/files/uploads', { method: 'POST', headers: deferred })).status,
    ).toBeGreaterThanOrEqual(400)
    expect(server.logs.filter((line) => line.includes('"msg":"files"'))).toEqual([])
  })

  test('answers of tus carry no header for other origins', async () => {
    const id = newFileId()
    const { headers } = await anna.client.ask('/files/uploads', {
      method: 'POST',
      headers: { ...creation(id, 10), origin: 'https://elsewhere.example' },
    })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('location')).toBe(`/api/files/uploads/${id}`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('the quota', () => {
  test('S7 reservations of one person wait for each other', async () => {
    const blobs = { create: () => Promise.resolve() } as unknown as BlobStore
    const { sql } = server.database
    const uploads = new Uploads({ sql, blobs, now: Date.now, quota: 300, onError: () => undefined })
    // Both connections are open then: the two tries after the first two would both see room for one.
    await Promise.all([sql`SELECT pg_sleep(0.2)`, sql`SELECT pg_sleep(0.2)`])
    const owner = new TestPerson().user
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => uploads.create(owner, newFileId(), 100)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  test('S7 ten uploads that begin at once get no more room than there is', async () => {
    const who = await new TestClient(server).signUp()
    const answers = await Promise.all(Array.from({ length: 10 }, () => createUpload(who, newFileId(), quota / 4)))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(4)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(answer).toMatchObject({ status: 507, code: 'QUOTA_FULL', body: { data: { quota } } })
    expect((await who.ask('/files/usage')).body).toEqual({ used: quota, quota })
  })

  test('what I take back gives its room back, what was sent does not', async () => {
    const who = await newTalker(server)
    const [first, second] = [
      await uploadFile(who.client, Buffer.alloc(70)),
      await uploadFile(who.client, Buffer.alloc(30)),
    ]
    const chat = await newRoom(server, [who])
    await sayFiles(who, chat, [second])
    expect((await askUpload(who.client, first, 'DELETE')).status).toBe(204)
    expect(await askUpload(who.client, second, 'DELETE')).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    expect((await who.client.ask('/files/usage')).body).toEqual({ used: 30, quota })
    expect(await sayFiles(who, chat, [first])).toBe('FILE_UNKNOWN')
    await who.socket.close()
  })
})

describe('when the place for files fails', () => {
  test.each([
    ['STORAGE_FULL', 507],
    ['UNAVAILABLE', 503],
  ] as const)('G14 %s is told, nothing half-written counts, and it goes on later', async (code, status) => {
    let broken = false
    const held = new Map<string, Buffer>()
    const ill = await startTestServer({
      deps: {
        blobs: {
          create: async (id) => void (broken ? await fail() : held.set(id, Buffer.alloc(0))),
          offsetOf: (id) => Promise.resolve(held.get(id)?.length),
          append: async (id, _, from) => {
            for await (const chunk of from) {
              held.set(id, Buffer.concat([held.get(id) ?? Buffer.alloc(0), chunk as Buffer]))
              if (broken) await fail()
            }
            return held.get(id)?.length ?? 0
          },
          isWhole: (id, size) => Promise.resolve(held.get(id)?.length === size),
          read: (id, first, last) => Promise.resolve(Readable.from([held.get(id)?.subarray(first, last + 1)])),
          remove: (id) => Promise.resolve(void held.delete(id)),
          list: async function* () {
            for (const id of held.keys()) yield await Promise.resolve(id as FileId)
          },
          close: () => undefined,
        },
      },
    })
    const fail = () => Promise.reject(new SorokaError(code))
    const who = await newTalker(ill)
    const chat = await newRoom(ill, [who])
    const id = newFileId()
    await createUpload(who.client, id, 500_000)
    broken = true
    const cut = await patchUpload(who.client, id, 0, Buffer.alloc(500_000))
    expect([cut.status, ((await cut.json()) as { code: string }).code]).toEqual([status, code])
    expect(await createUpload(who.client, newFileId(), 10)).toMatchObject({ status, code })
    expect(await sayFiles(who, chat, [id])).toBe('FILE_UNKNOWN')
    expect((await who.client.ask<{ used: number }>('/files/usage')).body.used).toBe(500_000)
    broken = false
    const at = await offsetOf(who.client, id)
    expect((await patchUpload(who.client, id, at, Buffer.alloc(500_000 - at))).status).toBe(204)
    expect(await sayFiles(who, chat, [id])).toMatchObject({ seq: 1 })
    await who.socket.close()
    await ill.stop()
  })

  test.each([false, true])(
    'G14 nothing half-made stays without a row that the sweep finds (store away at once: %s)',
    async (away) => {
      const held = new Set<FileId>()
      const full = new SorokaError('STORAGE_FULL')
      const blobs = {
        create: (id: FileId) => {
          held.add(id)
          return Promise.reject(full)
        },
        remove: (id: FileId) => (away ? Promise.reject(full) : Promise.resolve(void held.delete(id))),
      } as unknown as BlobStore
      const { sql } = server.database
      const uploads = new Uploads({ sql, blobs, now: Date.now, quota, onError: () => undefined })
      const id = newFileId()
      await expect(uploads.create(new TestPerson().user, id, 100)).rejects.toMatchObject({ code: 'STORAGE_FULL' })
      const rows = await sql`SELECT 1 FROM files WHERE id = ${id} AND waiting_since IS NOT NULL`
      expect([held.has(id), rows.length]).toEqual(away ? [true, 1] : [false, 0])
    },
  )

  test('bytes that were all here when the server died are a whole file once somebody asks', async () => {
    const id = newFileId()
    await createUpload(anna.client, id, 6)
    await patchUpload(anna.client, id, 0, Buffer.from('sealed'))
    await server.database.sql`UPDATE files SET whole_at = NULL WHERE id = ${id}`
    const chat = await newRoom(server, [anna])
    expect(await sayFiles(anna, chat, [id])).toBe('FILE_UNKNOWN')
    expect(await offsetOf(anna.client, id)).toBe(6)
    expect(await sayFiles(anna, chat, [id])).toMatchObject({ seq: 1 })
  })
})
