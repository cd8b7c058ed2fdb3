import { randomBytes } from '@soroka/crypto'
import { callId, type CallId, type ChatId } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { DownFrame } from '@soroka/protocol/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { CallParty, CallSignal, CallState, ClientEvent } from '../src/types.ts'
import { MeddledLine } from './meddled-line.ts'
import { resetIdentity } from './new-identity.ts'
import { closeAll, isOnline, openScreen, type Screen, shows, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
const line = new MeddledLine()
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  boris = await signUp(server, 'Boris', line.platform)
  await isOnline(anna)
  await isOnline(boris)
  await boris.client.contacts.add(anna.user)
}, 60_000)
afterAll(() => closeAll(server, anna, boris))

type Signalled = Extract<DownFrame, { t: 'call.signalled' }>

const media = { audio: true, video: false, screen: false, hand: false }
const offer = (sdp: string, round = 1): CallSignal => ({ kind: 'offer', round, anew: true, sdp })
const newCall = () => callId.parse(toBase64url(randomBytes(16)))

/** The last word on a call that this screen was told. */
const told = ({ events }: Screen, call: CallId) =>
  events.flatMap((event) => (event.type === 'call' && event.call.id === call ? [event.call] : [])).at(-1)

const knows = (screen: Screen, call: CallId, what: (state: CallState) => boolean) =>
  until(async () => {
    const state = told(screen, call)
    return state !== undefined && what(state) ? state : undefined
  })

const isSignal = (event: ClientEvent) => event.type === 'call_signal'

/** What devices said to this screen in a call, in order. */
const said = ({ events }: Screen, call: CallId) =>
  events
    .filter(isSignal)
    .filter((event) => event.call === call)
    .map(({ signal }) => (signal.kind === 'offer' || signal.kind === 'answer' ? signal.sdp : signal.kind))

const hears = async (screen: Screen, call: CallId, words: string[]) => {
  await until(async () => said(screen, call).length >= words.length).catch(() => undefined)
  expect(said(screen, call)).toEqual(words)
}

/** The device of somebody in a call, as its page knows it. */
function party({ user }: Screen, state: CallState): CallParty {
  const device = state.devices.find((one) => one.user === user)
  if (device === undefined) throw new Error('not in the call')
  return { user, device: device.device, connEpoch: device.connEpoch }
}

/** Anna calls, Boris answers: both as they are known to both. */
async function talk(chat?: ChatId) {
  const { id } = chat === undefined ? await anna.client.chats.openDirect(boris.user) : { id: chat }
  const call = newCall()
  await anna.client.calls.start({ call, chat: id, media })
  await knows(boris, call, ({ members }) =>
    members.some(({ user, state }) => user === boris.user && state === 'ringing'),
  )
  const state = await boris.client.calls.join({ call, media })
  await knows(anna, call, ({ devices }) => devices.length === 2)
  const [a, b] = [party(anna, state), party(boris, state)]
  return {
    call,
    state,
    a,
    b,
    toBoris: (words: string) => anna.client.calls.signal(call, a, b, offer(words)),
    toAnna: (words: string) => boris.client.calls.signal(call, b, a, offer(words)),
    over: () => anna.client.calls.leave(call),
  }
}

/** Takes signals to Boris off the line. */
function intercept(): Signalled[] {
  const taken: Signalled[] = []
  line.meddle = (frame) => {
    if (frame.t !== 'call.signalled') return [frame]
    taken.push(frame)
    return []
  }
  return taken
}

function free(): void {
  line.meddle = (frame) => [frame]
}

test('who was never written to is called, rings, answers, and both say something to each other in order', async () => {
  const { call, toBoris, toAnna, state, over } = await talk()
  expect(state).toMatchObject({ by: anna.user, ended: null, devices: [{ connEpoch: 1 }, { connEpoch: 2 }] })
  const words = Array.from({ length: 20 }, (_, i) => `words ${i}`)
  await Promise.all(words.map((one) => toBoris(one)))
  await hears(boris, call, words)
  await toAnna('an answer')
  await boris.client.calls.signal(call, party(boris, state), party(anna, state), {
    kind: 'candidates',
    round: 1,
    candidates: [{ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', mid: '0', line: 0 }],
  })
  await hears(anna, call, ['an answer', 'candidates'])
  const heard = anna.events.filter(isSignal).at(-1)
  expect(heard).toMatchObject({ from: party(boris, state), to: party(anna, state), signal: { round: 1 } })
  await over()
  await knows(boris, call, ({ ended }) => ended?.reason === 'completed')
  const calling = boris.events.filter(({ type }) => type === 'call' || type === 'call_history')
  expect(calling.at(-1)).toEqual({ type: 'call_history' })
  const { calls } = await boris.client.calls.history()
  expect(calls[0]).toMatchObject({ id: call, by: anna.user, outcome: 'completed' })
})

test('S14 a changed, a repeated and an exchanged signal are not told; what follows is', async () => {
  const { call, toBoris, over } = await talk()
  const taken = intercept()
  for (const words of ['first', 'second', 'third']) await toBoris(words)
  await until(async () => taken.length === 3)
  free()
  const [first, second, third] = taken
  if (first === undefined || second === undefined || third === undefined) throw new Error('nothing came')
  for (const at of [40, 120, -40]) line.say({ ...first, signal: changed(first.signal, at) })
  line.say({ ...first, signal: 'AAAA' })
  line.say({ ...first, call: newCall() })
  line.say({ ...first, to: anna.events.filter(isSignal)[0]?.from.device ?? first.from.device })
  for (const frame of [first, first, third, second, third]) line.say(frame)
  await toBoris('fourth')
  await hears(boris, call, ['first', 'third', 'fourth'])
  await over()
})

test('S14 who comes back is spoken to anew: words for the join before are over, on both sides', async () => {
  const { call, a, b, toBoris, over } = await talk()
  const taken = intercept()
  await toBoris('to the join before')
  await until(async () => taken.length === 1)
  free()
  const again = party(boris, await boris.client.calls.join({ call, media }))
  expect(again.connEpoch).toBeGreaterThan(b.connEpoch)
  for (const frame of taken) line.say(frame)
  await anna.client.calls.signal(call, a, b, offer('to the join before, said later'))
  await anna.client.calls.signal(call, a, again, offer('to this join'))
  await hears(boris, call, ['to this join'])
  await knows(anna, call, ({ devices }) => devices.some(({ connEpoch }) => connEpoch === again.connEpoch))
  await boris.client.calls.signal(call, b, a, offer('from the join before'))
  await boris.client.calls.signal(call, again, a, offer('from this join'))
  await hears(anna, call, ['from this join'])
  await over()
})

test('S14 who was removed from the group is out of its call, whatever the server says, and nothing that he said before counts after', async () => {
  const clara = await signUp(server, 'Clara')
  await isOnline(clara)
  const { id } = await anna.client.groups.create({ name: 'Group', users: [boris.user, clara.user], policy: {} })
  await until(async () => (await clara.client.chats.get(id))?.title === 'Group')
  const { call, b, over } = await talk(id)
  const c = party(clara, await clara.client.calls.join({ call, media }))
  await clara.client.calls.signal(call, c, b, offer('as a member'))
  await hears(boris, call, ['as a member'])
  const taken = intercept()
  await clara.client.calls.signal(call, c, b, offer('held back'))
  await until(async () => taken.length === 1)
  line.meddle = (frame) => (frame.t === 'call.changed' ? [] : [frame])
  await anna.client.groups.remove(id, [clara.user])
  await knows(clara, call, ({ ended }) => ended !== null)
  expect(told(clara, call)?.members).toContainEqual(expect.objectContaining({ user: clara.user, state: 'removed' }))
  await knows(boris, call, ({ devices }) => devices.every(({ user }) => user !== clara.user))
  expect((await boris.client.calls.live())[0]?.members).toHaveLength(2)
  free()
  for (const frame of taken) line.say(frame)
  await expect(clara.client.calls.signal(call, c, b, offer('after all'))).rejects.toMatchObject({ code: 'CALL_OVER' })
  await anna.client.calls.signal(call, party(anna, await anna.client.calls.get(call)), b, offer('from Anna'))
  await hears(boris, call, ['as a member', 'from Anna'])
  await over()
  await clara.client.close()
}, 20_000)

test('a call that nobody took and that ended while the line was down is told, with its place in the history', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const call = newCall()
  await anna.client.calls.start({ call, chat: id, media })
  await knows(boris, call, () => true)
  const lost: DownFrame[] = []
  line.meddle = (frame) => (frame.t === 'call.changed' ? (lost.push(frame), []) : [frame])
  await anna.client.calls.leave(call)
  await until(async () => lost.some((frame) => frame.t === 'call.changed' && frame.call.ended !== null))
  free()
  expect(told(boris, call)?.ended).toBeNull()
  const before = boris.events.length
  line.drop()
  await knows(boris, call, ({ ended }) => ended?.reason === 'cancelled')
  expect(boris.events.slice(before).filter(({ type }) => type === 'call_history')).toHaveLength(1)
})

test('older news of a call never follows newer', async () => {
  const { call, over } = await talk()
  const early = told(boris, call)
  if (early === undefined) throw new Error('unknown')
  await over()
  await knows(boris, call, ({ ended }) => ended !== null)
  line.say({ t: 'call.changed', call: { ...early, stateSeq: 0 } })
  line.say({ t: 'call.changed', call: early })
  await new Promise((resolve) => setTimeout(resolve, 50))
  const steps = boris.events.flatMap((event) => (event.type === 'call' && event.call.id === call ? [event.call] : []))
  const seqs = steps.map(({ stateSeq }) => stateSeq)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((x, y) => x - y))
  expect(steps.at(-1)?.ended).not.toBeNull()
})

test('after a reload the call still runs, and the device comes back into it', async () => {
  const platform = nodePlatform()
  const first = await signUp(server, 'Dora', platform)
  await isOnline(first)
  await first.client.contacts.add(anna.user)
  const { id } = await anna.client.chats.openDirect(first.user)
  const call = newCall()
  await anna.client.calls.start({ call, chat: id, media })
  await knows(first, call, () => true)
  const before = party(first, await first.client.calls.join({ call, media }))
  await first.client.close()
  const dora = await openScreen(server, platform)
  await isOnline(dora)
  expect((await dora.client.calls.live()).map((one) => one.id)).toEqual([call])
  const state = await dora.client.calls.join({ call, media })
  expect(party(dora, state)).toMatchObject({ device: before.device, connEpoch: before.connEpoch + 1 })
  await dora.client.calls.signal(call, party(dora, state), party(anna, state), offer('I am back'))
  await anna.client.calls.signal(call, party(anna, state), party(dora, state), offer('welcome'))
  await hears(anna, call, ['I am back'])
  await hears(dora, call, ['welcome'])
  await dora.client.calls.leave(call)
  await knows(anna, call, ({ ended }) => ended !== null)
  await dora.client.close()
})

test('R21 a tab that follows calls through the one that leads, and goes on when that one closes', async () => {
  const meddled = new MeddledLine()
  const leading = await signUp(server, 'Emil', meddled.platform)
  await isOnline(leading)
  const emil = await openScreen(server, meddled.platform)
  await isOnline(emil)
  await anna.client.contacts.add(leading.user)
  const { id } = await emil.client.chats.openDirect(anna.user)
  const call = newCall()
  await emil.client.calls.start({ call, chat: id, media })
  await knows(anna, call, () => true)
  const state = await anna.client.calls.join({ call, media })
  const [a, e] = [party(anna, state), party(emil, state)]
  const frames: DownFrame[] = []
  meddled.meddle = (frame) => (frames.push(frame), [frame])
  await emil.client.calls.signal(call, e, a, offer('from the tab'))
  await anna.client.calls.signal(call, a, e, offer('to the tab'))
  await hears(anna, call, ['from the tab'])
  await hears(emil, call, ['to the tab'])
  await leading.client.close()
  await isOnline(emil)
  await until(async () => frames.some(({ t }) => t === 'ready'))
  for (const frame of frames) if (frame.t === 'call.signalled') meddled.say(frame)
  await until(() =>
    emil.client.calls.signal(call, e, a, offer('from the new leader')).then(
      () => true,
      () => false,
    ),
  )
  await anna.client.calls.signal(call, a, e, offer('to the new leader'))
  await hears(anna, call, ['from the tab', 'from the new leader'])
  await hears(emil, call, ['to the tab', 'to the new leader'])
  await emil.client.calls.end(call)
  await emil.client.close()
}, 20_000)

test('a signal that the server refuses is told to the page, with how the call stands now', async () => {
  const { call, toBoris, toAnna } = await talk()
  await toAnna('a word')
  await hears(anna, call, ['a word'])
  line.meddle = (frame) => (frame.t === 'call.changed' ? [] : [frame])
  await anna.client.calls.leave(call)
  expect(told(boris, call)?.ended).toBeNull()
  await toAnna('into the void')
  await until(async () => boris.events.some((event) => event.type === 'call_refused' && event.call === call))
  await knows(boris, call, ({ ended }) => ended !== null)
  line.meddle = (frame) => [frame]
  await expect(toBoris('over')).rejects.toMatchObject({ code: 'CALL_OVER' })
})

test('S1 who signs out in the middle of a call is out of it at once', async () => {
  const gleb = await signUp(server, 'Gleb')
  await isOnline(gleb)
  await anna.client.contacts.add(gleb.user)
  const { id } = await gleb.client.chats.openDirect(anna.user)
  const call = newCall()
  await gleb.client.calls.start({ call, chat: id, media })
  await knows(anna, call, () => true)
  await anna.client.calls.join({ call, media })
  const before = Date.now()
  await gleb.client.auth.signOut()
  await knows(anna, call, ({ ended }) => ended?.reason === 'completed')
  expect(Date.now() - before).toBeLessThan(10_000)
  await gleb.client.close()
})

test('G1 a server that is gone for a moment loses no call: both go on where they were', async () => {
  const { call, toBoris, toAnna, over } = await talk()
  await anna.client.calls.media(call, media)
  await server.stop()
  await until(async () => (await anna.client.connection()) === 'offline')
  await expect(toBoris('to nobody')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await anna.client.calls.media(call, { ...media, audio: false })
  await server.start()
  await Promise.all([anna.client.wake(), boris.client.wake()])
  await isOnline(anna)
  await isOnline(boris)
  await toBoris('still here')
  await toAnna('so am I')
  await hears(boris, call, ['still here'])
  await hears(anna, call, ['so am I'])
  await knows(boris, call, ({ devices }) => devices.some(({ user, media: { audio } }) => user === anna.user && !audio))
  await over()
}, 30_000)

test('S19 nobody is called or answered under a key that changed until a person has looked', async () => {
  const carl = await signUp(server, 'Carl')
  await isOnline(carl)
  await carl.client.contacts.add(anna.user)
  const { id } = await anna.client.chats.openDirect(carl.user)
  await anna.client.messages.send(id, 'hello')
  await shows(carl, id, ['hello'])
  const ringing = newCall()
  await carl.client.calls.start({ call: ringing, chat: id, media })
  await knows(anna, ringing, () => true)
  await resetIdentity(server, carl)
  await carl.client.account.update({ name: 'Carl again' })
  await until(async () => (await anna.client.people.get(carl.user))?.verification === 'changed')
  const held = { code: 'KEY_CHANGED' }
  await expect(anna.client.calls.join({ call: ringing, media })).rejects.toMatchObject(held)
  await carl.client.calls.leave(ringing)
  await expect(anna.client.calls.start({ call: newCall(), chat: id, media })).rejects.toMatchObject(held)
  expect((await anna.client.calls.live()).filter(({ chat }) => chat === id)).toEqual([])
  await carl.client.close()
})

test('S13 what no page would ask is refused here', async () => {
  const { calls } = anna.client
  const { id: chat } = await anna.client.chats.openDirect(boris.user)
  const bad = { code: 'BAD_REQUEST' }
  await expect(calls.get('../chats' as CallId)).rejects.toMatchObject(bad)
  await expect(calls.start({ call: newCall(), chat, media: { ...media, audio: 1 as never } })).rejects.toMatchObject(
    bad,
  )
  await expect(calls.ring(newCall(), [])).rejects.toMatchObject(bad)
  await expect(calls.seen(-1)).rejects.toMatchObject(bad)
  const { call, a, b, over } = await talk()
  await expect(calls.signal(call, b, a, offer('as Boris'))).rejects.toMatchObject(bad)
  await expect(calls.signal(call, a, { ...b, connEpoch: 0 }, offer('x'))).rejects.toMatchObject(bad)
  await expect(calls.signal(call, a, b, offer('x'.repeat(20_000)))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  await expect(calls.signal(newCall(), a, b, offer('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await over()
})

/** base64url of bytes of which one is another. */
function changed(text: string, at: number): string {
  const bytes = fromBase64url(text)
  const index = at < 0 ? bytes.length + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 1
  return toBase64url(bytes)
}

test('P141 a page says how a call went, once it has words for it, and nothing that the report has no place for', async () => {
  const { calls } = anna.client
  const report = { mode: 'p2p', connectMs: 300, roundTripMs: 12.5, loss: 0, relayed: false, reconnects: 0 } as const
  await calls.report(report)
  await expect(calls.report({ ...report, loss: 2 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const named = { ...report, call: newCall() }
  await expect(calls.report(named)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const figures = await (await fetch(`${server.url}/metrics`)).text()
  expect(figures).toContain('soroka_call_reports_total{mode="p2p",way="direct"} 1\n')
})
