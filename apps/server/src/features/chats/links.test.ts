import { call } from '@orpc/server'
import type { ChatId } from '@soroka/protocol'
import { WHO } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addMembers,
  carryOut,
  leaveText,
  newLink,
  proofText,
  proveJoin,
  removeMembers,
  setInvites,
  setPolicy,
  setRoles,
  signLeave,
} from '../../testing/group-epochs.ts'
import type { TestLink } from '../../testing/group-epochs.ts'
import { askToJoin, createGroup, headOf, sendEpoch } from '../../testing/groups.ts'
import { newChatId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import type { TestEpoch } from '../../testing/sealed.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start()
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())
const chats = () => server.realtime.chats

/** A group of an owner, an admin and a member with these links. */
async function withLinks(...links: TestLink[]) {
  const [owner, admin, member] = [someone(), someone(), someone()]
  const group = await createGroup(server, owner, [admin, member], { admins: [admin] })
  const invites = links.map((link) => link.invite)
  const head = await sendEpoch(server, owner, setInvites(group, owner, invites))
  return { owner, admin, member, chat: group.chat, head }
}

const join = (person: TestPerson, chat: ChatId, link: TestLink) => askToJoin(server, person, chat, link)
const look = (person: TestPerson, chat: ChatId, link: TestLink) =>
  call(chats().invite, { chat, pub: link.pub }, server.as(person))
const letIn = (by: TestPerson, head: TestEpoch, link: TestLink, ...people: TestPerson[]) =>
  sendEpoch(
    server,
    by,
    addMembers(
      head,
      by,
      people,
      people.map((person) => proveJoin(link, head.chat, person)),
    ),
  )

describe('a link without approval', () => {
  test('R4 who holds it asks, any member lets him in, and its uses are counted', async () => {
    const link = newLink({ maxUses: 5 })
    const { admin, member, chat, head } = await withLinks(link)
    const eva = someone()
    const m = await server.connect(member)
    expect(await look(eva, chat, link)).toEqual({ card: null, memberCount: 3, approval: false, state: 'none' })
    expect(await join(eva, chat, link)).toEqual({ state: 'waiting' })
    await m.next('chat.changed', (frame) => frame.chat === chat)
    expect(await join(eva, chat, link)).toEqual({ state: 'waiting' })
    expect(await look(eva, chat, link)).toMatchObject({ state: 'waiting' })
    const { joins } = await headOf(server, member, chat)
    const proof = proofText(proveJoin(link, chat, eva))
    expect(joins).toEqual([{ user: eva.user, pub: link.pub, proof, approval: false, at: expect.any(Number) }])
    await letIn(member, head, link, eva)
    expect(await headOf(server, member, chat)).toMatchObject({ joins: [], memberCount: 4 })
    expect(await join(eva, chat, link)).toEqual({ state: 'member' })
    expect(await look(eva, chat, link)).toMatchObject({ state: 'member', memberCount: 4 })
    expect(await call(chats().invites, { chat }, server.as(admin))).toEqual({ invites: [{ pub: link.pub, uses: 1 }] })
    await expect(call(chats().invites, { chat }, server.as(member))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await m.close()
  })

  test('R4 it lets in who would not be added otherwise, but only if he asked himself', async () => {
    const link = newLink()
    const { member, chat, head } = await withLinks(link)
    const eva = someone()
    await server.added()
    await server.database.sql`UPDATE users SET groups_from = 'nobody' WHERE id = ${eva.user}`
    // Who holds the link can sign for anybody.
    await expect(letIn(member, head, link, eva)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    await join(eva, chat, link)
    await call(chats().refuseJoin, { chat, user: eva.user }, server.as(eva))
    await expect(letIn(member, head, link, eva)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    await join(eva, chat, link)
    await letIn(member, head, link, eva)
    expect(await headOf(server, eva, chat)).toMatchObject({ leftSeq: null, memberCount: 4 })
  })

  test('R4 a proof by another key, for another person or another chat is refused', async () => {
    const link = newLink()
    const { member, chat, head } = await withLinks(link)
    const other = await withLinks(link)
    const [eva, frida] = [someone(), someone()]
    const ask = (proof: string) => call(chats().join, { chat, pub: link.pub, proof }, server.as(eva))
    for (const proof of [
      proofText(proveJoin(newLink(), chat, eva)),
      proofText(proveJoin(link, chat, frida)),
      proofText(proveJoin(link, other.chat, eva)),
    ])
      await expect(ask(proof)).rejects.toMatchObject({ code: 'SIGNATURE_WRONG' })
    await join(eva, chat, link)
    const forged = { ...proveJoin(link, chat, eva), sig: proveJoin(newLink(), chat, eva).sig }
    await expect(sendEpoch(server, member, addMembers(head, member, [eva], [forged]))).rejects.toMatchObject({
      code: 'EPOCH_REFUSED',
      data: { reason: 'invite' },
    })
  })
})

describe('limits of links', () => {
  test('R4 of twenty who come at once by a link for three, three come in', async () => {
    const link = newLink({ maxUses: 3 })
    const { owner, chat, head } = await withLinks(link)
    const crowd = Array.from({ length: 20 }, someone)
    await Promise.all(crowd.map((person) => join(person, chat, link)))
    expect((await headOf(server, owner, chat)).joins).toHaveLength(3)
    await expect(letIn(owner, head, link, ...crowd.slice(0, 4))).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    // All at once, each on his own: one follows the head, the others sync and try again.
    let newest = head
    const codes = await Promise.all(
      crowd.map(async (person) => {
        for (;;) {
          const base = newest
          const done = await letIn(owner, base, link, person).catch((error: { code: string }) => error.code)
          if (typeof done !== 'string') newest = done
          if (done !== 'EPOCH_CONFLICT') return typeof done === 'string' ? done : 'in'
          await expect.poll(() => newest, { interval: 5, timeout: 5_000 }).not.toBe(base)
        }
      }),
    )
    expect(codes.filter((code) => code === 'in')).toHaveLength(3)
    expect(codes.filter((code) => code === 'INVITE_INVALID')).toHaveLength(17)
    expect(await headOf(server, owner, chat)).toMatchObject({ memberCount: 6, joins: [] })
    await expect(join(someone(), chat, link)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    expect(await call(chats().invites, { chat }, server.as(owner))).toMatchObject({ invites: [{ uses: 3 }] })
  })

  test('S7 unknown, expired and revoked links and chats that do not exist answer alike', async () => {
    const [good, expired] = [newLink(), newLink({ expiresAt: Date.now() - 1 })]
    const { owner, member, chat, head } = await withLinks(good, expired)
    const eva = someone()
    await join(eva, chat, good)
    const revoked = await sendEpoch(server, owner, setInvites(head, owner, [expired.invite]))
    const fails: [string, ChatId, TestLink][] = [
      ['unknown', chat, newLink()],
      ['expired', chat, expired],
      ['revoked', chat, good],
      ['no chat', newChatId(), good],
    ]
    for (const [name, id, link] of fails) {
      const refusal = { code: 'INVITE_INVALID', data: undefined }
      await expect(join(eva, id, link), name).rejects.toMatchObject(refusal)
      await expect(look(eva, id, link), name).rejects.toMatchObject(refusal)
    }
    expect(await headOf(server, owner, chat)).toMatchObject({ joins: [] })
    // By the order of epochs too: the link is not in the one before.
    await expect(letIn(member, revoked, good, eva)).rejects.toMatchObject({ code: 'EPOCH_REFUSED' })
    // An old request does not come back with the link.
    await sendEpoch(server, owner, setInvites(revoked, owner, [good.invite, expired.invite]))
    expect(await headOf(server, owner, chat)).toMatchObject({ joins: [] })
  })

  test('R4 a link that expires after somebody asked lets nobody in', async () => {
    const link = newLink({ expiresAt: Date.now() + 60_000 })
    const { member, chat, head } = await withLinks(link)
    const eva = someone()
    await join(eva, chat, link)
    await server.database.sql`UPDATE chat_invites SET expires_at = 1 WHERE chat_id = ${chat}`
    expect(await headOf(server, member, chat)).toMatchObject({ joins: [] })
    await expect(letIn(member, head, link, eva)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
  })

  test('S7 one person may ask only so often', async () => {
    const link = newLink()
    const { chat } = await withLinks(link)
    const eva = someone()
    const codes = await Promise.all(
      Array.from({ length: 25 }, () => join(eva, chat, link).then(String, (error: { code: string }) => error.code)),
    )
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(5)
  })

  test('a full group takes nobody', async () => {
    const link = newLink()
    const { chat } = await withLinks(link)
    await server.database.sql`UPDATE chats SET member_count = 1000 WHERE id = ${chat}`
    await expect(join(someone(), chat, link)).rejects.toMatchObject({ code: 'LIMIT_REACHED' })
  })
})

describe('a link with approval', () => {
  test('R4 only admins see who asks, and only they let him in or refuse him', async () => {
    const link = newLink({ approval: true })
    const { owner, admin, member, chat, head } = await withLinks(link)
    const [eva, frida] = [someone(), someone()]
    await join(eva, chat, link)
    await join(frida, chat, link)
    expect(await headOf(server, member, chat)).toMatchObject({ joins: [] })
    expect((await headOf(server, admin, chat)).joins.map((asked) => asked.user)).toEqual([eva.user, frida.user])
    await expect(letIn(member, head, link, eva)).rejects.toMatchObject({
      code: 'EPOCH_REFUSED',
      data: { reason: 'rights' },
    })
    const refuse = (by: TestPerson, who: TestPerson) =>
      call(chats().refuseJoin, { chat, user: who.user }, server.as(by))
    await expect(refuse(member, frida)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(refuse(eva, frida)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await refuse(admin, frida)).toEqual({ removed: true })
    expect(await refuse(admin, frida)).toEqual({ removed: false })
    expect(await look(frida, chat, link)).toMatchObject({ state: 'refused' })
    await expect(join(frida, chat, link)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    // Taking it back does not make it unsaid.
    expect(await refuse(frida, frida)).toEqual({ removed: false })
    const added = await letIn(admin, head, link, eva)
    expect(await headOf(server, owner, chat)).toMatchObject({ joins: [], memberCount: 4 })
    await letIn(owner, added, link, frida)
  })

  test('R4 whom an admin refused no plain member lets in by the same link', async () => {
    const link = newLink()
    const { admin, member, chat, head } = await withLinks(link)
    const eva = someone()
    await join(eva, chat, link)
    await call(chats().refuseJoin, { chat, user: eva.user }, server.as(admin))
    await expect(letIn(member, head, link, eva)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    await letIn(admin, head, link, eva)
  })

  test('what a link shows is set by admins only, and goes with the link', async () => {
    const link = newLink()
    const { admin, owner, member, chat, head } = await withLinks(link)
    const card = Buffer.from('sealed').toString('base64url')
    const put = (by: TestPerson, pub = link.pub) => call(chats().setCard, { chat, pub, card }, server.as(by))
    await expect(put(member)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(put(someone())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(put(admin, newLink().pub)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
    expect(await put(admin)).toEqual({ stored: true })
    expect(await look(someone(), chat, link)).toMatchObject({ card })
    const other = newLink()
    const moved = await sendEpoch(server, owner, setInvites(head, owner, [link.invite, other.invite]))
    expect(await look(someone(), chat, link)).toMatchObject({ card })
    // Any other epoch carries the links on.
    await sendEpoch(server, owner, setPolicy(moved, owner, { write: WHO.admins }))
    expect(await look(someone(), chat, other)).toMatchObject({ card: null })
  })
})

test('R4 somebody removed asks again by a link, and only an admin opens; as an admin of before he may nothing', async () => {
  const link = newLink()
  const { owner, admin, member, chat, head } = await withLinks(link)
  const out = await sendEpoch(server, owner, removeMembers(head, owner, [admin]))
  await expect(call(chats().refuseJoin, { chat, user: member.user }, server.as(admin))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await look(admin, chat, link)).toMatchObject({ approval: true })
  expect(await look(someone(), chat, link)).toMatchObject({ approval: false })
  expect(await join(admin, chat, link)).toEqual({ state: 'waiting' })
  await expect(letIn(member, out, link, admin)).rejects.toMatchObject({
    code: 'EPOCH_REFUSED',
    data: { reason: 'rights' },
  })
  const back = await letIn(owner, out, link, admin)
  await expect(call(chats().invites, { chat }, server.as(admin))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await sendEpoch(server, owner, setRoles(back, owner, new Map([[admin.user, 2]])))
  expect(await call(chats().invites, { chat }, server.as(admin))).toMatchObject({ invites: [{ uses: 1 }] })
})

test('R4 whoever left by himself comes back by the link alone, also while his leave waits', async () => {
  const link = newLink()
  const { owner, admin, member, chat, head } = await withLinks(link)
  const leave = signLeave(admin, chat, head.epoch.n)
  await call(chats().leave, { chat, leave: leaveText(leave) }, server.as(admin))
  const other = await sendEpoch(server, owner, setPolicy(head, owner, { write: WHO.admins }))
  const closed = await sendEpoch(server, member, carryOut(other, member, [leave]))
  expect(await look(admin, chat, link)).toMatchObject({ approval: false })
  await join(admin, chat, link)
  await letIn(member, closed, link, admin)
  expect(await headOf(server, admin, chat)).toMatchObject({ leftSeq: null })
})
