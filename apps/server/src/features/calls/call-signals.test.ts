import { randomBytes } from 'node:crypto'
import { limits } from '@soroka/protocol'
import type { CallId } from '@soroka/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomId } from '../../testing/people.ts'
import { CallStage, media, newCallId } from './calls.fixture.ts'
import type { Phone } from './calls.fixture.ts'

let stage: CallStage

beforeAll(async () => {
  stage = await CallStage.start({ rate: { perSecond: 5000, burst: 20_000 } })
})
afterAll(async () => {
  await stage.server.stop()
  expect(stage.server.errors).toEqual([])
})

let ids = 0

/** What becomes of a signal: told to the other one, or the code of its refusal. */
async function send(from: Phone, to: Phone, call: CallId, signal = 'AAAA'): Promise<string> {
  const id = ++ids
  const seen = to.socket.frames.length
  const told = to.socket.next('call.signalled', (frame) => frame.signal === signal, { from: seen })
  const refused = from.socket.next('error', (frame) => frame.id === id)
  from.socket.tell({ t: 'call.signal', id, call, to: to.party, signal })
  return Promise.race([told.then(() => 'told'), refused.then(({ code }) => code)]).finally(() => {
    for (const other of [told, refused]) other.catch(() => undefined)
  })
}

test('P106 S15 a signal reaches the other device in the call, with who sent it, and nobody else', async () => {
  const { anna, boris, chat } = await stage.pair()
  const desk = await stage.second(boris)
  const stranger = await stage.phone()
  const { id } = await anna.start(chat)
  expect(await send(anna, boris, id)).toBe('NOT_FOUND') // he has not come yet
  await boris.join(id)
  const signal = randomBytes(limits.callSignalBytes).toString('base64url')
  expect(await send(anna, boris, id, signal)).toBe('told')
  expect(boris.socket.all('call.signalled')).toEqual([
    { t: 'call.signalled', call: id, from: anna.party, to: boris.device.id, signal },
  ])
  for (const [from, to] of [
    [desk, anna],
    [anna, desk],
    [anna, stranger],
    [stranger, anna],
    [stranger, stranger],
    [anna, anna],
  ] as const)
    expect(await send(from, to, id)).toBe('NOT_FOUND')
  expect(await send(anna, boris, newCallId())).toBe('NOT_FOUND')
  const other = await stage.pair()
  const { id: foreign } = await other.anna.start(other.chat)
  await other.boris.join(foreign)
  expect(await send(anna, boris, foreign)).toBe('NOT_FOUND')
  expect(await send(anna, other.boris, foreign)).toBe('NOT_FOUND')
  await anna.leave(id)
  expect(await send(anna, boris, id)).toBe('CALL_OVER')
  expect(stranger.socket.all('call.signalled')).toEqual([])
})

test('P106 signals arrive in the order in which they were sent: an answer must not overtake its offer', async () => {
  const { anna, boris, chat } = await stage.pair()
  const { id } = await anna.start(chat)
  await boris.join(id)
  const sent = Array.from({ length: 60 }, (_, i) => Buffer.from([i, 0, 0]).toString('base64url'))
  for (const [i, signal] of sent.entries())
    anna.socket.tell({ t: 'call.signal', id: i, call: id, to: boris.party, signal })
  await boris.socket.next('call.signalled', ({ signal }) => signal === sent.at(-1))
  await expect.poll(() => boris.socket.all('call.signalled').length, { timeout: 5000 }).toBe(60)
  expect(boris.socket.all('call.signalled').map(({ signal }) => signal)).toEqual(sent)
})

test('P106 S15 a device that floods another one is told to wait', async () => {
  const { anna, boris, chat } = await stage.pair()
  const { id } = await anna.start(chat)
  await boris.join(id)
  const began = performance.now()
  const sent = 400
  for (let i = 0; i < sent; i++)
    anna.socket.tell({ t: 'call.signal', id: i, call: id, to: boris.party, signal: 'AAAA' })
  await anna.socket.next('error', ({ code }) => code === 'RATE_LIMITED')
  const told = () => boris.socket.all('call.signalled').length
  await expect.poll(() => told() + anna.socket.all('error').length, { timeout: 10_000 }).toBe(sent)
  expect(told()).toBeLessThanOrEqual(241 + (24 * (performance.now() - began)) / 1000)
  expect(await send(boris, anna, id)).toBe('told')
})

test('P18 while the database is away a frame of a call is UNAVAILABLE, and works again afterwards', async () => {
  const { anna, boris, chat } = await stage.pair()
  const { id } = await anna.start(chat)
  await boris.join(id)
  const { sql } = stage.server.database
  await sql.begin(async (tx) => {
    // As long as this lasts nobody reads it; a statement waits for two seconds.
    await tx`LOCK TABLE calls`
    expect(await send(anna, boris, id)).toBe('UNAVAILABLE')
  })
  expect(await send(anna, boris, id)).toBe('told')
  expect(stage.server.errors.splice(0)).toHaveLength(1)
})

test('S15 whatever is in a frame of a call: it is refused with a code, and the connection and the call live', async () => {
  const { anna, boris, chat } = await stage.pair()
  const { id } = await anna.start(chat)
  await boris.join(id)
  const { user, device } = boris.party
  const word = fc.oneof(
    fc.constantFrom<unknown>(id, randomId(), user, device, '', null, -1, 1.5, 'AAAA', 'A', '%%', [], {}, media),
    fc.string(),
    fc.jsonValue(),
  )
  const frame = fc.record(
    {
      t: fc.constantFrom('call.heard', 'call.signal', 'call.media', 'call.alive', 'call.', 'call.start'),
      id: fc.oneof(fc.nat(), word),
      call: word,
      to: fc.oneof(word, fc.record({ user: word, device: word }, { requiredKeys: [] })),
      signal: word,
      media: fc.oneof(word, fc.record({ audio: word, video: word, screen: word, hand: word })),
      busy: word,
    },
    { requiredKeys: ['t'] },
  )
  const frames = fc.sample(frame, { numRuns: 1500, seed: Number(process.env['SEED'] ?? 1) })
  const tooLong = Buffer.alloc(limits.callSignalBytes + 1).toString('base64url')
  const long = { t: 'call.signal', id: 7, call: id, to: boris.party, signal: tooLong }
  for (const one of [...frames, long]) anna.socket.raw(JSON.stringify(one))
  expect(await anna.socket.next('error', (error) => error.id === 7)).toMatchObject({ code: 'FRAME_INVALID' })
  anna.socket.tell({ t: 'ping', id: 99 })
  await anna.socket.next('pong', (pong) => pong.id === 99)
  const codes = new Set(anna.socket.all('error').map(({ code }) => code))
  const known = ['FRAME_INVALID', 'FRAME_UNKNOWN', 'NOT_FOUND', 'CALL_OVER', 'RATE_LIMITED', 'TOO_LARGE']
  for (const code of codes) expect(known).toContain(code)
  expect(boris.socket.all('call.signalled').every(({ to }) => to === device)).toBe(true)
  expect(await anna.get(id)).toMatchObject({ ended: null, devices: [{}, {}] })
})
