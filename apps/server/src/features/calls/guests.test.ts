import { limits } from '@soroka/protocol'
import type { CallId, ChatId, LinkId } from '@soroka/protocol'
import { byteRoutes, contract } from '@soroka/protocol/contract'
import { upFrame } from '@soroka/protocol/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routesOf } from '../../platform/http/index.ts'
import { ruleOf } from '../../platform/policy/index.ts'
import { groupEpoch } from '../../testing/group-epochs.ts'
import { startTestServer } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { everyFrame, media, Member, outcome, PASS, Visitor } from './guests.fixture.ts'

let server: TestServer
let anna: Member
let boris: Member
/** In every chat, in no call; and in nothing at all. */
let vera: Member
let stranger: Member

beforeAll(async () => {
  server = await startTestServer()
  const people = Array.from({ length: 4 }, () => Member.signUp(server)) as [Promise<Member>]
  ;[anna, boris, vera, stranger] = (await Promise.all(people)) as unknown as [Member, Member, Member, Member]
}, 60_000)
afterAll(async () => {
  await Promise.all([anna, boris, vera, stranger].map(({ socket }) => socket.close()))
  expect(server.logs.filter((line) => line.includes('a request failed'))).toEqual([])
  await server.stop()
})

/** A call of a new group, with Anna and Boris in it, and a link. */
async function newCall(): Promise<{ call: CallId; chat: ChatId; link: LinkId }> {
  const { chat, record, boxes } = groupEpoch(anna.client.person, [boris.client.person, vera.client.person])
  const call = randomId() as CallId
  expect(outcome(await anna.client.ask('/chats/group', { body: { record, boxes } }))).toBe('ok')
  expect(outcome(await anna.client.ask('/calls', { body: { call, chat, media } }))).toBe('ok')
  expect(outcome(await boris.verb(call, 'join', { media }))).toBe('ok')
  const { link, answer } = await anna.setLink(call)
  expect(answer).toBe('ok')
  return { call, chat, link }
}

async function letIn(call: CallId, link: LinkId, id?: string): Promise<Visitor> {
  const guest = new Visitor(server, id)
  expect(await guest.knock(link)).toBe('ok')
  expect(await anna.admit(call, guest.id)).toBe('ok')
  return guest
}

const refused = (socket: ReturnType<Visitor['open']>) => socket.closed.then(({ code }) => code)

test('P112 a guest knocks, is seen and let in, and is a device with a join of his own; P113 by a ticket for one socket', async () => {
  const { call, link } = await newCall()
  const olga = new Visitor(server)
  expect(await olga.knock(link)).toBe('ok')
  expect((await olga.me()).body.call).toMatchObject({ standing: 'waiting', pass: null, devices: [], guests: [] })
  const waits = await vera.told(call, ({ guests }) => guests?.[0]?.id === olga.id)
  expect(waits.guests).toEqual([{ id: olga.id, link, epoch: 0, hello: 'SEVMTE8', pass: null }])
  for (const early of [await olga.join(), await olga.ask('/guests/me/ice')]) expect(outcome(early)).toBe('GUEST_OUT')

  const socket = await olga.connect()
  expect(await boris.admit(call, olga.id)).toBe('ok')
  await socket.next('guest.changed', ({ call: { standing, pass } }) => standing === 'in' && pass === PASS)
  const { call: mine } = (await olga.join()).body
  expect(mine.devices.map(({ connEpoch }) => connEpoch)).toEqual([1, 2, 3])
  const seen = await vera.told(call, ({ devices }) => devices.length === 3)
  expect(seen.devices[2]).toEqual({ user: olga.id, device: olga.id, connEpoch: 3, media })
  expect(seen.members.map(({ user }) => user)).not.toContain(olga.id)
  expect((await olga.join()).body.call.devices.at(-1)).toMatchObject({ device: olga.id, connEpoch: 4 })

  // Words go both ways, and to nobody who is not in the call.
  const { user, device } = anna.client
  socket.tell({ t: 'guest.signal', id: 1, to: device.id, signal: 'T05F' })
  const from = { user: olga.id, device: olga.id }
  expect(await anna.socket.next('call.signalled')).toMatchObject({ call, from, to: device.id, signal: 'T05F' })
  anna.socket.tell({ t: 'call.signal', id: 1, call, to: from as never, signal: 'VFdP' })
  expect(await socket.next('guest.signalled')).toEqual({ t: 'guest.signalled', from: device.id, signal: 'VFdP' })
  socket.tell({ t: 'guest.signal', id: 2, to: vera.client.device.id, signal: 'AAAA' })
  expect(await socket.next('error')).toMatchObject({ id: 2, code: 'NOT_FOUND' })
  expect(JSON.stringify([mine, socket.frames.slice(1)])).not.toContain(user)

  await socket.close()
  await anna.verb(call, 'end')
})

test('P111 only who is in the call makes its link, lets in and takes out', async () => {
  const { call, link } = await newCall()
  const olga = new Visitor(server)
  await olga.knock(link)
  for (const [who, code] of [
    [vera, 'FORBIDDEN'],
    [stranger, 'NOT_FOUND'],
  ] as const) {
    expect((await who.setLink(call)).answer).toBe(code)
    expect(await who.admit(call, olga.id)).toBe(code)
    expect(await who.refuse(call, olga.id)).toBe(code)
    expect(outcome(await who.verb(call, 'link', {}, 'DELETE'))).toBe(code)
  }
  expect((await olga.me()).body.call.standing).toBe('waiting')
  // The link of one call leads to no other.
  const other = await newCall()
  expect(outcome(await anna.verb(other.call, 'link', { link, epoch: 0, card: 'AAAA' }, 'PUT'))).toBe('FORBIDDEN')
  expect(await anna.admit(other.call, olga.id)).toBe('NOT_FOUND')
})

test('P112 who is declined, removed, or came by a link that is off is out at once, with his socket', async () => {
  const { call, link } = await newCall()
  const [declined, removed, revoked] = [new Visitor(server), await letIn(call, link), await letIn(call, link)]
  await declined.knock(link)
  for (const guest of [removed, revoked]) await guest.join()
  const out = async (guest: Visitor, standing: string, act: () => Promise<unknown>) => {
    const socket = await guest.connect()
    const unused = await guest.ticket()
    await act()
    expect((await socket.next('guest.changed', (frame) => frame.call.standing === standing)).call.devices).toEqual([])
    expect(await refused(socket)).toBe(4001)
    expect((await guest.me()).body.call).toMatchObject({ standing, devices: [] })
    for (const verb of ['join', 'ice', 'ticket', 'leave'])
      expect(outcome(await guest.ask(`/guests/me/${verb}`, 'POST', { media })), verb).toBe('GUEST_OUT')
    expect(await refused(guest.open(unused))).toBe(1006)
    expect(await anna.admit(call, guest.id)).toBe('NOT_FOUND')
  }
  await out(declined, 'declined', () => boris.refuse(call, declined.id))
  await out(removed, 'removed', () => boris.refuse(call, removed.id))
  await out(revoked, 'revoked', () => boris.verb(call, 'link', {}, 'DELETE'))
  expect(outcome(await revoked.look(link))).toBe('INVITE_INVALID')
  expect(await new Visitor(server).knock(link)).toBe('INVITE_INVALID')
  expect((await anna.client.ask<{ call: { devices: [] } }>(`/calls/${call}`)).body.call.devices).toHaveLength(2)
})

test('P111 what anybody learns of a link is whether the call runs, is full or over; guests count for its room', async () => {
  const { call, link } = await newCall()
  const anybody = new Visitor(server)
  const look = async () => (await anybody.look(link)).body
  expect(await look()).toEqual({ state: 'open', call, card: 'Q0FSRA' })
  const late = await letIn(call, link)
  const waiting = new Visitor(server)
  await waiting.knock(link)
  const guests = []
  for (let i = 2; i < limits.callDevices; i++) guests.push(await letIn(call, link))
  for (const guest of guests) expect(outcome(await guest.join())).toBe('ok')
  expect(await look()).toEqual({ state: 'full', call, card: 'Q0FSRA' })
  expect(outcome(await late.join())).toBe('CALL_FULL')
  expect(outcome(await vera.verb(call, 'join', { media }))).toBe('CALL_FULL')
  expect(await anybody.knock(link)).toBe('CALL_FULL')
  expect(await anna.admit(call, waiting.id)).toBe('CALL_FULL')

  const [first] = guests as [Visitor]
  const socket = await first.connect()
  await anna.verb(call, 'end')
  expect((await socket.next('guest.changed', (frame) => frame.call.endedAt !== null)).call.devices).toEqual([])
  expect(await refused(socket)).toBe(4001)
  expect(await look()).toEqual({ state: 'over', call, card: '' })
  expect(await anybody.knock(link)).toBe('CALL_OVER')
  expect(outcome(await first.me())).toBe('CALL_OVER')
  expect((await anybody.look(randomId() as LinkId)).code).toBe('INVITE_INVALID')
})

test('P112 so many may wait, who goes makes room, and a number is used once', async () => {
  const { call, link } = await newCall()
  const [first, ...others] = Array.from({ length: limits.callWaiting }, () => new Visitor(server)) as [Visitor]
  for (const guest of [first, ...others]) expect(await guest.knock(link)).toBe('ok')
  expect(await new Visitor(server).knock(link)).toBe('LIMIT_REACHED')
  expect(await new Visitor(server, first.id).knock(link)).toBe('CONFLICT')
  expect(outcome(await first.ask('/guests/me/leave'))).toBe('ok')
  expect(outcome(await first.me())).toBe('UNAUTHORIZED')
  expect(await new Visitor(server).knock(link)).toBe('ok')
  await anna.verb(call, 'end')
})

test('S7 a flood of knocks is stopped, from one network and at one link', async () => {
  const { link } = await newCall()
  const loud = new Visitor(server)
  const from = async (who: Visitor, at = link) => who.knock(at, { guest: randomId() })
  const nowhere = randomId() as LinkId
  for (let i = 0; i < 20; i++) expect(await from(loud, nowhere)).toBe('INVITE_INVALID')
  expect(await from(loud)).toBe('RATE_LIMITED')
  for (let i = 0; i < 30; i++) expect(await from(new Visitor(server))).not.toBe('RATE_LIMITED')
  expect(await from(new Visitor(server))).toBe('RATE_LIMITED')
})

test('S4 a token or a ticket that is another one, changed, old or used lets nobody in', async () => {
  const [one, two] = [await newCall(), await newCall()]
  const olga = await letIn(one.call, one.link)
  const [, , secret = ''] = olga.token.split('.')
  const stranger = new Visitor(server)
  await stranger.knock(two.link)
  const other = secret.startsWith('A') ? 'B' : 'A'
  for (const token of [
    `${two.call}.${olga.id}.${secret}`,
    `${one.call}.${stranger.id}.${secret}`,
    `${one.call}.${olga.id}.${stranger.token.split('.')[2]}`,
    `${one.call}.${olga.id}.${other}${secret.slice(1)}`,
    `${one.call}.${olga.id}.`,
    `${one.call}.${olga.id}`,
    anna.client.session.accessToken,
    '',
  ])
    expect(outcome(await olga.ask('/guests/me', 'GET', undefined, token)), token).toBe('UNAUTHORIZED')

  const ticket = await olga.ticket()
  const foreign = ticket.replace(olga.id, stranger.id)
  const changed = ticket.slice(0, 44) + (ticket[44] === 'A' ? 'B' : 'A') + ticket.slice(45)
  for (const bad of [foreign, changed, ticket.replace(one.call, two.call)])
    expect(await refused(olga.open(bad))).toBe(1006)
  const socket = olga.open(ticket)
  await socket.next('ready')
  expect(await refused(olga.open(ticket))).toBe(1006)
  await socket.close()
  const older = await olga.ticket()
  const newer = await olga.ticket()
  expect(await refused(olga.open(older))).toBe(1006)
  server.advance(30_001)
  expect(await refused(olga.open(newer))).toBe(1006)
})

test('S6 a guest opens his own routes and no other that there is', async () => {
  const { call, chat, link } = await newCall()
  const olga = await letIn(call, link)
  await olga.join()
  const anybody = new Visitor(server)
  const bytes = Object.entries(byteRoutes).flatMap(([name, { path, methods }]) =>
    methods.map((method) => ({ name, method, path: method === 'POST' || method === 'GET' ? path : `${path}/x` })),
  )
  const facts: Record<string, string> = { call, chat, link, guest: olga.id, user: anna.client.user }
  for (const { name, method, path } of [...routesOf(contract), ...bytes]) {
    const filled = path.replace(/\{([^}]+)\}/g, (_, what: string) => facts[what] ?? 'x')
    const { status, code } = await olga.ask(filled, method, {})
    const rule = ruleOf(name)
    if (rule === 'guest') expect(status, name).not.toBe(401)
    else if (rule === 'anyone' || rule === 'link')
      expect(await anybody.ask(filled, method, {}), name).toMatchObject({ status, code })
    else expect({ status, ...(method === 'HEAD' ? {} : { code }) }, name).toMatchObject({ status: 401 })
  }
})

test('S6 the socket of a guest takes his own frames and no other, and hears of nothing else', async () => {
  const { call, chat, link } = await newCall()
  const olga = await letIn(call, link)
  await olga.join()
  const socket = await olga.connect()
  const frames = everyFrame(call, chat, { user: anna.client.user, device: anna.client.device.id })
  expect(frames.map(({ t }) => t)).toEqual(upFrame.def.options.map((option) => option.def.shape.t.def.values[0]))
  for (const frame of frames) {
    const from = socket.frames.length
    socket.tell(frame)
    if (frame.t !== 'ping') socket.tell({ t: 'ping', id: 1000 + from })
    await socket.next('pong', () => true, { from })
    const answer = socket.frames.slice(from).find(({ t }) => t === 'error')
    const isHis = frame.t === 'ping' || frame.t.startsWith('guest.')
    expect(answer?.t === 'error' ? answer.code : 'ok', frame.t).toBe(isHis ? 'ok' : 'FORBIDDEN')
  }
  expect(socket.frames.map(({ t }) => t).filter((t) => !/^(guest\..*|ready|pong|error)$/.test(t))).toEqual([])
  await socket.close()
})

test('P112 nothing that a guest says of himself in clear is kept, and nothing sealed when the call is over', async () => {
  const { call, link } = await newCall()
  const olga = new Visitor(server)
  expect(await olga.knock(link, { name: 'Olga Petrova' })).toBe('ok')
  const stored = async () => JSON.stringify(await server.database.sql`SELECT live FROM calls WHERE id = ${call}`)
  const secret = olga.token.split('.')[2] ?? ''
  expect(await stored()).toContain('SEVMTE8')
  for (const text of [await stored(), server.logs.join('\n')])
    for (const word of ['Olga Petrova', secret]) expect(text).not.toContain(word)
  await anna.verb(call, 'end')
  expect(await stored()).not.toContain('SEVMTE8')
})

test('S6 a guest who takes the number of a person or of a device is taken for neither', async () => {
  const { call, link } = await newCall()
  const asVera = await letIn(call, link, vera.client.user)
  const asBoris = await letIn(call, link, boris.client.device.id)
  const olga = await letIn(call, link)
  for (const guest of [asVera, asBoris, olga]) expect(outcome(await guest.join())).toBe('ok')
  const { body } = await anna.client.ask<{ call: { members: { user: string; state: string }[] } }>(`/calls/${call}`)
  expect(body.call.members.find(({ user }) => user === vera.client.user)?.state).toBe('ringing')
  expect(await vera.admit(call, olga.id)).toBe('FORBIDDEN')
  // He comes back, and stands behind the guest who has his device's number.
  await boris.verb(call, 'join', { media })
  const [heard, stolen] = [await olga.connect(), await asBoris.connect()]
  heard.tell({ t: 'guest.signal', id: 1, to: boris.client.device.id, signal: 'Rk9S' })
  await boris.socket.next('call.signalled', ({ signal }) => signal === 'Rk9S')
  expect(stolen.all('guest.signalled')).toEqual([])
  await vera.verb(call, 'join', { media })
  const { devices } = await vera.told(call, (state) =>
    state.devices.some(({ device }) => device === vera.client.device.id),
  )
  expect(devices.map(({ device }) => device)).toContain(asVera.id)
})
