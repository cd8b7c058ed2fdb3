import type { ChatId, MsgId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Api } from '../api/api.ts'
import { nodePlatform } from '../platform/node.ts'
import { Connection } from './connection.ts'

/** The network's faults are what is faked here. */
class Line extends EventTarget {
  static all: Line[] = []
  readyState: number = WebSocket.OPEN
  sent: Record<string, unknown>[] = []
  url: string
  constructor(url: string) {
    super()
    this.url = url
    Line.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>)
  }
  close() {
    this.readyState = WebSocket.CLOSED
  }
  say(frame: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) }))
  }
  drop(code: number) {
    this.dispatchEvent(Object.assign(new Event('close'), { code }))
  }
}

const ready = { t: 'ready', version: 1, era: 'e', user: 'A'.repeat(22), device: 'A'.repeat(22), now: 1 }
let frames: DownFrame[] = []
let connection: Connection

beforeEach(async () => {
  vi.useFakeTimers()
  Line.all = []
  frames = []
  const api = { auth: { ticket: async () => ({ ticket: 'tick/../et', expiresAt: 0 }) } } as unknown as Api
  const platform = nodePlatform({ socket: (url) => new Line(url) as unknown as WebSocket, random: () => 0.999 })
  connection = new Connection(api, 'http://localhost:1', platform, {
    frame: (frame) => frames.push(frame),
    state: () => undefined,
    refused: () => undefined,
  })
  connection.start()
  await vi.advanceTimersByTimeAsync(1)
})
afterEach(() => {
  connection.stop()
  vi.useRealTimers()
})

const line = () => Line.all.at(-1) as Line

test('S13 the ticket is escaped in the path', () => {
  expect(line().url).toBe('ws://localhost:1/ws/tick%2F..%2Fet')
})

test('frames that cannot be parsed are left out and the line lives on', () => {
  for (const bad of [
    '{',
    '[]',
    'null',
    '{"t":"no.such"}',
    '{"t":"chat.changed","chat":"../x"}',
    '{"__proto__":{"t":"pong"}}',
  ])
    line().say(bad)
  line().say(ready)
  expect(frames.map((frame) => frame.t)).toEqual(['ready'])
})

test('an answer goes to its question; a lost line leaves the question open to another try', async () => {
  const chat = 'A'.repeat(43) as ChatId
  const msgId = 'A'.repeat(22) as MsgId
  const first = connection.send('AA')
  const second = connection.send('BB')
  line().say({ t: 'message.accepted', id: line().sent[1]?.['id'], chat, msgId, seq: 2, at: 5 })
  expect(await second).toMatchObject({ seq: 2 })
  const lost = expect(first).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  line().drop(1006)
  await lost
})

test('reliability: silence of 45 s is a dead line; pauses double with jitter; a restart comes back within 500 ms', async () => {
  line().say(ready)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line().sent.map((frame) => frame['t'])).toEqual(['ping'])
  line().say({ t: 'pong', id: 1 })
  await vi.advanceTimersByTimeAsync(39_000)
  expect(Line.all).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(21_200)
  expect(Line.all).toHaveLength(2)
  line().drop(1006)
  await vi.advanceTimersByTimeAsync(390)
  expect(Line.all).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(20)
  expect(Line.all).toHaveLength(3)
  line().drop(1012)
  await vi.advanceTimersByTimeAsync(500)
  expect(Line.all).toHaveLength(4)
  connection.wake()
})
