import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SessionId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { newChatId, randomId, TestPerson } from '../../testing/people.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { chatTopic, InProcessBus, userTopic } from '../bus/index.ts'
import type { TicketHolder } from './connection.ts'
import { SocketServer } from './socket-server.ts'

const unused = (): void => undefined
const handlers = {
  'message.send': unused,
  'chat.mark': unused,
  'typing.start': unused,
  focus: unused,
  'call.heard': unused,
  'call.signal': unused,
  'call.media': unused,
  'call.alive': unused,
  'guest.signal': unused,
  'guest.media': unused,
  'guest.alive': unused,
  ping: unused,
}

test('a socket that closed while its frame was looked at enters no room', async () => {
  const { user, device } = new TestPerson()
  const holder: TicketHolder = { user, device: device.id, session: randomId() as SessionId, delivery: 'body' }
  const topic = chatTopic(newChatId())
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const sockets = new SocketServer({
    bus: new InProcessBus(() => undefined),
    era: 'era',
    log: { error: () => undefined },
    redeem: () => Promise.resolve(holder),
    isAlive: () => Promise.resolve(true),
    isAllowedOrigin: () => false,
    topicsOf: () => Promise.resolve([]),
  })
  const entered = Promise.withResolvers<void>()
  sockets.use(
    {
      ...handlers,
      'presence.watch': async (connection) => {
        asked.resolve()
        await answered.promise
        await sockets.rooms.enter(connection, [topic])
        entered.resolve()
      },
    },
    { opened: unused, missed: unused, closed: () => left.resolve() },
  )
  const http = createServer()
  sockets.attach(http)
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const { port } = http.address() as AddressInfo
  const socket = new TestSocket(`ws://127.0.0.1:${port}/ws/${randomId()}`)
  await socket.next('ready')
  socket.tell({ t: 'presence.watch', users: [] })
  await asked.promise
  socket.ws.terminate()
  await left.promise
  answered.resolve()
  await entered.promise
  expect(sockets.rooms.count(topic)).toBe(0)
  await sockets.close()
  await new Promise((done) => http.close(done))
})

test('R12 who is put out of a chat while his socket is let in does not hear it; who is let in again meanwhile does', async () => {
  const { user, device } = new TestPerson()
  const holder: TicketHolder = { user, device: device.id, session: randomId() as SessionId, delivery: 'body' }
  const [left, kept, again] = [chatTopic(newChatId()), chatTopic(newChatId()), chatTopic(newChatId())]
  const bus = new InProcessBus(() => undefined)
  const sockets = new SocketServer({
    bus,
    era: 'era',
    log: { error: () => undefined },
    redeem: () => Promise.resolve(holder),
    isAlive: () => Promise.resolve(true),
    isAllowedOrigin: () => false,
    topicsOf: () => {
      // The chats were read; now he is removed, and only then the socket enters them.
      bus.publish(userTopic(user), { leave: left })
      bus.publish(userTopic(user), { leave: again })
      bus.publish(userTopic(user), { join: again })
      return Promise.resolve([left, kept, again])
    },
  })
  sockets.use({ ...handlers, 'presence.watch': unused }, { opened: unused, missed: unused, closed: unused })
  const http = createServer()
  sockets.attach(http)
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const socket = new TestSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws/${randomId()}`)
  await socket.next('ready')
  expect([left, kept, again].map((topic) => sockets.rooms.count(topic))).toEqual([0, 1, 1])
  await socket.close()
  await sockets.close()
  await new Promise<void>((done) => http.close(() => done()))
})
