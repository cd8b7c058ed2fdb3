import { call } from '@orpc/server'
import type { UserId } from '@soroka/protocol'
import { REASON } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newBox, newChatId, randomId, signBytes, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { directEpoch, nextEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import type { TestEpoch } from '../../testing/sealed.ts'
import { encodeEpoch, epochSigningInput } from '@soroka/protocol/records'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson

beforeAll(async () => {
  server = await RealtimeHarness.start({ alone: true })
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())
const create = (author: TestPerson, epoch: TestEpoch) =>
  call(server.realtime.chats.createDirect, { record: epoch.record, boxes: epoch.boxes }, server.as(author))
const add = (author: TestPerson, epoch: TestEpoch) =>
  call(
    server.realtime.chats.addEpoch,
    { chat: epoch.chat, record: epoch.record, boxes: epoch.boxes },
    server.as(author),
  )
/** The epoch with some fields changed, signed again by this device. */
const resign = (epoch: TestEpoch, person: TestPerson, change: Partial<TestEpoch['epoch']>): TestEpoch => {
  const unsigned = { ...epoch.epoch, ...change }
  const signed = { ...unsigned, sig: signBytes(person.device.key, epochSigningInput(unsigned)) }
  return { ...epoch, epoch: signed, record: Buffer.from(encodeEpoch(signed)).toString('base64url') }
}

test('S7 one person may write only so many epochs in a minute; the next person may', async () => {
  const hasty = someone()
  const other = someone()
  const epoch = directEpoch(hasty, other)
  const answers = await Promise.allSettled(Array.from({ length: 130 }, () => create(hasty, { ...epoch, boxes: [] })))
  const codes = answers.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'ok'))
  expect(codes.filter((code) => code === 'EPOCH_REFUSED')).toHaveLength(120)
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10)
  expect(await create(other, epoch).catch((error: { code: string }) => error.code)).not.toBe('RATE_LIMITED')
})

describe('direct chats', () => {
  beforeAll(() => {
    anna = someone()
    boris = someone()
  })

  test('R7 of two who create at once the first wins, the other gets the head; a repeat is no conflict', async () => {
    const mine = directEpoch(anna, boris)
    const theirs = directEpoch(boris, anna)
    expect(mine.chat).toBe(theirs.chat)
    const results = await Promise.allSettled([create(anna, mine), create(boris, theirs)])
    const [won] = results.filter((result) => result.status === 'fulfilled')
    const [lost] = results.filter((result) => result.status === 'rejected')
    expect(won?.value).toMatchObject({ id: mine.chat, kind: 'direct', epoch: 0, floor: 0, lastSeq: 0 })
    expect(new Set(won?.value.members)).toEqual(new Set([anna.user, boris.user]))
    expect(lost?.reason).toMatchObject({ code: 'CHAT_EXISTS', data: { head: { id: mine.chat, epoch: 0 } } })
    const winner = results[0].status === 'fulfilled' ? anna : boris
    expect(await create(winner, winner === anna ? mine : theirs)).toMatchObject({ id: mine.chat })
    const loser = winner === anna ? boris : anna
    const { epochs } = await call(server.realtime.chats.epochs, { chat: mine.chat }, server.as(loser))
    expect(epochs).toMatchObject([{ n: 0, record: (winner === anna ? mine : theirs).record, box: expect.any(String) }])
  })

  test('R12 a new chat reaches people who are connected already, and its messages after it', async () => {
    const carla = someone()
    const dmitri = someone()
    const d = await server.connect(dmitri)
    const c = await server.connect(carla)
    const { chat } = await server.createDirect(carla, dmitri)
    await Promise.all([
      c.next('chat.changed', (frame) => frame.chat === chat),
      d.next('chat.changed', (frame) => frame.chat === chat),
    ])
    await c.send(sealedEnvelope(carla, chat))
    await d.next('message.created', (frame) => frame.chat === chat)
    await Promise.all([c.close(), d.close()])
  })

  test('R7 the Nest is the chat of one', async () => {
    const carla = someone()
    const { head, chat } = await server.createDirect(carla, carla)
    expect(head).toMatchObject({ kind: 'nest', members: [carla.user] })
    const c = await server.connect(carla)
    expect(await c.send(sealedEnvelope(carla, chat))).toMatchObject({ seq: 1 })
    await c.close()
  })

  test('R7 what breaks a rule is refused with its code, and no chat comes of it', async () => {
    const carla = someone()
    const dmitri = someone()
    const stranger = new TestPerson()
    const good = directEpoch(carla, dmitri)
    const refusals: [string, TestPerson, TestEpoch, string][] = [
      ['an unconfirmed person', carla, directEpoch(carla, stranger), 'NOT_FOUND'],
      ['another author', dmitri, good, 'FORBIDDEN'],
      ['a wrong signature', carla, { ...good, record: flipLast(good.record) }, 'EPOCH_REFUSED'],
      ['a third chat id', carla, resign(good, carla, { chat: newChatId() }), 'EPOCH_REFUSED'],
      ['a missing box', carla, { ...good, boxes: good.boxes.slice(1) }, 'EPOCH_REFUSED'],
      [
        'a box for a stranger',
        carla,
        { ...good, boxes: [...good.boxes.slice(1), { user: randomId() as UserId, box: newBox() }] },
        'EPOCH_REFUSED',
      ],
      [
        'a short box',
        carla,
        { ...good, boxes: good.boxes.map(({ user }) => ({ user, box: 'AAAA' })) },
        'EPOCH_REFUSED',
      ],
      ['a later epoch', carla, resign(good, carla, { n: 1 }), 'EPOCH_REFUSED'],
      ['no record', carla, { ...good, record: 'AAAA' }, 'EPOCH_REFUSED'],
    ]
    for (const [name, author, epoch, code] of refusals)
      await expect(create(author, epoch), name).rejects.toMatchObject({ code })
    await expect(call(server.realtime.chats.get, { chat: good.chat }, server.as(carla))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await create(carla, good)).toMatchObject({ id: good.chat })
  })

  test('S19 keys that are not on the chain, and a revoked device, are refused', async () => {
    const carla = someone()
    const dmitri = someone()
    const impostor = new TestPerson(dmitri.user)
    await expect(create(carla, directEpoch(carla, impostor))).rejects.toMatchObject({
      code: 'EPOCH_REFUSED',
      data: { reason: 'keys' },
    })
    const lost = carla.addDevice()
    const epoch = directEpoch(carla, dmitri, lost)
    carla.revoke(lost.id)
    const context = server.as(carla, lost)
    await expect(
      call(server.realtime.chats.createDirect, { record: epoch.record, boxes: epoch.boxes }, context),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('strangers see nothing of a chat', async () => {
    const { chat } = await server.createDirect(someone(), someone())
    const stranger = server.as(someone())
    const { chats } = server.realtime
    const attempts = [
      () => call(chats.get, { chat }, stranger),
      () => call(server.realtime.messages.list, { chat }, stranger),
      () => call(chats.epochs, { chat }, stranger),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('epochs', () => {
  test('the next one is appended once; anything that does not follow gets the head', async () => {
    const carla = someone()
    const dmitri = someone()
    const first = await server.createDirect(carla, dmitri)
    const a = nextEpoch(first, carla)
    const b = nextEpoch(first, dmitri)
    const d = await server.connect(dmitri)
    expect(await add(carla, a)).toMatchObject({ epoch: 1, floor: 0 })
    await d.next('chat.changed', (frame) => frame.chat === first.chat)
    await expect(add(dmitri, b)).rejects.toMatchObject({ code: 'EPOCH_CONFLICT', data: { head: { epoch: 1 } } })
    expect(await add(carla, a)).toMatchObject({ epoch: 1 })
    await expect(add(carla, nextEpoch(nextEpoch(a, carla), carla))).rejects.toMatchObject({ code: 'EPOCH_CONFLICT' })
    expect(await add(dmitri, nextEpoch(a, dmitri, REASON.revoke))).toMatchObject({ epoch: 2, floor: 2 })
    const page = await call(server.realtime.chats.epochs, { chat: first.chat, from: '1' }, server.as(dmitri))
    expect(page).toMatchObject({ head: 2, epochs: [{ n: 1, record: a.record }, { n: 2 }] })
    await d.close()
  })

  test('a chain longer than a page and than one whole roster stays in order', async () => {
    const carla = someone()
    const dmitri = someone()
    let epoch: TestEpoch = await server.createDirect(carla, dmitri)
    for (let n = 1; n <= 66; n++) {
      // The rate of rotations is limited; let the clock of the stored ones run.
      await server.database.sql`UPDATE epochs SET at = at - 60000 WHERE chat_id = ${epoch.chat}`
      epoch = nextEpoch(epoch, n % 2 === 0 ? carla : dmitri)
      await add(n % 2 === 0 ? carla : dmitri, epoch)
    }
    const first = await call(server.realtime.chats.epochs, { chat: epoch.chat }, server.as(carla))
    expect(first.epochs).toHaveLength(64)
    const rest = await call(server.realtime.chats.epochs, { chat: epoch.chat, from: '64' }, server.as(carla))
    expect(rest.epochs.map((one) => one.n)).toEqual([64, 65, 66])
  })

  test('R3 endless rotations are slowed down', async () => {
    const carla = someone()
    let epoch: TestEpoch = await server.createDirect(carla, someone())
    const rotate = async () => {
      for (let n = 0; n < 70; n++) {
        epoch = nextEpoch(epoch, carla)
        await add(carla, epoch)
      }
    }
    await expect(rotate()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })
})

describe('the vector', () => {
  test('R12 a cursor brings exactly what changed after it; another era or garbage starts over', async () => {
    const carla = someone()
    const chats = [await server.createDirect(carla, someone()), await server.createDirect(carla, someone())]
    const list = (input: { cursor?: string }) => call(server.realtime.chats.list, input, server.as(carla))
    const full = await list({})
    expect(full).toMatchObject({ full: true, page: null })
    expect(new Set(full.chats.map((chat) => chat.id))).toEqual(new Set(chats.map(({ chat }) => chat)))
    expect(await list({ cursor: full.cursor })).toMatchObject({ full: false, chats: [] })
    const c = await server.connect(carla)
    await c.send(sealedEnvelope(carla, chats[1]?.chat ?? newChatId()))
    const moved = await list({ cursor: full.cursor })
    expect(moved.chats).toMatchObject([{ id: chats[1]?.chat, lastSeq: 1, msgCount: 1, readCount: 1 }])
    expect((await list({})).chats[0]?.id).toBe(chats[1]?.chat)
    for (const cursor of [`zzzzzzzz.${full.cursor.split('.')[1] ?? ''}`, 'garbage', ''])
      expect(await list({ cursor })).toMatchObject({ full: true })
    await expect(call(server.realtime.chats.list, { page: 'garbage' }, server.as(carla))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    await c.close()
  })

  test('R12 a transaction that is still open when the cursor is read is not lost', async () => {
    const carla = someone()
    const { chat } = await server.createDirect(carla, someone())
    const { sql } = server.database
    const list = (input: { cursor?: string }) => call(server.realtime.chats.list, input, server.as(carla))
    const { cursor } = await list({})
    const held = await sql.reserve()
    await held`BEGIN`
    await held`UPDATE chats SET last_seq = 5, changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    // A later transaction commits first and moves every "newest" number past the open one.
    await server.createDirect(carla, someone())
    const between = await list({ cursor })
    expect(between.chats.map((one) => one.id)).not.toContain(chat)
    await held`COMMIT`
    held.release()
    expect((await list({ cursor: between.cursor })).chats.map((one) => one.id)).toContain(chat)
  })

  test('R12 hundreds of chats come in pages of 100, newest first, each once, with what moved meanwhile', async () => {
    const carla = someone()
    const { sql } = server.database
    await sql`
      INSERT INTO chats (id, kind, created_at, last_at, member_count)
      SELECT rpad('bulk' || lpad(i::text, 3, '0'), 42, '0') || 'A', 'direct', 0, i, 1 FROM generate_series(1, 250) i`
    await sql`
      INSERT INTO chat_participants (chat_id, user_id, role)
      SELECT rpad('bulk' || lpad(i::text, 3, '0'), 42, '0') || 'A', ${carla.user}, 'owner' FROM generate_series(1, 250) i`
    const seen: string[] = []
    let page: string | undefined
    do {
      const answer = await call(server.realtime.chats.list, page === undefined ? {} : { page }, server.as(carla))
      if (page === undefined)
        await sql`UPDATE chats SET last_at = 1000, changed_xid = pg_current_xact_id() WHERE id LIKE 'bulk150%'`
      seen.push(...answer.chats.map((chat) => chat.id))
      page = answer.page ?? undefined
    } while (page !== undefined)
    expect(new Set(seen).size).toBe(250)
    expect(seen.length).toBeLessThan(260)
    expect(seen.at(-1)).toMatch(/^bulk1500/)
    expect(seen.slice(0, 3).map((id) => id.slice(0, 7))).toEqual(['bulk250', 'bulk249', 'bulk248'])
  })
})

/** The record with another signature. */
function flipLast(record: string): string {
  const bytes = Buffer.from(record, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString('base64url')
}
