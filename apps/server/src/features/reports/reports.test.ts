import type { ChatId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import type { AuditEntry, Report } from '@soroka/protocol/contract'
import { decodeDisclosure, decodeEnvelopeHeader, encodeBody, encodeDisclosure, KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { newMsgId } from '../../testing/people.ts'
import { directEpoch, disclose, signedMessage } from '../../testing/sealed.ts'
import type { Written } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { makeDesk, withRole } from '../../testing/desk.ts'

let server: TestServer
let desk: Awaited<ReturnType<typeof makeDesk>>

beforeAll(async () => {
  server = await startTestServer()
  desk = await makeDesk(server)
})
afterAll(() => server.stop())

/** Two who know each other, in their direct chat, each with a socket. */
async function pair(role: 'member' | 'admin' = 'member') {
  const [writer, reader] = [await withRole(server, role, 'Writer'), await withRole(server, 'member', 'Reader')]
  await reader.ask(`/contacts/${writer.user}`, { method: 'PUT', body: {} })
  const { chat, record, boxes } = directEpoch(writer.person, reader.person)
  expect(await writer.ask('/chats/direct', { body: { record, boxes } })).toMatchObject({ status: 200 })
  const { ticket } = (await writer.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  const write = async (options: Written = {}) => {
    const written = signedMessage(writer.person, chat, options)
    expect(await socket.send(written.envelope)).toMatchObject({ t: 'message.accepted' })
    return written
  }
  return { writer, reader, chat, socket, write }
}

const report = (who: TestClient, chat: ChatId, disclosures: string[], extra: object = {}) =>
  who.ask<{ reported: boolean; data?: { reason?: string } }>(`/chats/${chat}/reports`, {
    body: { reason: 'spam', disclosures, ...extra },
  })
const queue = async (by: TestClient, state = 'open') =>
  (await by.ask<{ reports: Report[] }>(`/admin/reports?state=${state}`)).body.reports
const close = (by: TestClient, { id }: Report, decision: string, extra: object = {}) =>
  by.ask<{ changed: boolean }>(`/admin/reports/${id}/close`, { body: { decision, ...extra } })
const waits = async (by: TestClient, of: TestClient) => {
  const found = (await queue(by)).find(({ author }) => author.id === of.user)
  if (found === undefined) throw new Error('there is no report of him')
  return found
}
/** The same disclosure with another part. */
function altered(text: string, change: (parts: ReturnType<typeof decodeDisclosure>) => object): string {
  const parts = decodeDisclosure(Buffer.from(text, 'base64url'))
  return Buffer.from(encodeDisclosure({ ...parts, ...change(parts) })).toString('base64url')
}
const reason = (answer: { body: { data?: { reason?: string } } }) => answer.body.data?.reason

describe('P190 what is disclosed is what the author signed', () => {
  test('P190 the desk reads the words, the time, and who said why; several reports of a message are one entry', async () => {
    const { writer, reader, chat, write } = await pair()
    const first = await write({ text: 'Buy now' })
    const near = await write({ text: 'Buy, I say' })
    const shown = [first.disclosure, near.disclosure]
    expect((await report(reader, chat, shown, { reason: 'other', words: 'Again and again' })).body).toEqual({
      reported: true,
    })
    const entry = await waits(desk.owner, writer)
    expect(entry).toMatchObject({
      author: { name: 'Writer', state: 'active', role: 'member' },
      group: false,
      messages: [{ text: 'Buy now', before: null, forwarded: false, files: [] }, { text: 'Buy, I say' }],
      voices: [{ reporter: { name: 'Reader' }, reason: 'other', words: 'Again and again' }],
      closed: null,
    })
    expect(JSON.stringify(entry)).not.toContain(chat)
    // The same person, all at once: nothing more.
    const again = await Promise.all(Array.from({ length: 5 }, () => report(reader, chat, shown)))
    expect(again.map(({ body }) => body)).toEqual(again.map(() => ({ reported: false })))
    expect((await waits(desk.owner, writer)).voices).toHaveLength(1)
  })

  test('P190 from two devices of a person at once one counts', async () => {
    const { writer, reader, chat, write } = await pair()
    const { disclosure } = await write()
    const second = await reader.signIn()
    const answers = await Promise.all([reader, second].map((who) => report(who, chat, [disclosure])))
    expect(answers.filter(({ body }) => body.reported)).toHaveLength(1)
    expect((await queue(desk.owner)).filter(({ author }) => author.id === writer.user)).toHaveLength(1)
  })

  test('P190 an edited message is shown with its last and its first words', async () => {
    const { writer, reader, chat, write } = await pair()
    const first = await write({ text: 'Hello' })
    const edit = await write({ kind: KIND.edit, target: first.msgId, text: 'Pay or else' })
    expect((await report(reader, chat, [first.disclosure, edit.disclosure])).status).toBe(200)
    expect((await waits(desk.owner, writer)).messages).toMatchObject([{ text: 'Pay or else', before: 'Hello' }])
  })

  test('P190 a message that was deleted meanwhile is still proved', async () => {
    const { writer, reader, chat, write } = await pair()
    const { disclosure, msgId } = await write({ text: 'Gone soon' })
    await write({ kind: KIND.delete, target: msgId })
    expect((await report(reader, chat, [disclosure])).body).toEqual({ reported: true })
    expect((await waits(desk.owner, writer)).messages).toMatchObject([{ text: 'Gone soon' }])
  })

  test('E88 other words, another signature, another header, another device: refused', async () => {
    const { writer, reader, chat, write } = await pair()
    const { disclosure, envelope, msgId } = await write({ text: 'Hello' })
    const { headerBytes } = decodeEnvelopeHeader(Buffer.from(envelope, 'base64url'))
    const threat = encodeBody({ type: KIND.text, text: 'I will kill you', ext: [] })
    const other = signedMessage(writer.person, chat, { msgId, epoch: 0 })
    const tries: [string, string][] = [
      [altered(disclosure, () => ({ body: threat })), 'signature'],
      [altered(disclosure, ({ sig }) => ({ sig: sig.map((byte, at) => (at === 9 ? byte ^ 1 : byte)) })), 'signature'],
      [altered(disclosure, ({ seen }) => ({ seen: seen.map(() => 1) })), 'signature'],
      // By the reporter's own key, in the name of the author.
      [disclose(reader.device, headerBytes, threat), 'signature'],
      // Signed by the author, but not what stands in the log: another epoch hash in its header.
      [other.disclosure, 'header'],
      [altered(disclosure, () => ({ body: encodeBody({ type: KIND.media, text: 'Hello', ext: [] }) })), 'type'],
    ]
    for (const [shown, wanted] of tries) {
      const answer = await report(reader, chat, [shown])
      expect(answer).toMatchObject({ status: 422, code: 'REPORT_UNPROVED' })
      expect(reason(answer)).toBe(wanted)
    }
    expect((await queue(desk.owner)).some(({ author }) => author.id === writer.user)).toBe(false)
  })

  test('E89 a message of another chat, of somebody else, of my own, or that was never sent: refused', async () => {
    const here = await pair()
    const there = await pair()
    const foreign = await there.write()
    const never = signedMessage(here.writer.person, here.chat)
    const { disclosure } = await here.write()
    const codes = async (who: TestClient, chat: ChatId, shown: string[]) => {
      const { code, body } = await report(who, chat, shown)
      return [code, body.data?.reason].filter(Boolean).join(':')
    }
    expect(await codes(here.reader, here.chat, [foreign.disclosure])).toBe('REPORT_UNPROVED:place')
    expect(await codes(here.reader, here.chat, [never.disclosure])).toBe('NOT_FOUND')
    expect(await codes(here.writer, here.chat, [disclosure])).toBe('REPORT_UNPROVED:own')
    expect(await codes(here.reader, here.chat, [disclosure, disclosure])).toBe('REPORT_UNPROVED:twice')
    expect(await codes(here.reader, here.chat, [disclosure, foreign.disclosure])).toBe('REPORT_UNPROVED:place')
    // Who was handed a disclosure, and is not in the chat, shows nothing by it.
    expect(await codes(there.reader, here.chat, [disclosure])).toBe('NOT_FOUND')
    expect(await codes(desk.owner, here.chat, [disclosure])).toBe('NOT_FOUND')
  })

  test('R23 what lies outside of my membership is not mine to show', async () => {
    const { reader, chat, write } = await pair()
    const { disclosure } = await write()
    const { sql } = server.database
    const from = (seq: number) =>
      sql`UPDATE chat_memberships SET from_seq = ${seq} WHERE chat_id = ${chat} AND user_id = ${reader.user}`
    await from(1)
    expect(await report(reader, chat, [disclosure])).toMatchObject({ code: 'NOT_FOUND' })
    await from(0)
    expect((await report(reader, chat, [disclosure])).body).toEqual({ reported: true })
  })

  test('P190 an edit alone, or one of something else, is no message', async () => {
    const { reader, chat, write } = await pair()
    const [one, two] = [await write(), await write()]
    const edit = await write({ kind: KIND.edit, target: two.msgId })
    for (const shown of [[edit.disclosure], [one.disclosure, edit.disclosure]])
      expect(reason(await report(reader, chat, shown))).toBe('kind')
    const many = await Promise.all(Array.from({ length: limits.reportMessages + 1 }, () => write()))
    expect(
      reason(
        await report(
          reader,
          chat,
          many.map(({ disclosure }) => disclosure),
        ),
      ),
    ).toBe('many')
  })

  test('S7 a person reports twenty times a day', async () => {
    const { reader, chat } = await pair()
    const nothing = signedMessage(reader.person, chat, { msgId: newMsgId() })
    const tries = await Promise.all(Array.from({ length: 30 }, () => report(reader, chat, [nothing.disclosure])))
    expect(tries.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(10)
  })
})

describe('P191 what becomes of a report', () => {
  const reported = async (role: 'member' | 'admin' = 'member') => {
    const made = await pair(role)
    const { disclosure } = await made.write({ text: 'Spam' })
    await report(made.reader, made.chat, [disclosure])
    return made
  }

  test('P191 a moderator suspends by it: the other one is out at once and is told why, and both acts are logged', async () => {
    const { writer, socket } = await reported()
    const entry = await waits(desk.moderator, writer)
    expect((await close(desk.moderator, entry, 'suspended', { why: 'spam' })).body).toEqual({ changed: true })
    expect(await socket.next('session.ended')).toMatchObject({ reason: 'suspended' })
    expect(await writer.refresh()).toMatchObject({ code: 'SESSION_ENDED', body: { data: { reason: 'suspended' } } })
    expect(await writer.ask('/account')).toMatchObject({
      code: 'SESSION_ENDED',
      body: { data: { reason: 'suspended' } },
    })
    const { entries } = (await desk.owner.ask<{ entries: AuditEntry[] }>('/admin/audit')).body
    expect(entries.slice(0, 2)).toMatchObject([
      { act: 'report.close', target: writer.user, details: { decision: 'suspended', why: 'spam' } },
      { act: 'user.suspend', target: writer.user, details: { why: 'spam' } },
    ])
    const [done] = await queue(desk.owner, 'closed')
    expect(done).toMatchObject({ author: { state: 'suspended' }, closed: { by: 'A moderator', decision: 'suspended' } })
    // Nobody decides twice.
    expect((await close(desk.owner, entry, 'dismissed')).body).toEqual({ changed: false })
  })

  test('P191 deleting needs an admin and the nickname; what failed leaves the report open', async () => {
    const { writer } = await reported()
    const entry = await waits(desk.owner, writer)
    const { nickname } = entry.author
    expect(await close(desk.moderator, entry, 'deleted', { nickname })).toMatchObject({ code: 'FORBIDDEN' })
    expect(await close(desk.admin, entry, 'deleted', { nickname: 'other' })).toMatchObject({ code: 'CONFLICT' })
    expect(await close(desk.admin, entry, 'deleted')).toMatchObject({ code: 'CONFLICT' })
    expect((await waits(desk.owner, writer)).closed).toBeNull()
    expect((await close(desk.admin, entry, 'deleted', { nickname })).body).toEqual({ changed: true })
    expect((await queue(desk.owner, 'closed'))[0]).toMatchObject({
      author: { state: 'deleted' },
      messages: [{ text: 'Spam' }],
    })
  })

  test('P191 nobody reads or closes what is said about himself, and a moderator closes nothing about an admin', async () => {
    const { writer } = await reported('admin')
    expect((await queue(writer)).some(({ author }) => author.id === writer.user)).toBe(false)
    const count = async (who: TestClient) => (await who.ask<{ open: number }>('/admin/reports/count')).body.open
    expect(await count(writer)).toBe((await count(desk.owner)) - 1)
    const entry = await waits(desk.moderator, writer)
    for (const by of [writer, desk.moderator])
      expect(await close(by, entry, 'dismissed')).toMatchObject({ code: 'FORBIDDEN' })
    expect((await close(desk.admin, entry, 'dismissed')).body).toEqual({ changed: true })
  })

  test('S6 who does not run the server reads and closes none', async () => {
    const { writer } = await reported()
    const entry = await waits(desk.owner, writer)
    for (const path of ['/admin/reports?state=open', '/admin/reports/count'])
      expect(await desk.member.ask(path)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await close(desk.member, entry, 'dismissed')).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('P192 a closed report goes with all that it disclosed after thirty days, an open one stays', async () => {
    const [done, open] = [await reported(), await reported()]
    await close(desk.owner, await waits(desk.owner, done.writer), 'dismissed')
    const { sql } = server.database
    const [row] = await sql<{ id: string }[]>`SELECT id FROM reports WHERE author_id = ${done.writer.user}`
    const id = row?.id ?? ''
    const left = async () => {
      const [counts] = await sql<{ reports: number; messages: number; voices: number }[]>`
        SELECT (SELECT count(*) FROM reports WHERE id = ${id})::float8 AS reports,
          (SELECT count(*) FROM report_messages WHERE report_id = ${id})::float8 AS messages,
          (SELECT count(*) FROM report_voices WHERE report_id = ${id})::float8 AS voices`
      return counts
    }
    await sql`UPDATE reports SET closed_at = closed_at - ${(limits.reportDays - 1) * 86_400_000} WHERE closed_at IS NOT NULL`
    await sweep()
    expect(await left()).toEqual({ reports: 1, messages: 1, voices: 1 })
    await sql`UPDATE reports SET closed_at = closed_at - ${2 * 86_400_000}, opened_at = 0 WHERE closed_at IS NOT NULL`
    await sweep()
    expect(await left()).toEqual({ reports: 0, messages: 0, voices: 0 })
    expect(await waits(desk.owner, open.writer)).toMatchObject({ messages: [{ text: 'Spam' }] })
  })

  async function sweep() {
    const { sql } = server.database
    await sql`SELECT graphile_worker.add_job('sweep')`
    const jobs = () => sql`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'sweep'`
    await expect.poll(async () => (await jobs()).length, { timeout: 10_000 }).toBe(0)
  }
})
