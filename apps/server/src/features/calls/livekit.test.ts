import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { anna, call, deviceOf } from './call-machine.fixture.ts'
import { LiveKit } from './livekit.ts'

const secret = 'thirty-two letters, or a few more'
const me = { user: anna, device: deviceOf('annaphone'), connEpoch: 3 }
const identity = `${anna}:${deviceOf('annaphone')}:3`
const noError = (error: unknown) => expect.unreachable(String(error))

/** What a LiveKit server reads in a token; throws where it is not signed with the secret. */
function readToken(token: string): Record<string, unknown> {
  const [head = '', body = '', mac] = token.split('.')
  expect(mac).toBe(createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url'))
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' })
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
}

test('S14 a token lets one join of one device into the room of one call, for a minute', () => {
  const url = 'wss://livekit.example.org'
  const livekit = new LiveKit({ url, key: 'soroka', secret }, { now: () => 5_000_000, onError: noError })
  const way = livekit.join(call, me)
  expect(way).toMatchObject({ url, identity })
  const { video, ...claims } = readToken(way.token)
  expect(claims).toEqual({ iss: 'soroka', sub: identity, nbf: 4990, exp: 5060 })
  expect(video).toEqual({
    roomJoin: true,
    room: call,
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: false,
  })
})

test('who left is taken out of the room; a server that does not answer is told of and harms nothing', async () => {
  const asked: { path: string | undefined; token: string; body: unknown }[] = []
  const errors: unknown[] = []
  let status = 404
  const http = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
      asked.push({ path: request.url, token, body: JSON.parse(Buffer.concat(chunks).toString()) })
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  const onError = (error: unknown): void => void errors.push(error)
  const livekit = new LiveKit({ url, key: 'soroka', secret }, { now: Date.now, onError })
  await livekit.remove(call, me)
  expect(asked).toMatchObject([
    { path: '/twirp/livekit.RoomService/RemoveParticipant', body: { room: call, identity } },
  ])
  expect(readToken(asked[0]?.token ?? '')['video']).toEqual({ roomAdmin: true, room: call })
  // Nobody of that name is there.
  expect(errors).toEqual([])
  const below = new LiveKit({ url: `${url}/livekit`, key: 'soroka', secret }, { now: Date.now, onError })
  await below.remove(call, me)
  expect(asked[1]?.path).toBe('/livekit/twirp/livekit.RoomService/RemoveParticipant')
  status = 500
  await livekit.remove(call, me)
  expect(errors).toHaveLength(1)
  http.close()
  await livekit.remove(call, me)
  expect(errors).toHaveLength(2)
})
