import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LiveKit } from '../../../apps/server/src/features/calls/livekit.ts'
import type { CallId, DeviceId, UserId } from '../../../packages/protocol/src/ids.ts'
import { hasLiveKit, LiveKitServer } from '../harness/livekit.ts'

const call = 'AAAAAAAAAAAAAAAAAAAAAA' as CallId
const me = { user: 'BBBBBBBBBBBBBBBBBBBBBB' as UserId, device: 'CCCCCCCCCCCCCCCCCCCCCC' as DeviceId, connEpoch: 1 }

describe.skipIf(!hasLiveKit())('the door of a server of media', () => {
  let livekit: LiveKitServer
  beforeAll(async () => {
    livekit = await LiveKitServer.start()
  })
  afterAll(() => livekit?.remove())

  /** What the server of media answers to who comes with a token. */
  const knock = async (token: string): Promise<number> => {
    const url = `${livekit.url.replace('ws', 'http')}/rtc/validate?access_token=${token}`
    const answer = await fetch(url)
    await answer.body?.cancel()
    return answer.status
  }
  const tokenOf = (changes: { at?: number; secret?: string } = {}): string => {
    const { url, key, secret } = livekit
    const config = { url, key, secret: changes.secret ?? secret }
    return new LiveKit(config, { now: () => changes.at ?? Date.now(), onError: () => undefined }).join(call, me).token
  }

  test('S14 opens for a token of now, and for none that is stale, of tomorrow, of another secret or changed', async () => {
    const token = tokenOf()
    expect(await knock(token)).toBe(200)
    // LiveKit forgives clocks a minute.
    expect(await knock(tokenOf({ at: Date.now() - 130_000 }))).toBe(401)
    expect(await knock(tokenOf({ at: Date.now() + 180_000 }))).toBe(401)
    expect(await knock(tokenOf({ secret: 'another secret of thirty-two letters' }))).toBe(401)
    const [head = '', body = '', mac = ''] = token.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp: number }
    const longer = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 3600 })).toString('base64url')
    expect(await knock([head, longer, mac].join('.'))).toBe(401)
  })
})
