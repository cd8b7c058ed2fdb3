import { callId, type CallId, type DeviceId, type UserId } from '@soroka/protocol'
import { concat, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  CHAIN_OP,
  decodeSignal,
  encodeSignal,
  encodeSignalBody,
  encodeSignalHeader,
  pad,
  SIGNATURE_BYTES,
} from '@soroka/protocol/records'
import type { SignalBody, SignalHeader } from '@soroka/protocol/records'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { appendEntry } from '../account/chain.ts'
import type { Author, NewEpoch } from '../epoch/create-epoch.ts'
import { epochSecret } from '../epoch/epoch-key.ts'
import { nextEpoch } from '../epoch/next-epoch.ts'
import { EMPTY_LOG } from '../message/chat-log.ts'
import { aeadOpen, aeadSeal, importAeadKey } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { randomBytes } from '../primitives/random.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import { chainsOf, createPerson, flip, grantDevice, groupChat } from '../testing/people.ts'
import type { Person } from '../testing/people.ts'
import { openSignal } from './open-signal.ts'
import { sealSignal } from './seal-signal.ts'
import { signalKey } from './signal-key.ts'

/** Every test plays a server (or a member who helps it) that does one forbidden thing to a call. */
let ann: Person
let bob: Person
let eve: Person
let made: NewEpoch
beforeAll(async () => {
  ;[ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
  made = await groupChat(ann, [bob, eve])
})

const call = newCall()
const offer: SignalBody = { kind: 'offer', round: 1, anew: true, sdp: 'v=0\r\na=fingerprint:sha-256 AA:BB\r\n' }
const partyOf = ({ user, device }: { user: UserId; device: DeviceId }, connEpoch = 1) => ({ user, device, connEpoch })

function newCall(): CallId {
  return callId.parse(toBase64url(randomBytes(16)))
}

function seal(author: Author, to: Author, change: Partial<Parameters<typeof sealSignal>[0]> = {}): Promise<Bytes> {
  const { epoch, key } = made
  return sealSignal({ epoch, key, author, call, connEpoch: 2, to: partyOf(to), seq: 7, body: offer, ...change })
}

function open(signal: Uint8Array, change: Partial<Parameters<typeof openSignal>[0]> = {}) {
  const { epoch, key } = made
  const chains = chainsOf(ann, bob, eve)
  const { user, device } = ann.author
  return openSignal({ signal, epoch, head: epoch, key, chains, call, self: { user, device }, ...change })
}

function follow(from: NewEpoch, author: Person, intent: Parameters<typeof nextEpoch>[0]['intent']) {
  const { epoch: prev, key } = from
  return nextEpoch({
    prev,
    prevEk: key.ek,
    intent,
    author: author.author,
    chains: chainsOf(ann, bob, eve),
    seen: EMPTY_LOG,
  })
}

/** The same words under another header, by somebody who has the key of the epoch but not that of the device. */
async function forge(signal: Uint8Array, change: Partial<SignalHeader>, body = offer): Promise<Bytes> {
  const { header, headerBytes, iv, ciphertext } = decodeSignal(signal)
  const inner = await aeadOpen(await signalKey(made.key, header), iv, ciphertext, headerBytes)
  if (inner === null) throw new Error('does not open')
  const forged = { ...header, ...change }
  const bytes = encodeSignalHeader(forged)
  const sealed = concat(inner.slice(0, SIGNATURE_BYTES), pad(encodeSignalBody(body)))
  return encodeSignal(bytes, iv, await aeadSeal(await signalKey(made.key, forged), iv, sealed, bytes))
}

describe('S14 signals of a call', () => {
  it('an honest one opens on the device that it is for', async () => {
    const signal = await seal(bob.author, ann.author)
    const opened = await open(signal)
    if (!opened.ok) throw new Error(opened.reason)
    expect(opened.body).toEqual(offer)
    expect(opened.header).toMatchObject({ call, from: partyOf(bob.author, 2), to: partyOf(ann.author), seq: 7 })
    const again = await seal(bob.author, ann.author, { body: { ...offer, sdp: 'v=0' } })
    expect(again).toHaveLength(signal.length)
  })

  it('no byte of it can be changed', async () => {
    const signal = await seal(bob.author, ann.author)
    for (let at = 0; at < signal.length; at += 3)
      expect(await open(flip(signal, at, at % 8))).toMatchObject({ ok: false })
    expect(await open(signal.slice(1))).toMatchObject({ reason: 'malformed' })
  })

  it('S15 whatever bytes come, they are refused and nothing breaks', async () => {
    const signal = await seal(bob.author, ann.author)
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.uint8Array({ maxLength: 300 }).map((tail) => concat(signal.slice(0, 206), tail)),
    )
    await fc.assert(fc.asyncProperty(bytes, async (some) => !(await open(some)).ok))
  })

  it('a member who helps the server cannot put in a fingerprint of his', async () => {
    const swapped = { ...offer, sdp: 'v=0\r\na=fingerprint:sha-256 CC:DD\r\n' }
    const signal = await forge(await seal(bob.author, ann.author), {}, swapped)
    expect(await open(signal)).toMatchObject({ reason: 'signature' })
  })

  it('nor pass words of his own off as another one’s', async () => {
    const signal = await forge(await seal(eve.author, ann.author), { from: partyOf(bob.author, 2) })
    expect(await open(signal)).toMatchObject({ reason: 'signature' })
  })

  it.each([
    ['another join of the sender', (): Partial<SignalHeader> => ({ from: partyOf(bob.author, 3) })],
    ['another join of mine', () => ({ to: partyOf(ann.author, 4) })],
    ['a higher number', () => ({ seq: 8 })],
  ])('words of one pair of joins don’t pass for those of %s', async (_what, change) => {
    expect(await open(await forge(await seal(bob.author, ann.author), change()))).toMatchObject({ reason: 'signature' })
  })

  it('one of another call is refused, and signed for its own', async () => {
    const other = newCall()
    const signal = await seal(bob.author, ann.author, { call: other })
    expect(await open(signal)).toMatchObject({ reason: 'not_for_me' })
    expect(await open(await forge(signal, { call }))).toMatchObject({ reason: 'signature' })
  })

  it('one for another device or person is refused, and signed for him', async () => {
    const second = await grantDevice(ann)
    for (const to of [second, eve.author]) {
      const signal = await seal(bob.author, to)
      expect(await open(signal)).toMatchObject({ reason: 'not_for_me' })
      expect(await open(await forge(signal, { to: partyOf(ann.author) }))).toMatchObject({ reason: 'signature' })
    }
  })

  it('each call and each pair of devices has a key of its own, derived as the specification says', async () => {
    const [from, to] = [partyOf(bob.author, 2), partyOf(ann.author)]
    const signal = await seal(bob.author, ann.author)
    const { headerBytes, iv, ciphertext } = decodeSignal(signal)
    const secret = epochSecret(made.key.chat, made.key.n, made.key.ek, 'call')
    const place = concat(...[call, from.device, to.device].map(fromBase64url))
    const key = await importAeadKey(deriveSecret(secret, 'call-signal', place))
    expect(await aeadOpen(key, iv, ciphertext, headerBytes)).not.toBeNull()
    for (const other of [
      { call: newCall(), from, to },
      { call, from: to, to: from },
      { call, from, to: partyOf(eve.author) },
    ])
      expect(await aeadOpen(await signalKey(made.key, other), iv, ciphertext, headerBytes)).toBeNull()
  })

  it('R8 one of an epoch below the floor is refused: somebody has lost a right since', async () => {
    const signal = await seal(bob.author, ann.author)
    const rekeyed = await follow(made, ann, { type: 'remove', users: [eve.user] })
    expect(await open(signal, { head: rekeyed.epoch })).toMatchObject({ reason: 'old_epoch' })
  })

  it('of an older epoch that still holds, it counts', async () => {
    const signal = await seal(bob.author, ann.author)
    const later = await follow(made, ann, { type: 'rekey' })
    expect(later.epoch.floor).toBe(0)
    expect(await open(signal, { head: later.epoch })).toMatchObject({ ok: true })
  })

  it('who was removed has nothing to say, though the server calls him a member', async () => {
    const removed = await follow(made, ann, { type: 'remove', users: [bob.user] })
    const { epoch, key } = removed
    const signal = await seal(bob.author, ann.author, { epoch, key })
    expect(await open(signal, { epoch, head: epoch, key })).toMatchObject({ reason: 'not_member' })
    expect(await open(await seal(bob.author, ann.author), { head: epoch })).toMatchObject({ ok: false })
  })

  it('one with another epoch’s hash, or moved to another chat, is refused', async () => {
    const lying = { ...made.epoch, hash: flip(made.epoch.hash, 0) }
    expect(await open(await seal(bob.author, ann.author, { epoch: lying }))).toMatchObject({ reason: 'epoch_hash' })
    const { epoch, key } = await groupChat(ann, [bob, eve])
    expect(await open(await seal(bob.author, ann.author), { epoch, head: epoch, key })).toMatchObject({
      reason: 'chat',
    })
  })

  it('R5 a revoked device is heard no more, as soon as its revocation is known', async () => {
    const anna = await createPerson()
    const second = await grantDevice(anna)
    const group = await groupChat(ann, [anna])
    const { epoch, key } = group
    const place = { epoch, head: epoch, key }
    const signal = await seal(second, ann.author, { epoch, key })
    expect(await open(signal, { ...place, chains: chainsOf(ann, anna) })).toMatchObject({ ok: true })
    const ik = await signPairFromSeed(anna.account.ikSeed)
    const change = { op: CHAIN_OP.device_revoke, device: second.device } as const
    anna.chain = (await appendEntry(anna.user, anna.chain, ik.key, change)).state
    expect(await open(signal, { ...place, chains: chainsOf(ann, anna) })).toMatchObject({ reason: 'revoked' })
  })

  it('a device that stands on no chain is nobody’s', async () => {
    const stranger = await createPerson(bob.user)
    expect(await open(await seal(stranger.author, ann.author))).toMatchObject({ reason: 'device' })
    expect(await open(await seal(bob.author, ann.author), { chains: new Map() })).toMatchObject({ reason: 'no_chain' })
  })
})
