import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { protocolVersion } from '@soroka/protocol'
import { TestPerson } from '../../testing/people.ts'
import { ORIGIN, RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { SOCKETS_EACH } from './socket-server.ts'

let server: RealtimeHarness
let anna: TestPerson

beforeAll(async () => {
  server = await RealtimeHarness.start({ rate: { perSecond: 100_000, burst: 100_000 } })
  anna = server.add(new TestPerson())
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

/** The status that answers an upgrade which is not taken. */
function refusal(url: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new TestSocket(url, headers)
  return new Promise((resolve) => {
    socket.ws.on('unexpected-response', (_, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
      socket.ws.terminate()
    })
    socket.ws.on('open', () => resolve(101))
  })
}

describe('who gets in', () => {
  test('S4 a ticket works once', async () => {
    const { ticket } = server.ticket(anna)
    const first = new TestSocket(server.url(ticket))
    expect(await first.next('ready')).toMatchObject({
      user: anna.user,
      device: anna.device.id,
      version: protocolVersion,
    })
    expect(await refusal(server.url(ticket))).toBe(401)
    await first.close()
  })

  test('S4 an unknown ticket, a foreign origin, no origin with a browser session, and another path are refused', async () => {
    expect(await refusal(server.url('A'.repeat(22)))).toBe(401)
    expect(await refusal(server.url(server.ticket(anna).ticket), { origin: 'https://evil.example' })).toBe(403)
    expect(await refusal(server.url(server.ticket(anna, anna.device, 'cookie').ticket))).toBe(403)
    expect(await refusal(server.url(server.ticket(anna, anna.device, 'cookie').ticket), { origin: ORIGIN })).toBe(101)
    expect(await refusal(`http://127.0.0.1:${server.port}/ws/`.replace('http', 'ws'))).toBe(404)
    expect(await refusal(`ws://127.0.0.1:${server.port}/other`)).toBe(404)
  })

  test('a refused peer that keeps its side open does not hold the connection', async () => {
    for (const path of ['/other', `/ws/${'A'.repeat(22)}`]) {
      const wire = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
      const gone = new Promise((resolve) => wire.once('close', resolve))
      let answer = ''
      wire.on('data', (data: Buffer) => (answer += data.toString()))
      wire.on('error', () => undefined)
      wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
      await new Promise((resolve) => wire.once('end', resolve))
      expect(answer).toMatch(/^HTTP\/1\.1 40[14] /)
      // Whoever goes on talking to a closed connection is reset.
      const talking = setInterval(() => wire.write('x'), 20)
      await gone
      clearInterval(talking)
    }
  })

  test('G10 a session that ends closes its sockets at once, also between ticket and welcome', async () => {
    const { ticket, holder } = server.ticket(anna)
    const socket = new TestSocket(server.url(ticket))
    await socket.next('ready')
    server.endSession(holder.session)
    expect(await socket.next('session.ended')).toMatchObject({ reason: 'revoked' })
    expect((await socket.closed).code).toBe(4001)
    const late = server.ticket(anna)
    server.endSession(late.holder.session)
    expect((await new TestSocket(server.url(late.ticket)).closed).code).toBe(4001)
  })
})

describe('bad input gets a code and the connection lives', () => {
  const cases: [string, string | Buffer, string][] = [
    ['not JSON', '{"t":', 'FRAME_INVALID'],
    ['an empty frame', '', 'FRAME_INVALID'],
    ['a number', '7', 'FRAME_INVALID'],
    ['null', 'null', 'FRAME_INVALID'],
    ['a list', '[]', 'FRAME_INVALID'],
    ['binary', Buffer.from('{"t":"ping","id":1}'), 'FRAME_INVALID'],
    ['an unknown frame', '{"t":"message.steal","id":5}', 'FRAME_UNKNOWN'],
    ['a frame named like a method', '{"t":"toString"}', 'FRAME_UNKNOWN'],
    ['__proto__', '{"__proto__":{"t":"ping"},"id":1}', 'FRAME_INVALID'],
    ['__proto__ as a frame', '{"t":"__proto__"}', 'FRAME_UNKNOWN'],
    ['an object where a string is expected', '{"t":"message.send","id":1,"envelope":{"$gt":""}}', 'FRAME_INVALID'],
    ['a negative id', '{"t":"ping","id":-1}', 'FRAME_INVALID'],
    ['a foreign alphabet', '{"t":"message.send","id":1,"envelope":"+/+/"}', 'FRAME_INVALID'],
    ['deep nesting', `${'['.repeat(60_000)}${']'.repeat(60_000)}`, 'FRAME_INVALID'],
    ['a deep object', `${'{"t":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'FRAME_INVALID'],
    [
      '101 watched people',
      JSON.stringify({ t: 'presence.watch', users: Array.from({ length: 101 }, () => 'A'.repeat(22)) }),
      'FRAME_INVALID',
    ],
  ]
  test.each(cases)('%s', async (_, data, code) => {
    const socket = await server.connect(anna)
    socket.raw(data)
    expect(await socket.next('error')).toMatchObject({ code })
    socket.tell({ t: 'ping', id: 7 })
    expect(await socket.next('pong')).toEqual({ t: 'pong', id: 7 })
    await socket.close()
  })

  test('the answer to a bad frame carries its id', async () => {
    const socket = await server.connect(anna)
    socket.raw('{"t":"message.steal","id":41}')
    expect(await socket.next('error')).toMatchObject({ id: 41 })
    await socket.close()
  })

  test('a frame over the limit closes 1009, whole or in fragments; the process lives', async () => {
    const whole = await server.connect(anna)
    whole.raw('x'.repeat(131_073))
    expect((await whole.closed).code).toBe(1009)
    const pieces = await server.connect(anna)
    for (let i = 0; i < 40; i++) pieces.ws.send('x'.repeat(4096), { fin: false })
    expect((await pieces.closed).code).toBe(1009)
    const endless = await server.connect(anna)
    for (let i = 0; i < 2000; i++) endless.ws.send('', { fin: false })
    expect((await endless.closed).code).toBeGreaterThan(1000)
    await (await server.connect(anna)).close()
  })

  test('a few thousand random frames: each is answered, none ends the connection', async () => {
    const socket = await server.connect(anna)
    const t = fc.constantFrom('message.send', 'chat.mark', 'typing.start', 'presence.watch', 'x', '', 'constructor')
    const frame = fc.oneof(
      fc.string().map((text) => text),
      fc.json(),
      fc
        .record(
          {
            t,
            id: fc.anything(),
            chat: fc.anything(),
            envelope: fc.oneof(fc.base64String(), fc.anything()),
            users: fc.anything(),
            read: fc.anything(),
          },
          { requiredKeys: ['t'] },
        )
        .map((value) => {
          try {
            return JSON.stringify(value)
          } catch {
            return '{'
          }
        }),
    )
    let sent = 0
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 20, maxLength: 40 }), async (frames) => {
        for (const one of frames) socket.raw(one)
        sent += frames.length
        const from = socket.frames.length
        socket.tell({ t: 'ping', id: sent })
        await socket.next('pong', (pong) => pong.id === sent, { from })
      }),
      { numRuns: 120 },
    )
    expect(sent).toBeGreaterThan(2000)
    await socket.close()
  })

  test('bytes that are no WebSocket at all do no harm', async () => {
    for (const bytes of [Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from([0x81, 0x05, 1, 2]), Buffer.alloc(64)]) {
      const { ticket } = server.ticket(anna)
      const wire = connect(server.port, '127.0.0.1')
      wire.write(
        `GET /ws/${ticket} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      )
      wire.write(bytes)
      wire.on('error', () => undefined)
      await pause(50)
      wire.destroy()
    }
    await (await server.connect(anna)).close()
  })
})

describe('limits of a connection', () => {
  test('a flood is told first and closed with 4029 if it goes on', async () => {
    const strict = await RealtimeHarness.start({ rate: { perSecond: 10, burst: 20 } })
    const boris = strict.add(new TestPerson())
    const socket = await strict.connect(boris)
    for (let i = 0; i < 25; i++) socket.tell({ t: 'ping', id: i })
    expect(await socket.next('error')).toMatchObject({ code: 'RATE_LIMITED', id: 20 })
    expect(await socket.send(sealedEnvelope(boris, 'A'.repeat(43) as never))).toMatchObject({
      t: 'message.refused',
      code: 'RATE_LIMITED',
      retryAfter: 1,
    })
    for (let i = 0; i < 40; i++) socket.tell({ t: 'ping', id: i })
    expect((await socket.closed).code).toBe(4029)
    await strict.stop()
  })

  test('P12 one person has 64 sockets at most, also when they come at once; the others notice nothing', async () => {
    const crowd = server.add(new TestPerson())
    const many = Array.from({ length: 70 }, () => new TestSocket(server.url(server.ticket(crowd).ticket)))
    const came = await Promise.all(many.map((socket) => socket.next('ready').catch(() => null)))
    expect(came.filter((ready) => ready !== null)).toHaveLength(SOCKETS_EACH)
    expect(await refusal(server.url(server.ticket(crowd).ticket))).toBe(429)
    await (await server.connect(anna)).close()
    await many[came.findIndex((ready) => ready !== null)]?.close()
    await expect.poll(() => refusal(server.url(server.ticket(crowd).ticket))).toBe(101)
    for (const socket of many) socket.ws.terminate()
  })

  test('G8 a consumer that does not read is cut with more than 1 MB unsent; the others notice nothing', async () => {
    const boris = server.add(new TestPerson())
    const { chat } = await server.createDirect(anna, boris)
    const [a, reader, slow] = await Promise.all([server.connect(anna), server.connect(boris), server.connect(boris)])
    slow.ws.pause()
    // Kernel buffers of both ends hold some megabytes before the process sees a backlog.
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(
        Array.from({ length: 90 }, () => a.send(sealedEnvelope(anna, chat, { size: 16_384 }))),
      )
      expect(answers.every((answer) => answer.t === 'message.accepted')).toBe(true)
    }
    await reader.next('message.created', (frame) => frame.seq === 900)
    expect(reader.all('message.created').map((frame) => frame.seq)).toEqual(
      Array.from({ length: 900 }, (_, i) => i + 1),
    )
    slow.ws.resume()
    const { code } = await slow.closed
    expect([4008, 1006]).toContain(code)
    expect(slow.all('message.created').length).toBeLessThan(900)
    expect(await server.registry.getSingleMetricAsString('soroka_ws_slow_total')).toMatch(/total 1$/)
    await Promise.all([a.close(), reader.close()])
  })
})
