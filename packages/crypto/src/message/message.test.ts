import { decodeBody, DEFAULT_POLICY, encodeBody, KIND, MAX_ENVELOPE, MAX_TEXT } from '@soroka/protocol/records'
import { describe, expect, it } from 'vitest'
import { createDirectEpoch, createGroupEpoch } from '../epoch/create-epoch.ts'
import { nextEpoch } from '../epoch/next-epoch.ts'
import { safetyNumber } from '../fingerprint.ts'
import { chainsOf, createPerson, directChat, sealText } from '../testing/people.ts'
import { EMPTY_LOG } from './chat-log.ts'
import { openMessage } from './open-message.ts'

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

it('the safety number is the same for both and names both keys', async () => {
  const [ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
  const of = (one: typeof ann) => ({ user: one.user, ikPub: one.chain.ikPub })
  const number = safetyNumber(of(ann), of(bob))
  expect(number).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(safetyNumber(of(bob), of(ann))).toBe(number)
  expect(safetyNumber(of(ann), of(eve))).not.toBe(number)
})
