import type { ChatId, DeviceId, MsgId, UserId } from '@soroka/protocol'
import { PUSH_ENVELOPE_BYTES, PUSH_PAYLOAD_BYTES, pushKind, pushPayload } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { randomId } from '../../testing/people.ts'
import { buildPayload } from './payload.ts'
import type { Told } from './payload.ts'

const chatIds = Array.from({ length: 20 }, () => randomId(32) as ChatId)
const row = {
  seq: 4_000_000_000,
  msgId: randomId() as MsgId,
  sender: randomId() as UserId,
  device: randomId() as DeviceId,
  epoch: 4_000_000_000,
  target: randomId() as MsgId,
  envelope: undefined,
}
const told: Told = {
  user: randomId() as UserId,
  kind: 'message',
  lang: 'ru',
  at: Date.now(),
  until: Date.now(),
  badge: 123_456,
  chat: chatIds[0],
  call: null,
  row,
  read: chatIds.map((chat) => ({ chat, upTo: 4_000_000_000 })),
  origin: `https://${'a'.repeat(60)}.example.org`,
}
const read = (json: string) => pushPayload.parse(JSON.parse(json)).notification.data

test('S10 whatever has to be said fits into what a push service takes, and follows the schema', () => {
  for (let size = 300; size <= PUSH_ENVELOPE_BYTES + 100; size += 50) {
    const { json, whole } = buildPayload({ ...told, row: { ...row, envelope: Buffer.alloc(size, 1) } })
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(PUSH_PAYLOAD_BYTES)
    expect(read(json).envelope !== undefined, `${size}`).toBe(whole)
    if (size <= 1300) expect(whole).toBe(true)
  }
})

test('the marks give way to the envelope, and at most eight chats are named', () => {
  const roomy = buildPayload(told)
  expect(read(roomy.json).read).toHaveLength(8)
  expect(roomy.read).toHaveLength(8)
  const tight = buildPayload({ ...told, row: { ...row, envelope: Buffer.alloc(2300, 1) } })
  expect(tight).toMatchObject({ whole: true, read: [] })
})

test('a ring names its call and nothing else', () => {
  const call = randomId() as Told['call']
  const { json } = buildPayload({ ...told, kind: 'ring', call, row: undefined, read: [] })
  expect(read(json)).toEqual({ user: told.user, kind: 'ring', at: told.at, call, until: told.until })
})

test('every kind has words in both languages', () => {
  for (const kind of pushKind.options)
    for (const lang of ['ru', 'en'] as const) {
      const { json } = buildPayload({ ...told, kind, lang, call: null, read: [] })
      expect(pushPayload.parse(JSON.parse(json)).notification).toMatchObject({ lang })
    }
})
