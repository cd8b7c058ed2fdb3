import { toBase64url } from '@soroka/protocol/bytes'
import {
  decodeBody,
  decodeDisclosure,
  decodeEnvelopeHeader,
  DEFAULT_POLICY,
  encodeBody,
  KIND,
  MAX_ENVELOPE,
  MAX_TEXT,
  messageSigningInput,
  RecordError,
} from '@soroka/protocol/records'
import { describe, expect, it } from 'vitest'
import { epochSecret } from '../epoch/epoch-key.ts'
import { createDirectEpoch, createGroupEpoch } from '../epoch/create-epoch.ts'
import { nextEpoch } from '../epoch/next-epoch.ts'
import { safetyNumber } from '../fingerprint.ts'
import { verify } from '../primitives/sign.ts'
import { chainsOf, createPerson, directChat, flip, sealText } from '../testing/people.ts'
import { EMPTY_LOG } from './chat-log.ts'
import { discloseMessage, openMessage } from './open-message.ts'

describe('message', () => {
  it('carries the longest text in the longest script', async () => {
    const [ann, bob] = await Promise.all([createPerson(), createPerson()])
    const made = await directChat(ann, bob)
    const text = '水'.repeat(MAX_TEXT)
    const { envelope } = await sealText(made, ann.author, text)
    expect(envelope.length).toBeLessThanOrEqual(MAX_ENVELOPE)
    const opened = await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })
    if (!opened.ok) throw new Error(opened.reason)
    expect(decodeBody(opened.body)).toEqual({ type: KIND.text, text, ext: [] })
    expect(() => encodeBody({ type: KIND.text, text: `${text}!`, ext: [] })).toThrow('too_large')
  })

  it('sizes tell a bucket, not a length', async () => {
    const ann = await createPerson()
    const nest = await createDirectEpoch({
      author: ann.author,
      peer: ann.user,
      chains: chainsOf(ann),
      policy: DEFAULT_POLICY,
    })
    const sizes = await Promise.all(['', 'hello', 'x'.repeat(55)].map((text) => sealText(nest, ann.author, text)))
    expect(new Set(sizes.map(({ envelope }) => envelope.length)).size).toBe(1)
  })

  it('opens a hundred messages well under a frame’s worth of patience', async () => {
    const [ann, bob] = await Promise.all([createPerson(), createPerson()])
    const made = await directChat(ann, bob)
    const chains = chainsOf(ann, bob)
    const sealed = await Promise.all(Array.from({ length: 200 }, (_, i) => sealText(made, ann.author, `message ${i}`)))
    const open = (part: typeof sealed) =>
      Promise.all(part.map(({ envelope }) => openMessage({ envelope, epoch: made.epoch, key: made.key, chains })))
    await open(sealed.slice(0, 100))
    const started = performance.now()
    const results = await open(sealed.slice(100))
    const took = performance.now() - started
    expect(results.every(({ ok }) => ok)).toBe(true)
    // About 15 ms when the machine is quiet; the bound only catches a lost key cache.
    expect(took).toBeLessThan(200)
    if (process.env.SHOW_TIMES) console.log(`100 messages opened in ${took.toFixed(1)} ms`)
  })

  it('R4 an add with history keeps the key and boxes the newcomer alone', async () => {
    const [ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
    const chains = chainsOf(ann, bob, eve)
    const made = await createGroupEpoch({
      author: ann.author,
      members: [{ user: bob.user, role: 1 }],
      chains,
      policy: DEFAULT_POLICY,
    })
    const intent = { type: 'add', users: [{ user: eve.user, role: 1 }] } as const
    const next = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      intent,
      author: ann.author,
      chains,
      seen: EMPTY_LOG,
    })
    expect(next.boxes.map(({ user }) => user)).toEqual([eve.user])
    expect(next.key.ek).toEqual(made.key.ek)
    expect(next.epoch.floor).toBe(0)
  })
})

describe('E88 a disclosure', () => {
  const disclosed = async () => {
    const [ann, bob] = await Promise.all([createPerson(), createPerson()])
    const made = await directChat(ann, bob)
    const [said, kept] = [await sealText(made, ann.author, 'said'), await sealText(made, ann.author, 'kept')]
    const parts = { epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) }
    const result = await discloseMessage({ envelope: said.envelope, ...parts })
    if (!result.ok) throw new Error(result.reason)
    return { ann, made, parts, said, kept, disclosure: result.disclosure }
  }
  const holds = async (pub: Uint8Array, bytes: Uint8Array) => {
    const { headerBytes, seen, body, sig } = decodeDisclosure(bytes)
    return verify(pub, sig, messageSigningInput(headerBytes, seen, body))
  }

  it('E88 shows without a key what the device of its author signed', async () => {
    const { ann, said, disclosure } = await disclosed()
    const { header, headerBytes, body } = decodeDisclosure(disclosure)
    expect(headerBytes).toEqual(decodeEnvelopeHeader(said.envelope).headerBytes)
    expect(header.sender).toBe(ann.user)
    expect(decodeBody(body).text).toBe('said')
    expect(await holds(ann.device.sign.pub, disclosure)).toBe(true)
    const other = await createPerson()
    expect(await holds(other.device.sign.pub, disclosure)).toBe(false)
  })

  it('E88 no bit of it can be another one', async () => {
    const { ann, disclosure } = await disclosed()
    for (let at = 0; at < disclosure.length; at++) {
      const wrong = flip(disclosure, at, at % 8)
      const passes = await holds(ann.device.sign.pub, wrong).catch((error: unknown) => {
        expect(error).toBeInstanceOf(RecordError)
        return false
      })
      expect(passes, `byte ${at}`).toBe(false)
    }
  })

  it('E90 opens no other message, and holds no key', async () => {
    const { made, disclosure } = await disclosed()
    const text = toBase64url(disclosure)
    for (const key of [made.key.ek, epochSecret(made.key.chat, 0, made.key.ek, 'msg')])
      expect(text).not.toContain(toBase64url(key).slice(2, 40))
    expect(disclosure.length).toBeLessThan(400)
  })

  it('E28 nothing is disclosed that would not be shown', async () => {
    const { parts, said } = await disclosed()
    const envelope = flip(said.envelope, said.envelope.length - 1)
    expect(await discloseMessage({ envelope, ...parts })).toEqual({ ok: false, reason: 'cannot_open' })
  })
})

it('the safety number is the same for both and names both keys', async () => {
  const [ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
  const of = (one: typeof ann) => ({ user: one.user, ikPub: one.chain.ikPub })
  const number = safetyNumber(of(ann), of(bob))
  expect(number).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(safetyNumber(of(bob), of(ann))).toBe(number)
  expect(safetyNumber(of(ann), of(eve))).not.toBe(number)
})
