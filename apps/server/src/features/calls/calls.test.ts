import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CallStage, newCallId } from './calls.fixture.ts'

let stage: CallStage

beforeAll(async () => {
  stage = await CallStage.start()
})
afterAll(async () => {
  await stage.server.stop()
  expect(stage.server.errors).toEqual([])
})

const coded = (code: string) => expect.objectContaining({ code })

describe('a call of two', () => {
  test('it rings with the other one, is heard, answered and hung up; both have it in their history', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id } = await anna.start(chat, { video: true })
    const rings = await boris.told(id)
    expect(rings).toMatchObject({ by: anna.user, video: true, devices: [{ ...anna.party, connEpoch: 1 }] })
    expect(rings.members[1]).toEqual({ user: boris.user, state: 'ringing', heard: false })
    boris.socket.tell({ t: 'call.heard', call: id, busy: false })
    await anna.told(id, ({ members }) => members[1]?.heard === true)
    expect(await boris.live()).toMatchObject([{ id }])
    const answered = await boris.join(id)
    expect(answered).toMatchObject({ ringUntil: null, devices: [{ connEpoch: 1 }, { connEpoch: 2 }] })
    expect(await anna.told(id, ({ devices }) => devices.length === 2)).toEqual(answered)
    await boris.leave(id)
    expect(await anna.told(id, ({ ended }) => ended !== null)).toMatchObject({ ended: { reason: 'completed' } })
    expect(await anna.live()).toEqual([])
    for (const phone of [anna, boris])
      expect((await phone.history()).calls).toMatchObject([
        { id, chat, by: anna.user, video: true, outcome: 'completed', users: [anna.user, boris.user] },
      ])
    expect(await anna.get(id)).toMatchObject({ ended: { reason: 'completed' }, devices: [] })
  })

  test('P102 answers from two devices: one wins, the other learns where, and both stop ringing', async () => {
    const { anna, boris, chat } = await stage.pair()
    const desk = await stage.second(boris)
    const { id } = await anna.start(chat)
    const answers = await Promise.allSettled([boris.join(id), desk.join(id)])
    const lost = answers.filter((one) => one.status === 'rejected')
    expect(lost).toMatchObject([{ reason: coded('CALL_ELSEWHERE') }])
    const state = await desk.told(id, ({ members }) => members[1]?.state === 'in')
    expect(state.devices).toHaveLength(2)
    expect(await boris.told(id, ({ members }) => members[1]?.state === 'in')).toEqual(state)
    // It may be taken over on purpose; then the first one is out.
    const other = state.devices[1]?.device === desk.device.id ? boris : desk
    const moved = await other.join(id, true)
    expect(moved.devices.map(({ device }) => device)).toEqual([anna.device.id, other.device.id])
  })

  test('P101 both call at once: one call, both in it, and nobody rings', async () => {
    for (let round = 0; round < 5; round++) {
      const { anna, boris, chat } = await stage.pair()
      const [one, two] = await Promise.all([anna.start(chat), boris.start(chat)])
      expect(one.id).toBe(two.id)
      const state = await anna.get(one.id)
      expect(state.devices.map(({ user }) => user).toSorted()).toEqual([anna.user, boris.user].toSorted())
      expect(state).toMatchObject({ ringUntil: null, ended: null, answeredAt: expect.any(Number) })
    }
  })

  test('P101 asked again with the same id, the same call comes, and nobody rings twice', async () => {
    const { anna, boris, chat } = await stage.pair()
    const call = newCallId()
    const [one, two] = await Promise.all([anna.start(chat, { call }), anna.start(chat, { call })])
    expect(two).toEqual(one)
    await boris.told(call)
    await anna.leave(call)
    expect(await anna.start(chat, { call })).toMatchObject({ id: call, ended: { reason: 'cancelled' } })
    await boris.told(call, ({ ended }) => ended !== null)
    expect(boris.socket.all('call.changed')).toHaveLength(2)
    const other = await stage.pair()
    await expect(other.anna.start(other.chat, { call })).rejects.toEqual(coded('CONFLICT'))
  })

  test('P103 declined on one device it is over on all; said again it is over already', async () => {
    const { anna, boris, chat } = await stage.pair()
    const desk = await stage.second(boris)
    const { id } = await anna.start(chat)
    await boris.decline(id)
    for (const phone of [anna, desk])
      expect(await phone.told(id, ({ ended }) => ended !== null)).toMatchObject({ ended: { reason: 'declined' } })
    await expect(boris.decline(id)).rejects.toEqual(coded('CALL_OVER'))
    await expect(boris.join(id)).rejects.toEqual(coded('CALL_OVER'))
    // Hanging up a call that is over is nothing.
    expect(await anna.leave(id)).toMatchObject({ ended: { reason: 'declined' } })
  })

  test('P105 who does not answer in time has missed it, once, until he looked', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id, at } = await anna.start(chat)
    stage.pass(29_000)
    anna.socket.tell({ t: 'call.alive', call: id })
    await expect
      .poll(
        async () =>
          (
            await stage.server.database.sql`
      SELECT 1 FROM calls WHERE id = ${id} AND deadline > ${at + 40_000}`
          ).length,
        { timeout: 3000 },
      )
      .toBe(1)
    stage.pass(17_000)
    expect(await boris.told(id, ({ ended }) => ended !== null)).toMatchObject({ ended: { reason: 'missed' } })
    expect(await stage.lines(id)).toEqual([
      { user: anna.user, outcome: 'missed' },
      { user: boris.user, outcome: 'missed' },
    ])
    expect(await boris.history({ missed: 'true' })).toMatchObject({ calls: [{ id, duration: 0 }], unseen: 1 })
    // Of the caller it was nobody's fault.
    expect(await anna.history({ missed: 'true' })).toMatchObject({ calls: [], unseen: 0 })
    expect(await boris.seen(at - 1)).toEqual({ unseen: 1 })
    expect(await boris.seen(at)).toEqual({ unseen: 0 })
    // His other devices take the mark away as well.
    await boris.socket.next('call.seen', ({ upTo }) => upTo === at)
  })

  test('P105 busy on all devices that are there: over within seconds, and missed by him', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id } = await anna.start(chat)
    await boris.told(id)
    boris.socket.tell({ t: 'call.heard', call: id, busy: true })
    const { sql } = stage.server.database
    const noted = () => sql`SELECT 1 FROM calls WHERE id = ${id} AND live->'members'->1->>'busyAt' IS NOT NULL`
    await expect.poll(noted, { timeout: 3000 }).toHaveLength(1)
    stage.pass(2000)
    expect(await anna.told(id, ({ ended }) => ended !== null)).toMatchObject({ ended: { reason: 'busy' } })
    expect(await stage.lines(id)).toMatchObject([{ outcome: 'busy' }, { outcome: 'missed' }])
  })

  test('P102 a device that reloads comes back with a higher number; one that stays away is let go', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id } = await anna.start(chat)
    await boris.join(id)
    await anna.join(id)
    const back = await boris.told(id, ({ devices }) => devices.some(({ connEpoch }) => connEpoch === 3))
    expect(back).toMatchObject({
      devices: [
        { user: boris.user, connEpoch: 2 },
        { user: anna.user, connEpoch: 3 },
      ],
    })
    stage.pass(31_000)
    boris.socket.tell({ t: 'call.alive', call: id })
    expect(await boris.told(id, ({ ended }) => ended !== null)).toMatchObject({ ended: { reason: 'failed' } })
    expect(await stage.lines(id)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }])
  })

  test('P105 who says that he is in it is told how it stands, should a node have died before it told', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id } = await anna.start(chat)
    await boris.join(id)
    for (const one of [anna, boris]) await one.told(id, ({ stateSeq }) => stateSeq === 1)
    const from = anna.socket.frames.length
    anna.socket.tell({ t: 'call.alive', call: id })
    const told = await anna.socket.next('call.changed', () => true, { from })
    expect(told.call).toEqual(await anna.get(id))
    expect(boris.socket.all('call.changed').map(({ call }) => call.stateSeq)).toEqual([0, 1])
    // Who is not in it hears so in the same way.
    await boris.leave(id)
    boris.socket.tell({ t: 'call.alive', call: id })
    await expect.poll(() => boris.socket.all('call.changed').length).toBe(4)
    expect(boris.socket.all('call.changed').at(-1)?.call.ended).not.toBeNull()
  })

  test('media is told to all, and only of who is in it', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { id } = await anna.start(chat)
    const on = { audio: false, video: true, screen: false, hand: true }
    boris.socket.tell({ t: 'call.media', call: id, media: on })
    anna.socket.tell({ t: 'call.media', call: id, media: on })
    const told = await boris.told(id, ({ devices }) => devices[0]?.media.hand === true)
    expect(told).toMatchObject({ devices: [{ user: anna.user, media: on }] })
  })
})

describe('who may be rung (R7)', () => {
  test('R7 where one blocked the other nothing rings, and it reads as a refusal', async () => {
    const { anna, boris, chat } = await stage.pair()
    await stage.server.database.sql`
      INSERT INTO blocks (user_id, blocked_id, at) VALUES (${boris.user}, ${anna.user}, 0)`
    await expect(anna.start(chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    await expect(boris.start(chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    expect(boris.socket.all('call.changed')).toEqual([])
    expect(await boris.live()).toEqual([])
  })

  test('R7 a stranger whose request waits rings nobody; who got it may call him', async () => {
    const [anna, boris] = await stage.phones(2)
    if (anna === undefined || boris === undefined) throw new Error('no phones')
    const { chat } = await stage.server.createDirect(anna.person, boris.person, { stranger: true })
    await expect(anna.start(chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    expect(await boris.start(chat)).toMatchObject({ by: boris.user })
  })

  test('P233 whose calls may not ring somebody is told so, and nothing rings; he himself may call', async () => {
    const { anna, boris, chat } = await stage.pair()
    const { sql } = stage.server.database
    const callsFrom = (audience: string) => sql`UPDATE users SET call_from = ${audience} WHERE id = ${boris.user}`
    await sql`DELETE FROM contacts WHERE user_id = ${boris.user}`
    for (const audience of ['contacts', 'nobody']) {
      await callsFrom(audience)
      await expect(anna.start(chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    }
    await sql`INSERT INTO contacts (user_id, contact_id, at) VALUES (${boris.user}, ${anna.user}, 0)`
    await expect(anna.start(chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    expect(boris.socket.all('call.changed')).toEqual([])
    await callsFrom('contacts')
    const { id } = await anna.start(chat)
    await anna.end(id)
    await callsFrom('nobody')
    expect(await boris.start(chat)).toMatchObject({ by: boris.user })
  })

  test('nobody calls himself, and nobody calls a chat that is not his', async () => {
    const { anna, boris, chat } = await stage.pair()
    const nest = await stage.server.createDirect(anna.person, anna.person)
    await expect(anna.start(nest.chat)).rejects.toEqual(coded('NOT_ACCEPTING'))
    const other = await stage.phone()
    await expect(other.start(chat)).rejects.toEqual(coded('NOT_A_MEMBER'))
    const { id } = await boris.start(chat)
    for (const verb of ['join', 'get', 'leave', 'end', 'decline'] as const)
      await expect(other[verb](id), verb).rejects.toEqual(coded('NOT_FOUND'))
    expect(await other.live()).toEqual([])
  })

  test('P108 S15 a flood of rings is refused with a time to wait', async () => {
    const { anna, boris, chat } = await stage.pair()
    const codes: unknown[] = []
    for (let i = 0; i < 12; i++) {
      try {
        const { id } = await anna.start(chat)
        await anna.leave(id)
        codes.push('ok')
      } catch (error) {
        codes.push(error)
      }
    }
    expect(codes.filter((code) => code === 'ok')).toHaveLength(8)
    expect(codes.at(-1)).toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: expect.any(Number) } })
    // Nobody else is kept from calling.
    const { id } = await boris.start(chat)
    const rings = await Promise.allSettled(Array.from({ length: 12 }, () => boris.ring(id, [anna.user])))
    expect(rings.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(2)
  })
})
