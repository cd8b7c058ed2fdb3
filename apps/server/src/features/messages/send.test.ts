import { call } from '@orpc/server'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newChatId, newMsgId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { nextEpoch, sealedEnvelope } from '../../testing/sealed.ts'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson

beforeAll(async () => {
  server = await RealtimeHarness.start()
  anna = server.add(new TestPerson())
  boris = server.add(new TestPerson())
})
afterAll(() => server.stop())

describe('sending', () => {
  test('G1 G3 a message is committed, acknowledged, told to the other and to my other device, and read back alike', async () => {
    const { chat } = await server.createDirect(anna, boris)
    const second = anna.addDevice()
    const [a, a2, b] = await Promise.all([server.connect(anna), server.connect(anna, second), server.connect(boris)])
    const msgId = newMsgId()
    const envelope = sealedEnvelope(anna, chat, { msgId })
    const answer = await a.send(envelope)
    expect(answer).toMatchObject({ t: 'message.accepted', chat, msgId, seq: 1 })
    for (const socket of [a2, b]) {
      const created = await socket.next('message.created')
      expect(created).toEqual({
        t: 'message.created',
        chat,
        seq: 1,
        at: answer.t === 'message.accepted' ? answer.at : 0,
        envelope,
      })
    }
    expect(a.all('message.created')).toEqual([])
    const page = await call(server.realtime.messages.list, { chat }, server.as(boris))
    expect(page).toEqual({ lastSeq: 1, rows: [{ seq: 1, at: expect.any(Number), envelope }], annotations: [] })
    await Promise.all([a.close(), a2.close(), b.close()])
  })

  test('G2 a repeated message id gets the first seq, stores nothing and tells nobody again', async () => {
    const { chat } = await server.createDirect(server.add(new TestPerson()), anna)
    const a = await server.connect(anna)
    const a2 = await server.connect(anna)
    const msgId = newMsgId()
    const first = await a.send(sealedEnvelope(anna, chat, { msgId }))
    const again = await a2.send(sealedEnvelope(anna, chat, { msgId, size: 1024 }))
    expect(again).toMatchObject({
      t: 'message.accepted',
      msgId,
      seq: 1,
      at: first.t === 'message.accepted' ? first.at : 0,
    })
    const third = await a.send(sealedEnvelope(anna, chat))
    expect(third).toMatchObject({ seq: 2 })
    await a2.next('message.created', (frame) => frame.seq === 2)
    expect(a2.all('message.created').map((frame) => frame.seq)).toEqual([1, 2])
    await Promise.all([a.close(), a2.close()])
  })

  test('G2 the same message many times at once is stored once', async () => {
    const { chat } = await server.createDirect(server.add(new TestPerson()), anna)
    const a = await server.connect(anna)
    const envelope = sealedEnvelope(anna, chat)
    const answers = await Promise.all(Array.from({ length: 30 }, () => a.send(envelope)))
    expect(new Set(answers.map((answer) => (answer.t === 'message.accepted' ? answer.seq : 0)))).toEqual(new Set([1]))
    const page = await call(server.realtime.messages.list, { chat }, server.as(anna))
    expect(page.rows).toHaveLength(1)
    await a.close()
  })

  test('a forged sender, a forged device, a broken envelope: refused with a code, the connection lives', async () => {
    const carla = server.add(new TestPerson())
    const { chat } = await server.createDirect(carla, anna)
    const a = await server.connect(anna)
    const other = anna.addDevice()
    const cases: [string, string][] = [
      [sealedEnvelope(carla, chat), 'SENDER_FORGED'],
      [sealedEnvelope(anna, chat, { device: other }), 'SENDER_FORGED'],
      ['AAAA', 'ENVELOPE_INVALID'],
      [`${sealedEnvelope(anna, chat)}AA`, 'ENVELOPE_INVALID'],
      // The same bytes in another spelling.
      [
        `${sealedEnvelope(anna, chat).slice(0, -1)}${nonCanonical(sealedEnvelope(anna, chat).at(-1) ?? '')}`,
        'ENVELOPE_INVALID',
      ],
      [sealedEnvelope(anna, newChatId()), 'NOT_A_MEMBER'],
      [sealedEnvelope(anna, chat, { epoch: 1 }), 'EPOCH_UNKNOWN'],
    ]
    for (const [envelope, code] of cases) expect(await a.send(envelope)).toMatchObject({ t: 'message.refused', code })
    expect(await a.send(sealedEnvelope(anna, chat))).toMatchObject({ t: 'message.accepted', seq: 1 })
    await a.close()
  })

  test('R8 only epochs from the floor to the head are taken; a required rotation stops sending', async () => {
    const carla = server.add(new TestPerson())
    const first = await server.createDirect(carla, anna)
    const { chat } = first
    const a = await server.connect(anna)
    const add = (epoch: ReturnType<typeof nextEpoch>) =>
      call(server.realtime.chats.addEpoch, { chat, record: epoch.record, boxes: epoch.boxes }, server.as(anna))
    const second = nextEpoch(first, anna)
    await add(second)
    for (const epoch of [0, 1])
      expect(await a.send(sealedEnvelope(anna, chat, { epoch }))).toMatchObject({ t: 'message.accepted' })
    expect(await a.send(sealedEnvelope(anna, chat, { epoch: 2 }))).toMatchObject({ code: 'EPOCH_UNKNOWN' })
    const third = nextEpoch(second, anna, 5)
    expect(await add(third)).toMatchObject({ epoch: 2, floor: 2, rotate: false })
    expect(await a.send(sealedEnvelope(anna, chat, { epoch: 1 }))).toMatchObject({ code: 'EPOCH_OLD' })
    await server.database.sql`UPDATE chats SET rotate_required = true WHERE id = ${chat}`
    expect(await a.send(sealedEnvelope(anna, chat, { epoch: 2 }))).toMatchObject({ code: 'ROTATE' })
    await add(nextEpoch(third, anna))
    expect(await a.send(sealedEnvelope(anna, chat, { epoch: 3 }))).toMatchObject({ t: 'message.accepted' })
    await a.close()
  })

  test('R15 only text, media and polls raise unread; own sends advance my mark', async () => {
    const carla = server.add(new TestPerson())
    const { chat } = await server.createDirect(carla, anna)
    const a = await server.connect(anna)
    const c = await server.connect(carla)
    const target = newMsgId()
    await a.send(sealedEnvelope(anna, chat, { msgId: target }))
    for (const kind of [KIND.reaction, KIND.media, KIND.edit, KIND.poll, KIND.pin])
      expect(await a.send(sealedEnvelope(anna, chat, { kind, target }))).toMatchObject({ t: 'message.accepted' })
    const mine = await call(server.realtime.chats.get, { chat }, server.as(anna))
    expect(mine).toMatchObject({ lastSeq: 6, msgCount: 3, readCount: 3 })
    expect(await call(server.realtime.chats.get, { chat }, server.as(carla))).toMatchObject({
      msgCount: 3,
      readCount: 0,
    })
    c.tell({ t: 'chat.mark', chat, read: 3 })
    const marked = await c.next('chat.marked')
    expect(marked).toMatchObject({ user: carla.user, delivered: 3, read: 3, readCount: 2 })
    expect(await a.next('chat.marked')).not.toHaveProperty('readCount')
    await Promise.all([a.close(), c.close()])
  })
})

/** Another last character that decodes to the same bytes. */
function nonCanonical(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(last) + 1] ?? '_'
}
