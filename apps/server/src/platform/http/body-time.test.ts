import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../log/index.ts'
import { createHttp } from './server.ts'

const BODY_MS = 300
const HEAD_MS = 300
let http: FastifyInstance

beforeAll(async () => {
  http = createHttp(createLog('silent'), [], { headMs: HEAD_MS, bodyMs: BODY_MS })
  http.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume().once('end', () => done(null))
  })
  http.post('/usual', () => ({ done: true }))
  http.post('/upload', { config: { longBody: true } }, () => ({ done: true }))
  await http.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => http.close())

/** Sends one sign of the body in each twentieth of a second, and resolves with the answer's first line. */
async function trickle(path: string, signs: number): Promise<string> {
  const wire = connect((http.server.address() as AddressInfo).port, '127.0.0.1')
  let answer = ''
  wire.on('data', (part) => (answer += part.toString()))
  wire.on('error', () => undefined)
  const ended = once(wire, 'close')
  wire.write(
    `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: a/b\r\nconnection: close\r\ncontent-length: ${signs}\r\n\r\n`,
  )
  for (let i = 0; i < signs && !wire.destroyed; i++) {
    wire.write('x')
    await pause(50)
  }
  await ended
  return answer.split('\r\n')[0] ?? ''
}

test('S7 who sends a body sign by sign is cut off, but for an upload that still flows', async () => {
  const [slow, quick, upload] = await Promise.all([trickle('/usual', 20), trickle('/usual', 2), trickle('/upload', 20)])
  expect(slow).toBe('')
  expect(quick).toBe('HTTP/1.1 200 OK')
  expect(upload).toBe('HTTP/1.1 200 OK')
})

test('S7 who sends a head line by line and never ends it is cut off, and others are served meanwhile', async () => {
  const { port } = http.server.address() as AddressInfo
  const began = performance.now()
  const slow = Array.from({ length: 100 }, async (_, i) => {
    const wire = connect(port, '127.0.0.1')
    const ended = new Promise((done) => wire.once('close', done))
    wire.on('error', () => undefined)
    wire.resume()
    wire.write('POST /usual HTTP/1.1\r\nhost: a\r\n')
    for (let line = 0; !wire.destroyed && line < 100; line++) {
      wire.write(`x-${i}-${line}: a\r\n`)
      await pause(50)
    }
    await ended
    return performance.now() - began
  })
  expect(await trickle('/usual', 2)).toBe('HTTP/1.1 200 OK')
  const lives = await Promise.all(slow)
  expect(Math.min(...lives)).toBeGreaterThan(HEAD_MS * 0.9)
  // The time, a look, and what a busy machine adds; by Node's own looks it would be half a minute.
  expect(Math.max(...lives)).toBeLessThan(4000)
})
