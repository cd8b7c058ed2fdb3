import { createHmac } from 'node:crypto'
import type { UserId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { iceFor } from './ice.ts'

const user = 'AAAAAAAAAAAAAAAAAAAAAA' as UserId
const secret = 'a shared secret of sixteen'

test('P109 S14 credentials name their end, ten minutes from now at most, and are made of the secret', () => {
  const now = 1_800_000_000_500
  const urls = ['stun:t.example.org', 'turn:t.example.org?transport=udp', 'turns:t.example.org:5349']
  const { servers, expiresAt } = iceFor({ urls, secret }, user, now)
  const username = `1800000600:${user}`
  expect(servers).toEqual([
    { urls: ['stun:t.example.org'] },
    {
      urls: urls.slice(1),
      username,
      credential: createHmac('sha1', secret).update(username).digest('base64'),
    },
  ])
  expect(expiresAt).toBe(1_800_000_600_000)
  expect((expiresAt ?? Infinity) - now).toBeLessThanOrEqual(600_000)
})

test("without a configuration no server is named, and never somebody else's; STUN needs no credentials", () => {
  expect(iceFor(undefined, user, 0)).toEqual({ servers: [], expiresAt: null })
  expect(iceFor({ urls: ['stun:t.example.org'], secret: undefined }, user, 0)).toEqual({
    servers: [{ urls: ['stun:t.example.org'] }],
    expiresAt: null,
  })
})
