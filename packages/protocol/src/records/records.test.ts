import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareBase64url, compareBytes, fromBase64url, RecordError, toBase64url } from '../bytes/index.ts'
import { decodeBody, encodeBody } from './body.ts'
import { decodeSignal, encodeSignal, encodeSignalHeader } from './call-signal.ts'
import { decodeSignalBody, encodeSignalBody } from './call-signal-body.ts'
import { CHAIN_OP, decodeChainEntry, encodeChainEntry, hashChainEntry } from './chain-entry.ts'
import { directChatId } from './chat-id.ts'
import { decodeChatMeta, encodeChatMeta, MAX_CHAT_PHOTO } from './chat-meta.ts'
import {
  decodeEnvelopeHeader,
  encodeEnvelope,
  encodeEnvelopeHeader,
  hashEnvelope,
  hashErasedEnvelope,
  hashSealedContent,
} from './envelope.ts'
import { decodeEpoch, encodeEpoch, hashEpoch, REASON } from './epoch.ts'
import { ORIGIN_HASH } from './hash.ts'
import { decodeInvites, decodeJoinProofs, encodeInvites, encodeJoinProofs, MAX_INVITES } from './invite.ts'
import { countsAsMessage, KIND } from './kinds.ts'
import { decodeLeave, encodeLeave } from './leave.ts'
import { nextLogHash } from './log.ts'
import { pad, unpad } from './padding.ts'
import {
  chainEntry,
  chatOf,
  createChange,
  deviceOf,
  fill,
  firstEpoch,
  memberOf,
  msgOf,
  signalHeader,
  userOf,
} from './testing.ts'

const header = {
  kind: KIND.text,
  chat: chatOf(1),
  epoch: 7,
  sender: userOf(1),
  device: deviceOf(2),
  msgId: msgOf(3),
  epochHash: fill(32, 4),
  ext: [
    { tag: 1, bytes: fill(16, 5) },
    { tag: 4, bytes: fill(8, 6) },
  ],
}
const annotation = { ...header, kind: KIND.reaction, target: msgOf(9), ext: [] }
const seal = (bytes: Uint8Array) => encodeEnvelope(bytes, fill(12, 1), fill(104 + 64 + 16, 2))
const leave = { chat: chatOf(1), user: userOf(1), device: deviceOf(2), epoch: 3, sig: fill(64, 7) }
const change = firstEpoch({
  n: 65,
  reason: REASON.leave,
  prevBox: fill(60, 8),
  changes: [{ set: memberOf(1) }, { remove: userOf(200) }],
  leaves: [leave],
  seen: { seq: 2 ** 40 + 5, hash: fill(32, 3) },
  ext: [{ tag: 2, bytes: fill(5, 5) }],
})
const invites = [
  { pub: fill(32, 1), expiresAt: 0, maxUses: 0, approval: false },
  { pub: fill(32, 200), expiresAt: 2 ** 41 + 3, maxUses: 50, approval: true },
]
const proofs = [
  { user: userOf(1), pub: fill(32, 1), sig: fill(64, 1) },
  { user: userOf(200), pub: fill(32, 1), sig: fill(64, 2) },
]
const meta = {
  chat: chatOf(1),
  version: 3,
  name: 'Алтай 🏔',
  description: 'в июле',
  photo: fill(40, 7),
  by: userOf(1),
  device: deviceOf(2),
  sig: fill(64, 8),
}
const signal = encodeSignal(encodeSignalHeader(signalHeader), fill(12, 1), fill(64 + 64 + 16, 2))
const candidates = [
  { candidate: 'candidate:1 1 udp 2113937151 192.0.2.7 50000 typ host', mid: '0', line: 0 },
  { candidate: 'candidate:2 1 udp 1677729535 2001:db8::7 50001 typ srflx', mid: 'камера', line: 2 },
]
const device = { id: deviceOf(8), signPub: fill(32, 8), sealPub: fill(1216, 8) }
const puk = { op: CHAIN_OP.puk, gen: 2, pub: fill(1216, 9), prevWrap: fill(60, 9), authPub: fill(32, 9) } as const

type Codec = { readonly decode: (bytes: Uint8Array) => unknown; readonly again: (bytes: Uint8Array) => Uint8Array }
const codecs: Record<string, Codec> = {
  envelope: {
    decode: decodeEnvelopeHeader,
    again: (bytes) => {
      const decoded = decodeEnvelopeHeader(bytes)
      return encodeEnvelope(encodeEnvelopeHeader(decoded.header), decoded.iv, decoded.ciphertext)
    },
  },
  epoch: { decode: decodeEpoch, again: (bytes) => encodeEpoch(decodeEpoch(bytes)) },
  chain: { decode: decodeChainEntry, again: (bytes) => encodeChainEntry(decodeChainEntry(bytes)) },
  leave: { decode: decodeLeave, again: (bytes) => encodeLeave(decodeLeave(bytes)) },
  invites: { decode: decodeInvites, again: (bytes) => encodeInvites(decodeInvites(bytes)) },
  joinProofs: { decode: decodeJoinProofs, again: (bytes) => encodeJoinProofs(decodeJoinProofs(bytes)) },
  meta: { decode: decodeChatMeta, again: (bytes) => encodeChatMeta(decodeChatMeta(bytes)) },
  signal: {
    decode: decodeSignal,
    again: (bytes) => {
      const decoded = decodeSignal(bytes)
      return encodeSignal(encodeSignalHeader(decoded.header), decoded.iv, decoded.ciphertext)
    },
  },
  signalBody: { decode: decodeSignalBody, again: (bytes) => encodeSignalBody(decodeSignalBody(bytes)) },
  body: { decode: decodeBody, again: (bytes) => encodeBody(decodeBody(bytes)) },
}
const samples: readonly [string, string, Uint8Array][] = [
  ['envelope', 'text', seal(encodeEnvelopeHeader(header))],
  ['envelope', 'reaction', seal(encodeEnvelopeHeader(annotation))],
  ['epoch', 'first', encodeEpoch(firstEpoch())],
  ['epoch', 'change', encodeEpoch(change)],
  ['chain', 'create', encodeChainEntry(chainEntry(0, ORIGIN_HASH, createChange))],
  ['chain', 'puk', encodeChainEntry(chainEntry(1, fill(32, 1), puk))],
  ['chain', 'device_add', encodeChainEntry(chainEntry(2, fill(32, 1), { op: CHAIN_OP.device_add, device }))],
  [
    'chain',
    'device_revoke',
    encodeChainEntry(chainEntry(3, fill(32, 1), { op: CHAIN_OP.device_revoke, device: device.id })),
  ],
  [
    'chain',
    'factor',
    encodeChainEntry(chainEntry(4, fill(32, 1), { op: CHAIN_OP.factor, factor: createChange.factors[0] })),
  ],
  [
    'chain',
    'factor_remove',
    encodeChainEntry(chainEntry(5, fill(32, 1), { op: CHAIN_OP.factor_remove, fp: fill(32, 2) })),
  ],
  ['leave', 'leave', encodeLeave(leave)],
  ['invites', 'two', encodeInvites(invites)],
  ['joinProofs', 'two', encodeJoinProofs(proofs)],
  ['meta', 'whole', encodeChatMeta(meta)],
  ['signal', 'whole', signal],
  ['signalBody', 'offer', encodeSignalBody({ kind: 'offer', round: 3, anew: true, sdp: 'v=0\r\ns=Привет\r\n' })],
  ['signalBody', 'answer', encodeSignalBody({ kind: 'answer', round: 3, sdp: 'v=0\r\n' })],
  ['signalBody', 'candidates', encodeSignalBody({ kind: 'candidates', round: 70_000, candidates })],
  ['signalBody', 'no more', encodeSignalBody({ kind: 'candidates', round: 1, candidates: [] })],
  ['signalBody', 'again', encodeSignalBody({ kind: 'again', anew: false })],
  [
    'body',
    'text',
    encodeBody({ type: KIND.text, text: 'Привет, 🐦!', replyTo: msgOf(1), ext: [{ tag: 3, bytes: fill(3, 3) }] }),
  ],
]

/** Undefined if the bytes are refused in the typed way; anything else than a RecordError fails the test. */
function again(codec: Codec, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return codec.again(bytes)
  } catch (error) {
    if (error instanceof RecordError) return undefined
    throw error
  }
}

function codecOf(name: string): Codec {
  const codec = codecs[name]
  if (codec === undefined) throw new Error(name)
  return codec
}

describe('frozen vectors', () => {
  const frozen = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Record<string, string>
  const made: Record<string, string> = {}
  for (const [record, name, bytes] of samples) {
    // Long key material repeats itself: its hash stands for it.
    made[`${record} ${name}`] = bytes.length > 1000 ? toBase64url(hashChainEntry(bytes)) : toBase64url(bytes)
  }
  made['hash envelope'] = toBase64url(hashEnvelope(seal(encodeEnvelopeHeader(header))))
  made['hash epoch'] = toBase64url(hashEpoch(change))
  made['hash log'] = toBase64url(nextLogHash(ORIGIN_HASH, 1, fill(32, 1)))
  made['direct chat'] = directChatId(userOf(1), userOf(200))
  made['nest'] = directChatId(userOf(1), userOf(1))
  if (process.env.SHOW_VECTORS) console.log(JSON.stringify(made, null, 2))

  it.each(Object.entries(made))('R25 %s', (name, value) => {
    expect(value).toBe(frozen[name])
  })

  it('none is forgotten', () => {
    expect(Object.keys(frozen).toSorted()).toEqual(Object.keys(made).toSorted())
  })
})

describe('lists and limits of groups', () => {
  it('R4 a list of links or proofs has one order, and each stands in it once', () => {
    expect(() => encodeInvites(invites.toReversed())).toThrow('unsorted')
    expect(() => encodeInvites([...invites, ...invites])).toThrow('unsorted')
    expect(() => encodeJoinProofs(proofs.toReversed())).toThrow('unsorted')
    const many = Array.from({ length: MAX_INVITES + 1 }, (_, i) => ({ ...invites[0], pub: fill(32, i) }))
    expect(() => encodeInvites(many as typeof invites)).toThrow('too_large')
  })

  it('R23 name, description and photo keep to their sizes', () => {
    for (const large of [
      { name: 'x'.repeat(513) },
      { description: 'x'.repeat(4097) },
      { photo: fill(MAX_CHAT_PHOTO + 1, 0) },
    ])
      expect(() => encodeChatMeta({ ...meta, ...large })).toThrow('too_large')
    expect(decodeChatMeta(encodeChatMeta(meta))).toEqual(meta)
  })
})

describe('decoders', () => {
  it.each(samples)('%s %s: every flipped bit is refused or comes back exactly', (record, _name, bytes) => {
    const codec = codecOf(record)
    expect(codec.again(bytes)).toEqual(bytes)
    const step = bytes.length > 2000 ? 7 : 1
    for (let at = 0; at < bytes.length; at += step) {
      const flipped = new Uint8Array(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const result = again(codec, flipped)
      if (result !== undefined && toBase64url(result) !== toBase64url(flipped)) throw new Error(`byte ${at}`)
    }
  })

  it.each(samples)('%s %s: no prefix and no longer form is the record', (record, _name, bytes) => {
    const codec = codecOf(record)
    for (let length = 0; length < bytes.length; length += Math.max(1, bytes.length >> 8)) {
      expect(again(codec, bytes.slice(0, length))).toBeUndefined()
    }
    expect(again(codec, new Uint8Array([...bytes, 0]))).toBeUndefined()
  })

  it.each(Object.keys(codecs))('%s: random bytes are refused with a RecordError or come back exactly', (record) => {
    const codec = codecOf(record)
    const format = fc.constantFrom(new Uint8Array(), new Uint8Array([1]), new Uint8Array([1, 1]))
    fc.assert(
      fc.property(format, fc.uint8Array({ maxLength: 600 }), (start, rest) => {
        const bytes = new Uint8Array([...start, ...rest])
        const result = again(codec, bytes)
        return result === undefined || toBase64url(result) === toBase64url(bytes)
      }),
      { numRuns: 1000 },
    )
  })

  it('a body of any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 0, max: 255 }), (text, type) => {
        expect(decodeBody(encodeBody({ type, text, ext: [] }))).toEqual({ type, text, ext: [] })
      }),
    )
  })

  it('a target stands with annotations and only there', () => {
    expect(() => encodeEnvelopeHeader({ ...header, target: msgOf(1) })).toThrow(RecordError)
    const { target: _target, ...rest } = annotation
    expect(() => encodeEnvelopeHeader(rest)).toThrow(RecordError)
  })

  it('unsorted lists are not written', () => {
    expect(() => encodeEnvelopeHeader({ ...header, ext: header.ext.toReversed() })).toThrow('unsorted')
    expect(() => encodeEpoch({ ...change, changes: change.changes.toReversed() })).toThrow('unsorted')
  })
})

describe('bytes', () => {
  it('base64url is strict and ordered as its bytes', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(fromBase64url(toBase64url(a))).toEqual(new Uint8Array(a))
        expect(Math.sign(compareBase64url(toBase64url(a), toBase64url(b)))).toBe(Math.sign(compareBytes(a, b)))
      }),
    )
    for (const bad of ['A', 'AB', 'AA=', 'A A', 'AA+', 'AA/', 'ÀA'])
      expect(() => fromBase64url(bad)).toThrow(RecordError)
  })

  it('equals Node’s base64url for every length', () => {
    for (let length = 0; length < 70; length++) {
      expect(toBase64url(fill(length, 200))).toBe(Buffer.from(fill(length, 200)).toString('base64url'))
    }
  })

  it('padding comes off only as it was put on', () => {
    for (const length of [0, 1, 62, 63, 64, 255, 256, 1023, 4095, 4096, 8191, 65_535]) {
      expect(unpad(pad(fill(length, 1)))).toHaveLength(length)
    }
    expect(() => pad(new Uint8Array(65_536))).toThrow('too_large')
    expect(() => unpad(new Uint8Array(64))).toThrow(RecordError)
    expect(() => unpad(new Uint8Array(256).fill(0x80, 3, 4))).toThrow(RecordError)
  })
})

it('R13 an erased message keeps a hash that its header still proves', () => {
  const bytes = encodeEnvelopeHeader(header)
  const envelope = seal(bytes)
  expect(hashErasedEnvelope(bytes, hashSealedContent(envelope))).toEqual(hashEnvelope(envelope))
})

it('R7 a direct chat has one id, whoever asks', () => {
  expect(directChatId(userOf(1), userOf(200))).toBe(directChatId(userOf(200), userOf(1)))
  expect(directChatId(userOf(1), userOf(1))).not.toBe(directChatId(userOf(1), userOf(2)))
})

it('R15 only text, media and polls count as unread', () => {
  const counting = Object.values(KIND).filter(countsAsMessage)
  expect(counting).toEqual([KIND.text, KIND.media, KIND.poll])
})
