import { call } from '@orpc/server'
import type { ChatId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import { KIND, WHO } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGroup } from '../../testing/groups.ts'
import { newMsgId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { nextEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import type { EnvelopeOptions } from '../../testing/sealed.ts'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson

beforeAll(async () => {
  server = await RealtimeHarness.start()
  anna = server.add(new TestPerson())
  boris = server.add(new TestPerson())
})
afterAll(() => server.stop())

const fresh = () => server.createDirect(anna, server.add(new TestPerson()))
const sealedFor = (chat: ChatId, sendAt: number, options: EnvelopeOptions = {}, author = anna) =>
  sealedEnvelope(author, chat, { ...options, clear: { ...options.clear, sendAt } })
const keep = (envelope: string, who = anna) => call(server.realtime.messages.schedule, { envelope }, server.as(who))
const waiting = async (who = anna) => (await call(server.realtime.messages.scheduled, {}, server.as(who))).messages
const rowsOf = async (chat: ChatId) => (await call(server.realtime.messages.list, { chat }, server.as(anna))).rows
/** Moves what waits in a chat to now, as if its time had come. */
const ripen = (chat: ChatId) =>
  server.database.sql`UPDATE scheduled_messages SET send_at = ${Date.now() - 1} WHERE chat_id = ${chat}`

describe('R8 messages with a time of their own', () => {
  test('R8 one is let in at its time and at most a second later, told to everybody, and read by nobody', async () => {
    const { chat } = await server.createDirect(anna, boris)
    const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
    await b.send(sealedEnvelope(boris, chat))
    const msgId = newMsgId()
    const sendAt = Date.now() + 700
    const envelope = sealedFor(chat, sendAt, { msgId })
    expect(await keep(envelope)).toEqual({ sendAt })
    expect(await waiting()).toEqual([{ chat, msgId, sendAt, envelope, held: false }])
    // His other devices show it too.
    expect(await a.next('scheduled.changed')).toEqual({ t: 'scheduled.changed', chat, msgId, state: 'waiting' })
    const created = await b.next('message.created', (frame) => frame.seq === 2)
    expect(created).toMatchObject({ chat, envelope })
    expect(created.at - sendAt).toBeGreaterThanOrEqual(0)
    expect(created.at - sendAt).toBeLessThan(1000)
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'sent')).toMatchObject({ chat, msgId })
    expect(await a.next('message.created', (frame) => frame.seq === 2)).toEqual(created)
    expect(await waiting()).toEqual([])
    // Anna has not seen what Boris wrote.
    const mine = await call(server.realtime.chats.get, { chat }, server.as(anna))
    expect(mine).toMatchObject({ msgCount: 2, readCount: 0 })
    expect(b.all('scheduled.changed')).toEqual([])
    await Promise.all([a.close(), b.close()])
  })

  test('R8 S6 what may not wait is refused', async () => {
    const { chat } = await fresh()
    const soon = Date.now() + 60_000
    const no: [string, string][] = [
      [sealedEnvelope(anna, chat), 'ENVELOPE_INVALID'],
      [sealedFor(chat, Date.now() - 1), 'ENVELOPE_INVALID'],
      [sealedFor(chat, Date.now() + limits.scheduleAhead + 60_000), 'ENVELOPE_INVALID'],
      [sealedFor(chat, soon, { kind: KIND.reaction }), 'ENVELOPE_INVALID'],
      [sealedFor(chat, soon, { kind: KIND.delete }), 'ENVELOPE_INVALID'],
      [sealedFor(chat, soon, {}, boris), 'SENDER_FORGED'],
      [sealedFor(chat, soon, { device: anna.addDevice() }), 'SENDER_FORGED'],
      [sealedFor(chat, soon, { epoch: 1 }), 'EPOCH_UNKNOWN'],
    ]
    for (const [envelope, code] of no) await expect(keep(envelope)).rejects.toMatchObject({ code })
    await expect(keep(sealedFor(chat, soon, {}, boris), boris)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
    expect(await waiting()).toEqual([])
    const a = await server.connect(anna)
    expect(await a.send(sealedFor(chat, soon))).toMatchObject({ code: 'ENVELOPE_INVALID' })
    expect(await a.send(sealedFor(chat, Date.now() - 1))).toMatchObject({ code: 'ENVELOPE_INVALID' })
    await a.close()
  })

  test('R8 S6 nobody schedules what he may not send now', async () => {
    const [owner, member] = [server.add(new TestPerson()), server.add(new TestPerson())]
    const soon = Date.now() + 60_000
    const all = { clear: { notify: { all: true, users: [] } } }
    const open = await createGroup(server, owner, [member])
    await expect(keep(sealedFor(open.chat, soon, all, member), member)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const strict = await createGroup(server, owner, [member], { policy: { write: WHO.admins } })
    await expect(keep(sealedFor(strict.chat, soon, {}, member), member)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const direct = await server.createDirect(owner, member)
    const { sql } = server.database
    await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${owner.user}, ${member.user}, 0)`
    await expect(keep(sealedFor(direct.chat, soon, {}, member), member)).rejects.toMatchObject({
      code: 'NOT_ACCEPTING',
    })
    const msgId = newMsgId()
    const a = await server.connect(owner)
    await a.send(sealedEnvelope(owner, open.chat, { msgId }))
    const stolen = keep(sealedFor(open.chat, soon, { msgId }, member), member)
    await expect(stolen).rejects.toMatchObject({ code: 'ENVELOPE_INVALID' })
    await sql`UPDATE chats SET timer = 3600 WHERE id = ${open.chat}`
    for (const expiresAt of [undefined, soon + 3_600_000 + 86_400_001]) {
      const late = sealedFor(open.chat, soon, expiresAt === undefined ? {} : { clear: { expiresAt } }, member)
      await expect(keep(late, member)).rejects.toMatchObject({ code: 'ENVELOPE_INVALID' })
    }
    expect(await waiting(member)).toEqual([])
    await keep(sealedFor(open.chat, soon, { clear: { expiresAt: soon + 3_600_000 } }, member), member)
    await keep(sealedFor(strict.chat, soon, all, owner), owner)
    await keep(sealedFor(direct.chat, soon, {}, owner), owner)
    await a.close()
  })

  test('R8 a repeat replaces it; who takes it back does so once, and nobody takes that of others', async () => {
    const { chat } = await fresh()
    const a = await server.connect(anna)
    const msgId = newMsgId()
    await keep(sealedFor(chat, Date.now() + 60_000, { msgId }))
    const later = Date.now() + 120_000
    const again = sealedFor(chat, later, { msgId })
    await keep(again)
    expect(await waiting()).toMatchObject([{ msgId, sendAt: later, envelope: again }])
    expect(await waiting(boris)).toEqual([])
    const takeBack = (who: TestPerson) => call(server.realtime.messages.unschedule, { chat, msgId }, server.as(who))
    await expect(takeBack(boris)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await takeBack(anna)).toEqual({ removed: true })
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'removed')).toMatchObject({ msgId })
    await expect(takeBack(anna)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await a.close()
  })

  test('a person keeps at most 100, however many come at once', async () => {
    const person = server.add(new TestPerson())
    const { chat } = await server.createDirect(person, boris)
    const sendAt = Date.now() + 60_000
    const all = Array.from({ length: limits.scheduled + 10 }, () => keep(sealedFor(chat, sendAt, {}, person), person))
    const codes = (await Promise.allSettled(all)).map((one) => (one.status === 'rejected' ? 'refused' : 'kept'))
    expect(codes.filter((one) => one === 'kept')).toHaveLength(limits.scheduled)
    expect(await waiting(person)).toHaveLength(limits.scheduled)
  })

  test('R8 when the floor moves past it, it is held until a device seals it again, at its own time', async () => {
    const first = await fresh()
    const { chat } = first
    const a = await server.connect(anna)
    const msgId = newMsgId()
    const sendAt = Date.now() + 400
    await keep(sealedFor(chat, sendAt, { msgId }))
    const { record, boxes } = nextEpoch(first, anna, 5)
    await call(server.realtime.chats.addEpoch, { chat, record, boxes }, server.as(anna))
    expect(await waiting()).toMatchObject([{ msgId, held: true }])
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'held')).toMatchObject({ chat, msgId })
    expect(await rowsOf(chat)).toEqual([])
    expect(await waiting()).toMatchObject([{ msgId, held: true }])
    await expect(keep(sealedFor(chat, sendAt, { msgId }))).rejects.toMatchObject({ code: 'EPOCH_OLD' })
    await expect(keep(sealedFor(chat, sendAt - 1, { msgId, epoch: 1 }))).rejects.toMatchObject({
      code: 'ENVELOPE_INVALID',
    })
    await keep(sealedFor(chat, sendAt, { msgId, epoch: 1 }))
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'sent')).toMatchObject({ msgId })
    expect(await rowsOf(chat)).toHaveLength(1)
    await a.close()
  })

  test('R8 a required rotation holds it; whoever left the chat loses it', async () => {
    const [one, two] = [await fresh(), await fresh()]
    const a = await server.connect(anna)
    for (const { chat } of [one, two]) await keep(sealedFor(chat, Date.now() + 60_000))
    const { sql } = server.database
    await sql`UPDATE chats SET rotate_required = true WHERE id = ${one.chat}`
    await expect(keep(sealedFor(one.chat, Date.now() + 60_000))).rejects.toMatchObject({ code: 'ROTATE' })
    await sql`UPDATE chat_participants SET left_seq = 0 WHERE chat_id = ${two.chat} AND user_id = ${anna.user}`
    await ripen(one.chat)
    await ripen(two.chat)
    await a.next('scheduled.changed', (frame) => frame.chat === one.chat && frame.state === 'held')
    await a.next('scheduled.changed', (frame) => frame.chat === two.chat && frame.state === 'removed')
    expect(await waiting()).toMatchObject([{ chat: one.chat, held: true }])
    await a.close()
  })

  test('R8 what may not be sent any more when its time has come stays, with the reason, until its author changes it', async () => {
    const { chat } = await fresh()
    const a = await server.connect(anna)
    const msgId = newMsgId()
    await keep(sealedFor(chat, Date.now() + 60_000, { msgId }))
    const { sql } = server.database
    await sql`UPDATE chats SET kind = 'group', write_who = 2 WHERE id = ${chat}`
    await sql`UPDATE chat_participants SET role = 'member' WHERE chat_id = ${chat}`
    await ripen(chat)
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'failed')).toMatchObject({ chat, msgId })
    const here = async () => (await waiting()).filter((one) => one.chat === chat)
    expect(await here()).toMatchObject([{ msgId, held: false, failed: 'FORBIDDEN' }])
    await sql`UPDATE chats SET write_who = 1 WHERE id = ${chat}`
    const sendAt = Date.now() + 300
    await keep(sealedFor(chat, sendAt, { msgId }))
    expect(await here()).toEqual([expect.not.objectContaining({ failed: 'FORBIDDEN' })])
    expect(await a.next('scheduled.changed', (frame) => frame.state === 'sent')).toMatchObject({ msgId })
    await a.close()
  })

  test('R16 sealed again long after its time, it lives as long as the chat’s timer says', async () => {
    const { chat } = await fresh()
    const msgId = newMsgId()
    const { sql } = server.database
    const sendAt = Date.now() - 3 * 86_400_000
    await sql`UPDATE chats SET timer = 3600 WHERE id = ${chat}`
    const bytes = Buffer.from(sealedFor(chat, sendAt, { msgId }), 'base64url')
    await sql`
      INSERT INTO scheduled_messages (chat_id, sender, msg_id, send_at, envelope, held)
      VALUES (${chat}, ${anna.user}, ${msgId}, ${sendAt}, ${bytes}, true)`
    await expect(keep(sealedFor(chat, sendAt, { msgId }))).rejects.toMatchObject({ code: 'ENVELOPE_INVALID' })
    await keep(sealedFor(chat, sendAt, { msgId, clear: { expiresAt: Date.now() + 3_600_000 } }))
    await expect.poll(() => rowsOf(chat)).toHaveLength(1)
  })
})
