import type { ChatId, FileId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { ask } from '../../testing/http.ts'
import { newMsgId } from '../../testing/people.ts'
import { newRoom, newTalker, sayFiles } from '../../testing/rooms.ts'
import type { Talker } from '../../testing/rooms.ts'
import { askLink, createUpload, download, newFileId, readLink, uploadFile } from '../../testing/uploads.ts'

let server: TestServer
let anna: Talker
let boris: Talker
let vera: Talker

beforeAll(async () => {
  server = await startTestServer()
  ;[anna, boris, vera] = [await newTalker(server), await newTalker(server), await newTalker(server)]
})
afterAll(async () => {
  await Promise.all([anna, boris, vera].map(({ socket }) => socket.close()))
  await server.stop()
})

const upload = (who: Talker): Promise<FileId> => uploadFile(who.client, Buffer.from('0123456789'))
const get = async (who: Talker, file: FileId, chat: ChatId) => (await download(who.client, file, chat)).toString()
const leave = ({ client }: Talker, chat: ChatId, seq: number) =>
  server.database
    .sql`UPDATE chat_memberships SET to_seq = ${seq}, to_epoch = 0 WHERE chat_id = ${chat} AND user_id = ${client.user}`.then(
    () =>
      server.database
        .sql`UPDATE chat_participants SET left_seq = ${seq} WHERE chat_id = ${chat} AND user_id = ${client.user}`,
  )
const join = ({ client }: Talker, chat: ChatId, above: number) =>
  server.database
    .sql`INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${client.user}, 'member')`.then(
    () =>
      server.database
        .sql`INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch) VALUES (${chat}, ${client.user}, ${above}, 0)`,
  )

describe('S6 who reads a file', () => {
  test('R20 members of a chat that holds it, in that chat; its id alone opens nothing (Mattermost 2026-3473)', async () => {
    const chat = await newRoom(server, [anna, boris])
    const other = await newRoom(server, [boris, vera])
    const file = await upload(anna)
    for (const who of [anna, boris, vera]) expect(await get(who, file, chat)).toBe('NOT_FOUND')
    await sayFiles(anna, chat, [file])
    expect(await get(anna, file, chat)).toBe('0123456789')
    expect(await get(boris, file, chat)).toBe('0123456789')
    expect(await get(vera, file, chat)).toBe('NOT_FOUND')
    for (const who of [boris, vera]) expect(await get(who, file, other)).toBe('NOT_FOUND')
  })

  test('R23 inside a membership: who left reads what was before, who came reads what is after', async () => {
    const chat = await newRoom(server, [anna, boris])
    const [before, after] = [await upload(anna), await upload(anna)]
    await sayFiles(anna, chat, [before])
    await leave(boris, chat, 1)
    await join(vera, chat, 1)
    await sayFiles(anna, chat, [after])
    expect([await get(boris, before, chat), await get(boris, after, chat)]).toEqual(['0123456789', 'NOT_FOUND'])
    expect([await get(vera, before, chat), await get(vera, after, chat)]).toEqual(['NOT_FOUND', '0123456789'])
    // Said again, an old file is a new one for whoever came later.
    await sayFiles(anna, chat, [before])
    expect(await get(vera, before, chat)).toBe('0123456789')
  })

  test('a link opens for five minutes what it was signed for, and nothing else', async () => {
    const chat = await newRoom(server, [anna, boris])
    const [file, second] = [await upload(anna), await upload(anna)]
    await sayFiles(anna, chat, [file, second])
    const { url, until } = (await askLink(boris.client, file, chat)).body
    expect(url).toMatch(/^\/api\/files\/[\w-]{22}\/content\?/)
    expect(until - server.now()).toBeLessThanOrEqual(300_000)
    const fields = new URL(url, server.url).searchParams
    const tried = {
      file: url.replace(file, second),
      user: url.replace(boris.client.user, anna.client.user),
      chat: url.replace(chat, await newRoom(server, [anna, boris])),
      until: url.replace(String(until), String(until + 1)),
      mac: url.replace(fields.get('mac') ?? '', 'A'.repeat(43)),
      nothing: url.replace(/&mac=.*/, ''),
      twice: `${url}&user=${anna.client.user}`,
    }
    for (const [what, wrong] of Object.entries(tried))
      expect(await readLink(boris.client, wrong), what).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect((await readLink(boris.client, url)).status).toBe(200)
    server.advance(300_001)
    expect((await readLink(boris.client, url)).status).toBe(404)
    server.advance(-300_001)
    expect(server.logs.join('')).not.toContain(fields.get('mac'))
  })

  test('a link is asked about again: a deleted message or a removed reader ends it at once', async () => {
    const chat = await newRoom(server, [anna, boris, vera])
    const file = await upload(anna)
    const sent = await sayFiles(anna, chat, [file])
    if (typeof sent === 'string') throw new Error(sent)
    const [ofBoris, ofVera] = await Promise.all([boris, vera].map((who) => askLink(who.client, file, chat)))
    await server.database.sql`DELETE FROM chat_memberships WHERE chat_id = ${chat} AND user_id = ${boris.client.user}`
    expect((await readLink(boris.client, ofBoris?.body.url ?? '')).status).toBe(404)
    expect((await readLink(vera.client, ofVera?.body.url ?? '')).status).toBe(200)
    await sayFiles(anna, chat, [], { kind: KIND.delete, target: sent.msgId })
    expect((await readLink(vera.client, ofVera?.body.url ?? '')).status).toBe(404)
    expect(await get(anna, file, chat)).toBe('NOT_FOUND')
  })

  test('S11 sealed bytes are an attachment of no type that no page may run, and come in parts', async () => {
    const chat = await newRoom(server, [anna])
    const file = await uploadFile(anna.client, Buffer.from('<script>alert(1)</script>'))
    await sayFiles(anna, chat, [file])
    const { url } = (await askLink(anna.client, file, chat)).body
    const whole = await readLink(anna.client, url)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      'content-length': '25',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(whole.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    const parts: [string, number, string | undefined, unknown][] = [
      ['bytes=0-6', 206, 'bytes 0-6/25', '<script'],
      ['bytes=16-', 206, 'bytes 16-24/25', '</script>'],
      ['bytes=-9', 206, 'bytes 16-24/25', '</script>'],
      ['bytes=20-999', 206, 'bytes 20-24/25', 'ript>'],
      ['bytes=-99', 206, 'bytes 0-24/25', '<script>alert(1)</script>'],
      ['bytes=25-', 416, 'bytes */25', ''],
      ['bytes=0-1,4-5', 200, undefined, '<script>alert(1)</script>'],
      ['bytes=9-3', 200, undefined, '<script>alert(1)</script>'],
      ['lines=1-2', 200, undefined, '<script>alert(1)</script>'],
    ]
    for (const [range, status, contentRange, text] of parts) {
      const got = await ask(`${server.url}${url}`, { headers: { range } })
      const answer = [got.status, got.headers.get('content-range') ?? undefined, got.body]
      expect(answer, range).toEqual([status, contentRange, text])
    }
  })
})

describe('R20 who sends a file', () => {
  test('its owner once it is whole, and whoever reads it somewhere; a forward opens it for the readers there', async () => {
    const first = await newRoom(server, [anna, boris])
    const second = await newRoom(server, [boris, vera])
    const file = newFileId()
    expect(await sayFiles(anna, first, [file])).toBe('FILE_UNKNOWN')
    await createUpload(anna.client, file, 10)
    expect(await sayFiles(anna, first, [file])).toBe('FILE_UNKNOWN')
    const whole = await upload(anna)
    expect(await sayFiles(boris, second, [whole])).toBe('FILE_UNKNOWN')
    await sayFiles(anna, first, [whole])
    expect(await get(vera, whole, second)).toBe('NOT_FOUND')
    expect(await sayFiles(boris, second, [whole])).toMatchObject({ seq: 1 })
    expect(await get(vera, whole, second)).toBe('0123456789')
    expect(await get(vera, whole, first)).toBe('NOT_FOUND')
    expect(await get(anna, whole, second)).toBe('NOT_FOUND')
  })

  test('not whoever only knows its id, nor whoever read it no more', async () => {
    const chat = await newRoom(server, [anna, boris])
    const own = await newRoom(server, [boris])
    const [early, late] = [await upload(anna), await upload(anna)]
    await sayFiles(anna, chat, [early])
    await leave(boris, chat, 1)
    await sayFiles(anna, chat, [late])
    expect(await sayFiles(boris, own, [late])).toBe('FILE_UNKNOWN')
    expect(await sayFiles(boris, own, [early])).toMatchObject({ seq: 1 })
    expect(await sayFiles(vera, await newRoom(server, [vera]), [early])).toBe('FILE_UNKNOWN')
  })

  test('all of them or none: one that is not his keeps the message out, and leaves no trace', async () => {
    const chat = await newRoom(server, [anna, boris])
    const [mine, theirs] = [await upload(anna), await upload(vera)]
    expect(await sayFiles(anna, chat, [mine, theirs])).toBe('FILE_UNKNOWN')
    expect(await get(anna, mine, chat)).toBe('NOT_FOUND')
    expect(await sayFiles(anna, chat, [mine])).toMatchObject({ seq: 1 })
  })

  test('G2 the same message again gets the same answer, even when its file is gone meanwhile', async () => {
    const chat = await newRoom(server, [anna])
    const file = await upload(anna)
    const msgId = newMsgId()
    const once = await sayFiles(anna, chat, [file], { msgId })
    await server.database.sql`UPDATE files SET gone_at = 1 WHERE id = ${file}`
    expect(await sayFiles(anna, chat, [file], { msgId })).toEqual(once)
    expect(await sayFiles(anna, chat, [file])).toBe('FILE_UNKNOWN')
  })

  test('what is said about a message names no files', async () => {
    const chat = await newRoom(server, [anna])
    const file = await upload(anna)
    const sent = await sayFiles(anna, chat, [file])
    if (typeof sent === 'string') throw new Error(sent)
    for (const kind of [KIND.edit, KIND.reaction, KIND.meta])
      expect(await sayFiles(anna, chat, [file], { kind, target: sent.msgId })).toBe('ENVELOPE_INVALID')
  })

  test('many at once, some with files that are unknown: each gets its own answer', async () => {
    const chat = await newRoom(server, [anna])
    const files = await Promise.all(Array.from({ length: 5 }, () => upload(anna)))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        sayFiles(anna, chat, i % 2 === 0 ? [files[i % 5] as FileId] : [newFileId()]),
      ),
    )
    for (const [i, answer] of answers.entries())
      if (i % 2 === 0) expect(answer).toMatchObject({ seq: expect.any(Number) })
      else expect(answer).toBe('FILE_UNKNOWN')
    const seqs = answers.flatMap((answer) => (typeof answer === 'string' ? [] : [answer.seq]))
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1))
    const refs = await server.database.sql`SELECT 1 FROM file_refs WHERE chat_id = ${chat}`
    expect(refs).toHaveLength(10)
  })
})
