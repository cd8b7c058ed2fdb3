import { call } from '@orpc/server'
import type { UserId } from '@soroka/protocol'
import { REASON, ROLE, WHO } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addMembers,
  carryOut,
  changeEpoch,
  groupEpoch,
  leaveText,
  removeMembers,
  setPolicy,
  setRoles,
  signLeave,
} from '../../testing/group-epochs.ts'
import { createGroup, headOf, leaveGroup, sendEpoch } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import type { TestEpoch } from '../../testing/sealed.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start({ alone: true })
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())
const people = (count: number): TestPerson[] => Array.from({ length: count }, someone)
const chats = () => server.realtime.chats
const epochsOf = (person: TestPerson, chat: TestEpoch['chat'], from = 0) =>
  call(chats().epochs, { chat, from: String(from) }, server.as(person))
const rowsOf = async (person: TestPerson, chat: TestEpoch['chat']) =>
  (await call(server.realtime.messages.list, { chat, after: '0' }, server.as(person))).rows.map((row) => row.seq)

/** An owner with an admin and two members, and their group. */
async function four(policy = {}) {
  const [owner, admin, carla, dmitri] = [someone(), someone(), someone(), someone()]
  const group = await createGroup(server, owner, [admin, carla, dmitri], { admins: [admin], policy })
  return { owner, admin, carla, dmitri, group, chat: group.chat }
}

describe('creating', () => {
  test('R12 a new group reaches all its members, with roles and rights; a repeat is the same group', async () => {
    const [owner, admin, carla] = [someone(), someone(), someone()]
    const c = await server.connect(carla)
    const group = await createGroup(server, owner, [admin, carla], { admins: [admin], policy: { write: WHO.admins } })
    await c.next('chat.changed', (frame) => frame.chat === group.chat)
    expect(group.head).toMatchObject({ kind: 'group', memberCount: 3, epoch: 0, leftSeq: null, leaves: [], joins: [] })
    expect(new Set(group.head.members)).toEqual(new Set([owner.user, admin.user, carla.user]))
    const { record, boxes } = group
    expect(await call(chats().createGroup, { record, boxes }, server.as(owner))).toEqual(group.head)
    const rows = await server.database.sql`
      SELECT p.user_id, p.role, c.write_who FROM chat_participants p JOIN chats c ON c.id = p.chat_id WHERE c.id = ${group.chat}`
    expect(new Map(rows.map((row) => [row['user_id'], row['role']]))).toEqual(
      new Map([
        [owner.user, 'owner'],
        [admin.user, 'admin'],
        [carla.user, 'member'],
      ]),
    )
    expect(rows[0]?.['write_who']).toBe(WHO.admins)
    await c.close()
  })

  test('R7 who does not let the creator add him is named, and no group comes of it', async () => {
    const [owner, open, closed, picky, hostile] = people(5) as [
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
    ]
    await server.added()
    const { sql } = server.database
    await sql`UPDATE users SET groups_from = 'nobody' WHERE id = ${closed.user}`
    await sql`UPDATE users SET groups_from = 'contacts' WHERE id = ${picky.user}`
    await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${hostile.user}, ${owner.user}, 0)`
    const refused = createGroup(server, owner, [open, closed, picky, hostile])
    const unwilling = [closed.user, picky.user, hostile.user]
    await expect(refused).rejects.toMatchObject({ code: 'NOT_ACCEPTING' })
    const error = (await refused.catch((thrown: unknown) => thrown)) as { data: { users: UserId[] } }
    expect(new Set(error.data.users)).toEqual(new Set(unwilling))
    expect((await call(chats().list, {}, server.as(open))).chats).toEqual([])
    await sql`INSERT INTO contacts (user_id, contact_id, at) VALUES (${picky.user}, ${owner.user}, 0)`
    const group = await createGroup(server, owner, [open, picky])
    await expect(sendEpoch(server, owner, addMembers(group, owner, [closed]))).rejects.toMatchObject({
      code: 'NOT_ACCEPTING',
      data: { users: [closed.user] },
    })
  })

  test('R7 what breaks a rule is refused, and an unconfirmed person is nobody', async () => {
    const [owner, carla] = [someone(), someone()]
    await expect(createGroup(server, owner, [carla, new TestPerson()])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const foreign = groupEpoch(carla, [owner])
    await expect(
      call(chats().createGroup, { record: foreign.record, boxes: foreign.boxes }, server.as(owner)),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const good = groupEpoch(owner, [carla])
    await expect(
      call(chats().createGroup, { record: good.record, boxes: good.boxes.slice(1) }, server.as(owner)),
    ).rejects.toMatchObject({ code: 'EPOCH_REFUSED', data: { reason: 'boxes' } })
  })
})

describe('changes of members', () => {
  test('R23 who is removed hears, reads and opens nothing newer; the others go on', async () => {
    const { owner, carla, dmitri, group, chat } = await four()
    const [o, c] = await Promise.all([server.connect(owner), server.connect(carla)])
    await o.send(sealedEnvelope(owner, chat))
    await c.next('message.created')
    const after = await sendEpoch(server, owner, removeMembers(group, owner, [carla]))
    await c.next('chat.left', (frame) => frame.chat === chat)
    const heard = c.frames.length
    expect(await o.send(sealedEnvelope(owner, chat, { epoch: 1 }))).toMatchObject({ seq: 2 })
    await sendEpoch(server, dmitri, changeEpoch(after, dmitri, { reason: 8 }))
    expect(await headOf(server, carla, chat)).toMatchObject({
      leftSeq: 1,
      lastSeq: 1,
      epoch: 0,
      memberCount: 0,
      marks: [],
      members: [],
      msgCount: 1,
    })
    expect((await epochsOf(carla, chat)).epochs).toMatchObject([{ n: 0, box: expect.any(String) }])
    expect(await rowsOf(carla, chat)).toEqual([1])
    expect(await c.send(sealedEnvelope(carla, chat, { epoch: 1 }))).toMatchObject({ code: 'NOT_A_MEMBER' })
    const refused = { chat, record: after.record, boxes: after.boxes }
    await expect(call(chats().addEpoch, refused, server.as(carla))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(c.frames.slice(heard).filter((frame) => 'chat' in frame)).toEqual([])
    expect(await headOf(server, owner, chat)).toMatchObject({ memberCount: 3, epoch: 2, floor: 1 })
    const again = await server.connect(carla)
    await o.send(sealedEnvelope(owner, chat, { epoch: 2 }))
    await again
      .next('message.created', () => true, { ms: 200 })
      .then(
        () => expect.unreachable(),
        () => undefined,
      )
    await Promise.all([o.close(), c.close(), again.close()])
  })

  test('R4 with history a newcomer reads all, and what was before him counts as read', async () => {
    const { owner, group, chat } = await four()
    const eva = someone()
    const [o, e] = await Promise.all([server.connect(owner), server.connect(eva)])
    await o.send(sealedEnvelope(owner, chat))
    await sendEpoch(server, owner, addMembers(group, owner, [eva]))
    await e.next('chat.changed', (frame) => frame.chat === chat)
    expect(await o.send(sealedEnvelope(owner, chat, { epoch: 1 }))).toMatchObject({ seq: 2 })
    await e.next('message.created', (frame) => frame.chat === chat)
    expect(await rowsOf(eva, chat)).toEqual([1, 2])
    expect(await headOf(server, eva, chat)).toMatchObject({ msgCount: 2, readCount: 1, memberCount: 5, floor: 0 })
    const { epochs } = await epochsOf(eva, chat)
    expect(epochs.map(({ n, box }) => [n, box !== undefined])).toEqual([
      [0, false],
      [1, true],
    ])
    await Promise.all([o.close(), e.close()])
  })

  test('R23 without history a newcomer begins where he came; a later "history on" opens nothing older', async () => {
    const { owner, carla, group, chat } = await four({ history: false })
    const [eva, frida] = [someone(), someone()]
    const o = await server.connect(owner)
    await o.send(sealedEnvelope(owner, chat))
    const added = await sendEpoch(server, owner, addMembers(group, owner, [eva]))
    await o.send(sealedEnvelope(owner, chat, { epoch: 1 }))
    const opened = await sendEpoch(server, owner, setPolicy(added, owner, { history: true }))
    await o.send(sealedEnvelope(owner, chat, { epoch: 2 }))
    await sendEpoch(server, owner, addMembers(opened, owner, [frida]))
    expect(await rowsOf(carla, chat)).toEqual([1, 2, 3])
    expect(await rowsOf(eva, chat)).toEqual([2, 3])
    expect(await rowsOf(frida, chat)).toEqual([3])
    const { sql } = server.database
    const intervals = await sql`
      SELECT user_id, from_seq::float8, from_epoch::float8 FROM chat_memberships
      WHERE chat_id = ${chat} AND user_id IN (${eva.user}, ${frida.user})`
    expect(new Map(intervals.map((row) => [row['user_id'], [row['from_seq'], row['from_epoch']]]))).toEqual(
      new Map([
        [eva.user, [1, 1]],
        [frida.user, [2, 2]],
      ]),
    )
    await o.close()
  })

  test('R23 boxes of the time between two stays are not served', async () => {
    const { owner, carla, group, chat } = await four({ history: false })
    const removed = await sendEpoch(server, owner, removeMembers(group, owner, [carla]))
    // A box that should not be there: the interval keeps it in.
    await server.database.sql`
      INSERT INTO epoch_boxes (chat_id, n, user_id, box) VALUES (${chat}, 1, ${carla.user}, ${Buffer.alloc(1168)})`
    await sendEpoch(server, owner, addMembers(removed, owner, [carla]))
    const { epochs } = await epochsOf(carla, chat)
    expect(epochs.map(({ n, box }) => [n, box !== undefined])).toEqual([
      [0, true],
      [1, false],
      [2, true],
    ])
    expect(await headOf(server, carla, chat)).toMatchObject({ leftSeq: null, memberCount: 4 })
  })

  test('roles and rights of the newest epoch are the server’s too', async () => {
    const { owner, admin, carla, group, chat } = await four()
    const handed = setRoles(
      group,
      owner,
      new Map([
        [owner.user, ROLE.admin],
        [carla.user, ROLE.owner],
      ]),
    )
    await sendEpoch(server, owner, handed)
    await expect(call(chats().remove, { chat }, server.as(owner))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await sendEpoch(server, admin, setPolicy(handed, admin, { write: WHO.admins, pin: WHO.everybody }))
    const [row] = await server.database.sql`SELECT write_who, pin_who, floor::float8 FROM chats WHERE id = ${chat}`
    expect(row).toEqual({ write_who: WHO.admins, pin_who: WHO.everybody, floor: 0 })
    expect(await call(chats().remove, { chat }, server.as(carla))).toEqual({ removed: true })
  })

  test('R3 a member who rotates without end keeps nobody from leaving, and no admin from removing him', async () => {
    const { owner, carla, group, chat } = await four()
    const [dora] = people(1) as [TestPerson]
    let head = await sendEpoch(server, owner, addMembers(group, owner, [dora]))
    const spin = async () => {
      for (let n = 0; n < 70; n++)
        head = await sendEpoch(server, carla, changeEpoch(head, carla, { reason: REASON.rekey }))
    }
    await expect(spin()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    const { leave } = await leaveGroup(server, dora, chat, head.epoch.n)
    head = await sendEpoch(server, owner, carryOut(head, owner, [leave]))
    head = await sendEpoch(server, owner, removeMembers(head, owner, [carla]))
    const endless = async () => {
      for (let n = 0; n < 70; n++)
        head = await sendEpoch(server, owner, changeEpoch(head, owner, { reason: REASON.rekey }))
    }
    await expect(endless()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  test('R3 three admins who act at once lose no member: the second syncs and tries again', async () => {
    const [owner, first, second, ...others] = people(6) as [TestPerson, TestPerson, TestPerson, ...TestPerson[]]
    const group = await createGroup(server, owner, [first, second], { admins: [first, second] })
    let head: TestEpoch = group
    const act = async (author: TestPerson, person: TestPerson): Promise<number> => {
      for (let tries = 1; ; tries++) {
        const base = head
        const next = addMembers(base, author, [person])
        const done = await sendEpoch(server, author, next).catch((error: { code: string }) => error.code)
        if (done !== 'EPOCH_CONFLICT') {
          head = next
          return tries
        }
        // "Syncs": waits until the one who won has told.
        await expect.poll(() => head, { interval: 5, timeout: 5_000 }).not.toBe(base)
      }
    }
    const tries = await Promise.all([act(owner, others[0]!), act(first, others[1]!), act(second, others[2]!)])
    expect(tries.some((count) => count > 1)).toBe(true)
    const { memberCount, members, epoch } = await headOf(server, owner, group.chat)
    expect({ memberCount, epoch }).toEqual({ memberCount: 6, epoch: 3 })
    expect(new Set(members)).toEqual(new Set([owner, first, second, ...others].map((person) => person.user)))
    for (const person of others) {
      const { epochs } = await epochsOf(person, group.chat)
      expect(epochs.filter((one) => one.box !== undefined)).toHaveLength(1)
    }
  })
})

describe('leaving', () => {
  test('R3 a leaver is out at once; the next sender must rotate, and his epoch carries the leave out', async () => {
    const { owner, carla, dmitri, group, chat } = await four()
    const [o, c] = await Promise.all([server.connect(owner), server.connect(carla)])
    await o.send(sealedEnvelope(owner, chat))
    const { leave, leftSeq } = await leaveGroup(server, carla, chat, 0)
    expect(leftSeq).toBe(1)
    await c.next('chat.left', (frame) => frame.chat === chat)
    expect(await call(chats().leave, { chat, leave: leaveText(leave) }, server.as(carla))).toEqual({ leftSeq: 1 })
    expect(await o.send(sealedEnvelope(owner, chat))).toMatchObject({ code: 'ROTATE' })
    expect(await headOf(server, dmitri, chat)).toMatchObject({
      rotate: true,
      memberCount: 3,
      leaves: [leaveText(leave)],
    })
    expect(await headOf(server, carla, chat)).toMatchObject({ rotate: false, leaves: [], leftSeq: 1 })
    // Who didn't know of it is told, before he seals a new key to the leaver; what keeps the key may come first.
    await expect(sendEpoch(server, owner, changeEpoch(group, owner, { reason: 8 }))).rejects.toMatchObject({
      code: 'EPOCH_CONFLICT',
      data: { head: { leaves: [leaveText(leave)] } },
    })
    const rekeyed = await sendEpoch(server, owner, changeEpoch(group, owner, { reason: 11 }))
    expect(await headOf(server, dmitri, chat)).toMatchObject({ rotate: true })
    const forged = signLeave(dmitri, chat, 0)
    await expect(sendEpoch(server, owner, carryOut(rekeyed, owner, [forged]))).rejects.toMatchObject({
      code: 'EPOCH_REFUSED',
      data: { reason: 'leave' },
    })
    await sendEpoch(server, dmitri, carryOut(rekeyed, dmitri, [leave]))
    expect(await headOf(server, owner, chat)).toMatchObject({ rotate: false, leaves: [], memberCount: 3, floor: 2 })
    expect(await o.send(sealedEnvelope(owner, chat, { epoch: 2 }))).toMatchObject({ seq: 2 })
    expect((await epochsOf(carla, chat)).epochs).toHaveLength(1)
    expect(c.all('message.created')).toHaveLength(1)
    await Promise.all([o.close(), c.close()])
  })

  test('R3 of two who leave, the one whose leave was not carried out asks for one more rotation', async () => {
    const { owner, carla, dmitri, group, chat } = await four()
    const { leave } = await leaveGroup(server, carla, chat, 0)
    const other = await leaveGroup(server, dmitri, chat, 0)
    const one = await sendEpoch(server, owner, carryOut(group, owner, [leave]))
    expect(await headOf(server, owner, chat)).toMatchObject({ rotate: true, leaves: [leaveText(other.leave)] })
    await sendEpoch(server, owner, carryOut(one, owner, [other.leave]))
    expect(await headOf(server, owner, chat)).toMatchObject({ rotate: false, leaves: [], memberCount: 2 })
  })

  test('R3 a leave by another device, for another chat or with a wrong signature is refused', async () => {
    const { owner, carla, dmitri, chat } = await four()
    const other = await four()
    const attempts: [string, TestPerson, string, string][] = [
      ['somebody else’s', dmitri, leaveText(signLeave(carla, chat, 0)), 'FORBIDDEN'],
      ['another chat’s', carla, leaveText(signLeave(carla, other.chat, 0)), 'EPOCH_REFUSED'],
      ['a later epoch’s', carla, leaveText(signLeave(carla, chat, 5)), 'EPOCH_REFUSED'],
      [
        'a wrong signature',
        carla,
        leaveText({ ...signLeave(carla, chat, 0), sig: new Uint8Array(64) }),
        'EPOCH_REFUSED',
      ],
      ['no record', carla, 'AAAA', 'EPOCH_REFUSED'],
      ['a stranger’s', someone(), leaveText(signLeave(carla, chat, 0)), 'NOT_FOUND'],
      ['the only owner’s', owner, leaveText(signLeave(owner, chat, 0)), 'FORBIDDEN'],
    ]
    for (const [name, person, leave, code] of attempts)
      await expect(call(chats().leave, { chat, leave }, server.as(person)), name).rejects.toMatchObject({ code })
    expect(await headOf(server, owner, chat)).toMatchObject({ rotate: false, memberCount: 4 })
    const direct = await server.createDirect(owner, carla)
    const leave = leaveText(signLeave(carla, direct.chat, 0))
    await expect(call(chats().leave, { chat: direct.chat, leave }, server.as(carla))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  test('R12 what is left stays listed as it was until it is forgotten; then every device hears that it is gone', async () => {
    const { owner, carla, chat } = await four()
    const o = await server.connect(owner)
    const list = (cursor?: string) => call(chats().list, cursor === undefined ? {} : { cursor }, server.as(carla))
    await leaveGroup(server, carla, chat, 0)
    const { cursor, chats: listed } = await list()
    expect(listed).toMatchObject([{ id: chat, leftSeq: 0 }])
    await expect(call(chats().forget, { chat }, server.as(owner))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(call(chats().forget, { chat }, server.as(someone()))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    // What happens in it is nothing of his any more.
    await server.database.sql`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    expect(await list(cursor)).toMatchObject({ chats: [], gone: [] })
    expect(await call(chats().forget, { chat }, server.as(carla))).toEqual({ removed: true })
    expect(await list(cursor)).toMatchObject({ full: false, chats: [], gone: [chat] })
    expect((await list()).chats).toEqual([])
    await expect(epochsOf(carla, chat)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await o.close()
  })

  test('R23 a leaver who comes back with history reads on', async () => {
    const { owner, carla, group, chat } = await four()
    const { leave } = await leaveGroup(server, carla, chat, 0)
    const out = await sendEpoch(server, owner, carryOut(group, owner, [leave]))
    const o = await server.connect(owner)
    await o.send(sealedEnvelope(owner, chat, { epoch: 1 }))
    await sendEpoch(server, owner, addMembers(out, owner, [carla]))
    expect(await rowsOf(carla, chat)).toEqual([1])
    expect(await headOf(server, carla, chat)).toMatchObject({ leftSeq: null, epoch: 2, msgCount: 1, readCount: 1 })
    // An old leave is void now.
    await expect(call(chats().leave, { chat, leave: leaveText(leave) }, server.as(carla))).rejects.toMatchObject({
      code: 'EPOCH_REFUSED',
    })
    await o.close()
  })
})

describe('deleting', () => {
  test('a group that its owner deletes leaves nothing behind, and all are told', async () => {
    const { owner, admin, carla, dmitri, chat } = await four()
    const c = await server.connect(carla)
    await c.send(sealedEnvelope(carla, chat))
    const { cursor } = await call(chats().list, {}, server.as(dmitri))
    for (const person of [admin, carla])
      await expect(call(chats().remove, { chat }, server.as(person))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await call(chats().remove, { chat }, server.as(owner))).toEqual({ removed: true })
    await c.next('chat.left', (frame) => frame.chat === chat)
    expect(await call(chats().list, { cursor }, server.as(dmitri))).toMatchObject({ chats: [], gone: [chat] })
    await expect(headOf(server, owner, chat)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { sql } = server.database
    const tables = await sql<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.columns
      WHERE column_name = 'chat_id' AND table_schema = 'public' AND table_name <> 'chats_gone'`
    expect(tables.length).toBeGreaterThan(8)
    for (const { name } of tables)
      expect(await sql`SELECT 1 FROM ${sql(name)} WHERE chat_id = ${chat}`, name).toHaveLength(0)
    expect(await sql`SELECT 1 FROM chats WHERE id = ${chat}`).toHaveLength(0)
    await c.close()
  })
})

test('a group that its last person forgets leaves nothing behind', async () => {
  const owner = someone()
  const { chat } = await createGroup(server, owner, [])
  await leaveGroup(server, owner, chat, 0)
  expect(await call(chats().forget, { chat }, server.as(owner))).toEqual({ removed: true })
  expect(await server.database.sql`SELECT 1 FROM epochs WHERE chat_id = ${chat}`).toHaveLength(0)
  await expect(call(chats().forget, { chat }, server.as(owner))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('members come in pages, groups in common are those that both are in', async () => {
  const { owner, carla, dmitri, chat } = await four()
  const other = await createGroup(server, carla, [owner])
  const { members, more } = await call(chats().members, { chat }, server.as(carla))
  expect(more).toBe(false)
  expect(members.map((member) => member.id)).toEqual(members.map((member) => member.id).toSorted())
  expect(members).toHaveLength(4)
  const rest = await call(chats().members, { chat, after: members[1]!.id }, server.as(carla))
  expect(rest.members).toEqual(members.slice(2))
  const common = (a: TestPerson, b: TestPerson) => call(chats().common, { user: b.user }, server.as(a))
  expect(new Set((await common(owner, carla)).chats)).toEqual(new Set([chat, other.chat]))
  await leaveGroup(server, dmitri, chat, 0)
  expect(await common(owner, dmitri)).toEqual({ chats: [] })
  await expect(call(chats().members, { chat }, server.as(dmitri))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a chat is muted for one person on all his devices', async () => {
  const { carla, dmitri, chat } = await four()
  const c = await server.connect(carla)
  expect(await call(chats().mute, { chat, until: 9e12 }, server.as(carla))).toMatchObject({ mutedUntil: 9e12 })
  await c.next('chat.changed', (frame) => frame.chat === chat)
  expect(await headOf(server, dmitri, chat)).toMatchObject({ mutedUntil: 0 })
  await expect(call(chats().mute, { chat, until: 1 }, server.as(someone()))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await c.close()
})
