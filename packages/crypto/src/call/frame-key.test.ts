import { callId, chatId, deviceId, userId } from '@soroka/protocol'
import { concat, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { expect, it } from 'vitest'
import { hkdfSha256 } from '../primitives/hkdf.ts'
import { frameKey } from './frame-key.ts'

const bytes = (from: number, length: number) => Uint8Array.from({ length }, (_, i) => from + i)
const id = (from: number, length = 16) => toBase64url(bytes(from, length))
const epoch = { chat: chatId.parse(id(0x40, 32)), n: 7, ek: bytes(0, 32) }
const call = callId.parse(id(0x10))
const sender = { user: userId.parse(id(0x20)), device: deviceId.parse(id(0x30)), connEpoch: 3 }
const index = 5
const u32 = (n: number) => Uint8Array.of(0, 0, 0, n)
const label = (text: string) => new TextEncoder().encode(`soroka/v1/${text}\0`)

it('the key of a sender’s frames never changes for the same place (E76)', () => {
  expect(toBase64url(frameKey(epoch, { call, sender, index }))).toBe('V_zs8aKpfzfdxoiEWFJjg275G9SVDSVHe0k8dun4WcQ')
})

it('it is derived as the specification says (E76)', () => {
  const none = new Uint8Array()
  const secret = hkdfSha256(epoch.ek, none, concat(label('epoch-call'), fromBase64url(epoch.chat), u32(7)), 32)
  const place = concat(...[call, sender.user, sender.device].map(fromBase64url), u32(3), u32(5))
  const key = hkdfSha256(secret, none, concat(label('call-frame'), place), 32)
  expect(frameKey(epoch, { call, sender, index })).toEqual(key)
})

it('each epoch, call, person, device, join and index has another one (E76)', () => {
  const other = id(0x50)
  const keys = [
    frameKey(epoch, { call, sender, index }),
    frameKey({ ...epoch, n: 8 }, { call, sender, index }),
    frameKey({ ...epoch, ek: bytes(1, 32) }, { call, sender, index }),
    frameKey(epoch, { call: callId.parse(other), sender, index }),
    frameKey(epoch, { call, sender: { ...sender, user: userId.parse(other) }, index }),
    frameKey(epoch, { call, sender: { ...sender, device: deviceId.parse(other) }, index }),
    frameKey(epoch, { call, sender: { ...sender, connEpoch: 4 }, index }),
    frameKey(epoch, { call, sender, index: 6 }),
  ]
  expect(new Set(keys.map(toBase64url)).size).toBe(keys.length)
})
