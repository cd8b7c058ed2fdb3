import { callId, chatId, deviceId, guestId, linkId } from '@soroka/protocol'
import type { DeviceId, GuestId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { encodeGuestHeader, encodeHello, encodeName, IV_BYTES, pad } from '@soroka/protocol/records'
import type { GuestPlace, SignalBody } from '@soroka/protocol/records'
import { beforeAll, describe, expect, it } from 'vitest'
import { aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'
import { openGuestCard, sealGuestCard } from './guest-card.ts'
import { isPass, openHello, sealHello, sealPass } from './guest-hello.ts'
import { guestKey, guestLinkPair } from './guest-link.ts'
import { openGuestSignal, sealGuestSignal } from './guest-signal.ts'

/** Every test plays a server, another guest or a stranger who does one forbidden thing to the guests of a call. */
const id = () => toBase64url(randomBytes(16))
const key = { chat: chatId.parse(toBase64url(randomBytes(32))), n: 3, ek: randomBytes(32) }
const newPlace = (): GuestPlace => ({ call: callId.parse(id()), link: linkId.parse(id()) })
const place = newPlace()
const guest: GuestId = guestId.parse(id())
const member: DeviceId = deviceId.parse(id())
const self = deviceId.parse(guest)
const body: SignalBody = { kind: 'offer', round: 1, anew: true, sdp: 'v=0\r\na=fingerprint:sha-256 AA:BB\r\n' }
const words = { name: 'Olga', body }
const toMember = { ...place, from: { device: self, connEpoch: 3 }, to: { device: member, connEpoch: 1 }, seq: 9 }
const toGuest = { ...place, from: toMember.to, to: toMember.from, seq: 9 }

let link: SignPair
let pair: SignPair
let eve: SignPair
beforeAll(async () => {
  link = await guestLinkPair(key, place)
  pair = await signPairFromSeed(randomBytes(32))
  eve = await signPairFromSeed(randomBytes(32))
})

const hello = () => sealHello(link.pub, { ...place, guest, name: 'Olga', pair })

describe('S14 guests of a call', () => {
  it('an honest guest is known by name and key, let in and heard', async () => {
    const known = await openHello(link.pub, { ...place, guest }, await hello())
    expect(known).toEqual({ ...place, guest, name: 'Olga', pub: pair.pub })
    if (known === null) throw new Error('unknown')
    expect(await isPass(link.pub, known, await sealPass(link, known))).toBe(true)
    expect(await openGuestCard(link.pub, place, await sealGuestCard(link, place, 'Anna'))).toBe('Anna')
    const signal = await sealGuestSignal(link.pub, pair.key, toMember, words)
    const opened = await openGuestSignal({ link: link.pub, place, self: member, signal, signerOf: () => pair.pub })
    expect(opened).toEqual({ header: toMember, words })
  })

  it('each call, link and epoch has a key of its own', async () => {
    const others = [
      guestLinkPair(key, { ...place, call: newPlace().call }),
      guestLinkPair(key, { ...place, link: newPlace().link }),
      guestLinkPair({ ...key, n: 4 }, place),
    ]
    for (const other of await Promise.all(others)) expect(other.pub).not.toEqual(link.pub)
  })

  it('who does not hold the link says nothing that opens', async () => {
    const forged = await sealHello(eve.pub, { ...place, guest, name: 'Olga', pair: eve })
    expect(await openHello(link.pub, { ...place, guest }, forged)).toBeNull()
    expect(await openGuestCard(eve.pub, place, await sealGuestCard(link, place, 'Anna'))).toBeNull()
  })

  it('a holder of the link cannot knock with the key of another one', async () => {
    const header = encodeGuestHeader({ ...place, guest, pub: pair.pub })
    const iv = randomBytes(IV_BYTES)
    const inner = new Uint8Array([...randomBytes(64), ...pad(encodeName('Olga'))])
    const sealed = await aeadSeal(await guestKey(link.pub, 'guest-hello', { ...place, guest }), iv, inner, header)
    expect(await openHello(link.pub, { ...place, guest }, encodeHello(header, iv, sealed))).toBeNull()
  })

  it('a hello is of one guest, link and call, and no byte of it can be changed', async () => {
    const sealed = await hello()
    for (const who of [
      { ...place, guest: guestId.parse(id()) },
      { ...newPlace(), guest },
    ])
      expect(await openHello(link.pub, who, sealed)).toBeNull()
    for (let at = 0; at < sealed.length; at += 5) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await openHello(link.pub, { ...place, guest }, changed), `byte ${at}`).toBeNull()
    }
  })

  it('only members let in, and only the key that knocked', async () => {
    const known = await openHello(link.pub, { ...place, guest }, await hello())
    if (known === null) throw new Error('unknown')
    expect(await isPass(link.pub, known, await sealPass({ pub: link.pub, key: eve.key }, known))).toBe(false)
    expect(await isPass(link.pub, { ...known, pub: eve.pub }, await sealPass(link, known))).toBe(false)
  })

  it('a guest who holds the link does not pass for a member, nor for another guest', async () => {
    const asMember = await sealGuestSignal(link.pub, eve.key, toGuest, words)
    const open = (signal: Uint8Array, to: DeviceId, signer: SignPair) =>
      openGuestSignal({ link: link.pub, place, self: to, signal, signerOf: () => signer.pub })
    expect(await open(asMember, self, link)).toBeNull()
    expect(await open(await sealGuestSignal(link.pub, link.key, toGuest, words), self, link)).not.toBeNull()
    expect(await open(await sealGuestSignal(link.pub, eve.key, toMember, words), member, pair)).toBeNull()
  })

  it('a signal is for one device, in one link and call', async () => {
    const signal = await sealGuestSignal(link.pub, pair.key, toMember, words)
    const args = { link: link.pub, place, self: member, signal, signerOf: () => pair.pub }
    expect(await openGuestSignal({ ...args, self: deviceId.parse(id()) })).toBeNull()
    expect(await openGuestSignal({ ...args, place: newPlace() })).toBeNull()
    expect(await openGuestSignal({ ...args, signerOf: () => null })).toBeNull()
  })
})
