import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../log/index.ts'
import { createHttp } from './server.ts'

const BODY_MS = 300
let http: FastifyInstance

beforeAll(async () => {
  http = createHttp(createLog('silent'), [], BODY_MS)
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
