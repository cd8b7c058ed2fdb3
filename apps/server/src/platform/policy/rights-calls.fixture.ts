import type { CallId, CallMedia } from '@soroka/protocol'
import type { UpFrame } from '@soroka/protocol/frames'
import { randomId } from '../../testing/people.ts'
import type { Action } from './index.ts'
import type { RightsObject, RightsWorld, Someone } from './rights-people.fixture.ts'
import { http, members, out, two, twoOut } from './rights-row.fixture.ts'
import type { Row, Try } from './rights-row.fixture.ts'

const media: CallMedia = { audio: true, video: false, screen: false, hand: false }

/** Begins the call of a chat anew: its owner called, and whoever is named here came. */
export async function putCall(
  object: RightsObject,
  world: RightsWorld,
  others: readonly Someone[] = [],
  mode: 'p2p' | 'sfu' = 'p2p',
) {
  const { people } = world
  const { chat } = object
  const { sql } = world.server.database
  const id = randomId() as CallId
  const now = Date.now()
  const came = [people.owner, ...others]
  const times = { ringUntil: null, busyAt: null, cameAt: now, since: now, stayed: 0 }
  const live = {
    id,
    chat,
    direct: object === world.objects.direct,
    mode,
    video: false,
    by: people.owner.client.user,
    at: now,
    answeredAt: now,
    stateSeq: 1,
    joins: came.length,
    members: came.map(({ client: { user } }) => ({ user, state: 'in', heard: true, ...times })),
    devices: came.map(({ client: { user, device } }, i) => ({
      user,
      device: device.id,
      connEpoch: i + 1,
      media,
      heardAt: now,
    })),
    ended: null,
  }
  await sql`DELETE FROM calls WHERE chat_id = ${chat}`
  await sql`DELETE FROM call_participants WHERE chat_id = ${chat}`
  await sql`
    INSERT INTO calls (id, chat_id, started_by, video, at, after_seq, deadline, live)
    VALUES (${id}, ${chat}, ${live.by}, false, ${now}, 0, ${now + 60_000}, ${sql.json(live)})`
  return id
}

/** A request about a call that the owner is in. */
export const http1 =
  (method: string, path: string, body?: (who: Someone, world: RightsWorld) => object): Try =>
  async (who, object, world) => {
    const call = await putCall(object, world)
    return http(method, path.replace('{call}', call), () => body?.(who, world) ?? {})(who, object, world)
  }

/** The same by somebody who is in it. */
export const fromWithin =
  (path: string, body: (world: RightsWorld) => object, method = 'POST'): Try =>
  async (who, object, world) => {
    const call = await putCall(object, world, who === world.people.owner ? [] : [who])
    return http(method, path.replace('{call}', call), () => body(world))(who, object, world)
  }

/** A frame about the owner's call that only a refusal answers, before that of a later signal to nowhere (P106). */
export const frame =
  (make: (call: CallId) => UpFrame): Try =>
  async (who, object, world) => {
    const call = await putCall(object, world)
    const { socket, client } = who
    const from = socket.frames.length
    const id = 1_000_000 + from
    const to = { user: client.user, device: client.device.id }
    socket.tell(make(call))
    socket.tell({ t: 'call.signal', id, call: randomId() as CallId, to, signal: 'AAAA' })
    await socket.next('error', (error) => error.id === id, { from })
    const refusal = socket.frames.slice(from).find((one) => one.t === 'error' && one.id !== id)
    return refusal?.t === 'error' ? refusal.code : 'ok'
  }

/** A frame about the owner's call, which rings him who says it: who may say it is told how the call stands then. */
const toldFrame =
  (make: (call: CallId) => UpFrame): Try =>
  async (who, object, world) => {
    const call = await putCall(object, world)
    const rings = { state: 'ringing', heard: false, ringUntil: Date.now() + 45_000, busyAt: null }
    const member = { user: who.client.user, ...rings, cameAt: null, since: null, stayed: 0 }
    const { sql } = world.server.database
    await sql`UPDATE calls SET live = jsonb_set(live, '{members}', ${sql.json([member])}) WHERE id = ${call}`
    const changed = who.socket.next('call.changed', (frame) => frame.call.id === call)
    return told(who, make(call), changed)
  }

async function told({ socket }: Someone, up: UpFrame, heard: Promise<unknown>) {
  const from = socket.frames.length
  socket.tell(up)
  const refusal = socket
    .next('error', () => true, { from })
    .then(
      (error) => error.code,
      () => 'nothing',
    )
  return Promise.race([refusal, heard.then(() => 'ok')])
}

/** A signal to somebody in the call: who is in it gets through. */
const signal =
  (isIn: boolean): Try =>
  async (who, object, world) => {
    const { owner, blocked } = world.people
    const to = who === owner ? blocked : owner
    const call = await putCall(object, world, isIn && who !== owner ? [who, blocked] : [blocked])
    const from = to.socket.frames.length
    const came = to.socket.next('call.signalled', () => true, { from })
    return told(
      who,
      {
        t: 'call.signal',
        id: 1,
        call,
        to: { user: to.client.user, device: to.client.device.id },
        signal: 'AAAA',
      },
      came,
    )
  }

const start = http('POST', '/calls', (_, { chat }) => ({ call: randomId(), chat, media }))

const startAlone: Try = async (who, object, world) => {
  await world.server.database.sql`DELETE FROM calls WHERE chat_id = ${object.chat}`
  return start(who, object, world)
}

const startWhereOneRuns: Try = async (who, object, world) => {
  await putCall(object, world)
  return start(who, object, world)
}

/** Whether the caller's list of running calls names it. */
const listedLive: Try = async (who, object, world) => {
  const call = await putCall(object, world)
  const { body } = await who.client.ask<{ calls: { id: string }[] }>('/calls/live')
  return body.calls.some(({ id }) => id === call) ? 'ok' : 'NOT_FOUND'
}

/** The way to the server of media, of a call that one is in or not. */
const way =
  (isIn: boolean): Try =>
  async (who, object, world) => {
    const others = isIn && who !== world.people.owner ? [who] : []
    const call = await putCall(object, world, others, 'sfu')
    return http('POST', `/calls/${call}/sfu`, () => ({}))(who, object, world)
  }

export const lead = 'ok ok FORBIDDEN FORBIDDEN . . .'

type CallAction = Extract<Action, `calls.${string}` | `socket.call.${string}`>

/** Who may do what with the call of a chat. */
export const callRows: Readonly<Record<CallAction, 'no chat' | readonly Row[]>> = {
  'calls.ice': 'no chat',
  'calls.list': 'no chat',
  'calls.seen': 'no chat',
  'calls.report': 'no chat',
  'calls.start': [
    {
      tries: startAlone,
      group: out('ok ok ok ok'),
      announcements: out('ok ok FORBIDDEN FORBIDDEN'),
      direct: twoOut('NOT_ACCEPTING:call', 'NOT_ACCEPTING:call'),
    },
    { name: 'where one runs', tries: startWhereOneRuns, group: out('ok ok ok ok'), direct: twoOut('ok', 'ok') },
  ],
  'calls.live': [{ tries: listedLive, group: members, direct: two }],
  'calls.get': [{ tries: http1('GET', '/calls/{call}'), group: members, direct: two }],
  'calls.join': [{ tries: http1('POST', '/calls/{call}/join', () => ({ media })), group: members, direct: two }],
  'calls.sfu': [
    {
      name: 'from without',
      tries: way(false),
      group: 'ok FORBIDDEN FORBIDDEN FORBIDDEN . . .',
      direct: 'ok . . FORBIDDEN . . .',
    },
    { name: 'from within', tries: way(true), group: members, direct: two },
  ],
  'calls.decline': [{ tries: http1('POST', '/calls/{call}/decline'), group: members, direct: two }],
  'calls.leave': [{ tries: http1('POST', '/calls/{call}/leave'), group: members, direct: two }],
  'calls.end': [{ tries: http1('POST', '/calls/{call}/end'), group: lead, direct: two }],
  'calls.ring': [
    {
      name: 'from without',
      tries: http1('POST', '/calls/{call}/ring', (_, { people }) => ({ users: [people.member.client.user] })),
      group: 'ok FORBIDDEN FORBIDDEN FORBIDDEN . . .',
      direct: 'ok . . FORBIDDEN . . .',
    },
    {
      name: 'from within',
      tries: fromWithin('/calls/{call}/ring', ({ people }) => ({ users: [people.member.client.user] })),
      group: members,
      announcements: lead,
      direct: two,
    },
  ],
  'calls.remove': [
    {
      tries: http1('POST', '/calls/{call}/remove', (_, { people }) => ({ user: people.member.client.user })),
      group: lead,
      direct: 'FORBIDDEN . . FORBIDDEN . . .',
    },
  ],
  'socket.call.heard': [
    { tries: toldFrame((call) => ({ t: 'call.heard', call, busy: false })), group: members, direct: two },
  ],
  'socket.call.signal': [
    { name: 'from without', tries: signal(false), group: 'ok . . ok . . .', direct: two },
    { name: 'from within', tries: signal(true), group: members, direct: two },
  ],
  'socket.call.media': [{ tries: frame((call) => ({ t: 'call.media', call, media })), group: members, direct: two }],
  'socket.call.alive': [{ tries: toldFrame((call) => ({ t: 'call.alive', call })), group: members, direct: two }],
}
