import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordError, Writer } from '../bytes/index.ts'
import { fileId } from '../ids.ts'
import { filesOf, MAX_ATTACHMENTS, MAX_FILE } from './attachment.ts'
import { BODY_EXT, decodeBody, encodeBody } from './body.ts'
import { MAX_REACTIONS, readBodyOptions, writeBodyOptions } from './body-extensions.ts'
import type { BodyOptions } from './body-extensions.ts'
import { decodeErasedHeader, encodeEnvelopeHeader, HEADER_EXT } from './envelope.ts'
import type { Extension } from './extensions.ts'
import { MAX_FILES, MAX_NOTIFY, readHeaderOptions, writeHeaderOptions } from './header-extensions.ts'
import type { HeaderOptions } from './header-extensions.ts'
import { KIND } from './kinds.ts'
import { MAX_OPTIONS } from './poll.ts'
import { chatOf, deviceOf, fill, msgOf, userOf } from './testing.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const filled = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const filledKey = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 32 })
const user = fc.nat(255).map(userOf)
const msg = fc.nat(255).map(msgOf)
const moment = fc.nat().map((at) => at * 1000)
const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((some) => new Uint8Array(some))
/** Absent rather than undefined: what was not written is not read. */
const maybe = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.constant({}),
    value.map((some) => ({ [key]: some })),
  )
const choice = fc.uniqueArray(fc.nat(MAX_OPTIONS - 1)).map((list) => list.toSorted((a, b) => a - b))
const ascending = (list: string[]) => list.toSorted((a, b) => (a < b ? -1 : 1))

const poll = fc
  .tuple(
    fc.record({ options: fc.array(filled, { minLength: 2, maxLength: MAX_OPTIONS }), multiple: fc.boolean() }),
    maybe('closesAt', fc.integer({ min: 1, max: 2 ** 52 })),
    maybe('key', fc.constant(fill(1216, 7))),
  )
  .map(([shape, end, key]) => ({ ...shape, ...end, ...key }))
const image = fc.record({ bytes: bytes(200), width: fc.nat(65_535), height: fc.nat(65_535) })
const preview = fc
  .tuple(fc.record({ url: text, site: text, title: text, description: text }), maybe('image', image))
  .map(([words, picture]) => ({ ...words, ...picture }))
const count = fc.nat(65_535)
const file = fc.nat(255).map((n) => fileId.parse(msgOf(n)))
const sealed = fc.record({
  id: fc
    .nat(255)
    .map(msgOf)
    .map((id) => fileId.parse(id)),
  secret: fc.constant(fill(32, 5)),
  size: fc.nat(MAX_FILE),
  hash: fc.constant(fill(32, 6)),
})
const attachment = fc
  .tuple(
    fc.record({
      file: sealed,
      shape: fc.integer({ min: 1, max: 255 }),
      type: filled,
      name: text,
      width: count,
      height: count,
      duration: fc.nat(2 ** 31),
      thumb: bytes(400),
      peaks: fc.constantFrom(new Uint8Array(0), fill(64, 9)),
    }),
    maybe('preview', fc.record({ file: sealed, width: count, height: count })),
  )
  .map(([fields, extra]) => ({ ...fields, ...extra }))

const parts: Record<keyof BodyOptions, fc.Arbitrary<unknown>> = {
  replaces: msg,
  reactions: fc.uniqueArray(filled, { maxLength: MAX_REACTIONS }).map(ascending),
  mentions: fc.array(fc.record({ user, name: text }), { minLength: 1, maxLength: 5 }),
  callsAll: fc.constant(true),
  attachments: fc.array(attachment, { minLength: 1, maxLength: MAX_ATTACHMENTS }),
  forward: fc.tuple(fc.record({ at: moment }), maybe('author', user)).map(([at, author]) => ({ ...at, ...author })),
  preview,
  poll,
  vote: fc.oneof(
    choice.map((options) => ({ options })),
    bytes(300).map((sealed) => ({ sealed })),
  ),
  tally: fc.record({ voters: count, votes: fc.array(count, { minLength: 2, maxLength: MAX_OPTIONS }) }),
  thread: msg,
  pin: fc.boolean(),
  meta: bytes(200),
  sticker: fc.record({ pack: filledKey, name: filledKey }),
  pack: fc.oneof(
    fc.constant({ id: fill(16, 3), name: 'Cats', part: 0, parts: 0 }),
    filled.map((name) => ({ id: fill(16, 4), name, part: 2, parts: 3 })),
  ),
}
const options: fc.Arbitrary<BodyOptions> = fc
  .tuple(...Object.entries(parts).map(([key, value]) => maybe(key, value)))
  .map((all) => Object.assign({}, ...all) as BodyOptions)

const headerOptions: fc.Arbitrary<HeaderOptions> = fc
  .tuple(
    maybe('notify', fc.record({ all: fc.boolean(), users: fc.uniqueArray(user, { minLength: 1, maxLength: 5 }) })),
    maybe('files', fc.uniqueArray(file, { minLength: 1, maxLength: MAX_FILES })),
    maybe('expiresAt', moment),
    maybe('sendAt', moment),
    maybe('silent', fc.constant(true)),
  )
  .map((all) => Object.assign({}, ...all) as HeaderOptions)

const sealedOf = (n: number) => ({ id: fileId.parse(msgOf(n)), secret: fill(32, n), size: 1, hash: fill(32, n) })

/** What says nothing is not there. */
function said(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== false))
}

function refused(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch (error) {
    if (error instanceof RecordError) return true
    throw error
  }
}

const bodyOf = (ext: readonly Extension[]) => encodeBody({ type: KIND.text, text: 'x', ext })

describe('what a body carries', () => {
  it('R25 comes back as it was written, in one spelling', () => {
    fc.assert(
      fc.property(options, (some) => {
        const ext = writeBodyOptions(some)
        const again = readBodyOptions(decodeBody(bodyOf(ext)).ext)
        const { pin, mentions, ...rest } = said(again)
        expect({ ...rest, ...said({ mentions }) }).toEqual(
          said({ ...some, pin: undefined, mentions: some.mentions ?? (some.callsAll === true ? [] : undefined) }),
        )
        expect(pin ?? (some.pin === false ? undefined : some.pin)).toEqual(some.pin === true ? true : undefined)
        expect(writeBodyOptions(again)).toEqual(ext)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('cut short, drawn out or changed by a bit it is refused in the typed way, or comes back exactly', () => {
    fc.assert(
      fc.property(options, fc.nat(), fc.nat(7), (some, at, bit) => {
        for (const { tag, bytes: part } of writeBodyOptions(some)) {
          // The group's own record is read by its own decoder.
          if (tag === BODY_EXT.meta) continue
          const shorter = part.slice(0, at % Math.max(1, part.length))
          const longer = new Uint8Array([...part, 0])
          expect(refused(() => readBodyOptions([{ tag, bytes: longer }]))).toBe(true)
          if (part.length > 0) expect(refused(() => readBodyOptions([{ tag, bytes: shorter }]))).toBe(true)
          const flipped = part.slice()
          const place = at % Math.max(1, part.length)
          flipped[place] = (flipped[place] ?? 0) ^ (1 << bit)
          refused(() => {
            const again = writeBodyOptions(readBodyOptions([{ tag, bytes: flipped }]))
            if (part.length > 0) expect(again).toEqual([{ tag, bytes: flipped }])
          })
        }
      }),
      { seed: 2, numRuns: 300 },
    )
  })

  it('random bytes under any tag are refused in the typed way or read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), bytes(400), (tag, some) => {
        refused(() => readBodyOptions([{ tag, bytes: some }]))
        refused(() => readHeaderOptions([{ tag, bytes: some }]))
        refused(() => decodeBody(some))
        refused(() => decodeErasedHeader(some))
      }),
      { seed: 3, numRuns: 2_000 },
    )
  })

  it('extensions out of order or twice are refused', () => {
    const [pin, thread] = writeBodyOptions({ pin: true, thread: msgOf(1) }).toReversed()
    if (pin === undefined || thread === undefined) throw new Error('nothing written')
    expect(refused(() => bodyOf([pin, thread]))).toBe(true)
    expect(refused(() => bodyOf([pin, pin]))).toBe(true)
    const raw = new Writer()
      .u8(1)
      .u8(KIND.text)
      .bytes32(new Uint8Array([120]))
      .bool(false)
      .u8(2)
    for (const { tag, bytes: part } of [pin, thread]) raw.u8(tag).bytes16(part)
    expect(refused(() => decodeBody(raw.finish()))).toBe(true)
  })

  it('sets that are unsorted, repeated or too large are refused, on both ways', () => {
    const reactions = (list: string[]) => () => writeBodyOptions({ reactions: list })
    expect(refused(reactions(['b', 'a']))).toBe(true)
    expect(refused(reactions(['a', 'a']))).toBe(true)
    expect(refused(reactions(['']))).toBe(true)
    expect(refused(reactions(['a', 'b', 'c', 'd', 'e', 'f']))).toBe(true)
    expect(refused(() => writeBodyOptions({ vote: { options: [1, 0] } }))).toBe(true)
    expect(refused(() => writeBodyOptions({ vote: { options: [MAX_OPTIONS] } }))).toBe(true)
    const raw = new Writer()
      .u8(2)
      .bytes16(new Uint8Array([98]))
      .bytes16(new Uint8Array([97]))
      .finish()
    expect(refused(() => readBodyOptions([{ tag: BODY_EXT.reactions, bytes: raw }]))).toBe(true)
  })

  it('a poll with 1,000 answers, one, or an empty one is refused', () => {
    const made = (list: string[]) => () => writeBodyOptions({ poll: { options: list, multiple: false } })
    const many = Array.from({ length: 1_000 }, (_, i) => `${i}`)
    for (const list of [many, ['only'], [], ['a', '']]) expect(refused(made(list))).toBe(true)
    const raw = new Writer().bool(false).u64(0).bool(false).u8(200)
    for (let i = 0; i < 200; i++) raw.bytes16(new Uint8Array([65]))
    expect(refused(() => readBodyOptions([{ tag: BODY_EXT.poll, bytes: raw.finish() }]))).toBe(true)
  })

  it('R20 more files than a message may hold, or one named twice, are refused', () => {
    const one = { file: sealedOf(1), shape: 1, type: '', name: '', width: 0, height: 0, duration: 0 }
    const plain = { ...one, thumb: new Uint8Array(0), peaks: new Uint8Array(0) }
    const many = Array.from({ length: MAX_ATTACHMENTS + 1 }, () => plain)
    expect(refused(() => writeBodyOptions({ attachments: many }))).toBe(true)
    expect(refused(() => writeBodyOptions({ attachments: [] }))).toBe(true)
    expect(refused(() => writeBodyOptions({ attachments: [{ ...plain, peaks: fill(63, 1) }] }))).toBe(true)
    const shown = { ...plain, preview: { file: sealedOf(2), width: 1, height: 1 } }
    expect(filesOf([plain, shown])).toEqual([sealedOf(1).id, sealedOf(1).id, sealedOf(2).id])
    const twice = writeHeaderOptions({ files: filesOf([plain, shown]) })
    expect(refused(() => readHeaderOptions(twice))).toBe(true)
  })

  it('a text of 10 MB is refused', () => {
    expect(refused(() => encodeBody({ type: KIND.text, text: 'x'.repeat(10_000_000), ext: [] }))).toBe(true)
    const raw = new Writer().u8(1).u8(1).bytes32(new Uint8Array(100_000).fill(120)).bool(false).u8(0).finish()
    expect(refused(() => decodeBody(raw))).toBe(true)
  })

  it('directions and piled-up marks pass as the text that they are', () => {
    const odd = '\u202Egnp.exe\u202C Z\u0351\u036B\u0343\u036A <b> javascript:alert(1)'
    expect(decodeBody(encodeBody({ type: KIND.text, text: odd, ext: [] })).text).toBe(odd)
  })
})

describe('what a clear header carries', () => {
  const header = { kind: KIND.text, chat: chatOf(1), epoch: 1, sender: userOf(1), device: deviceOf(2), msgId: msgOf(3) }

  it('R25 comes back as it was written; the header of an erased row reads like the whole', () => {
    fc.assert(
      fc.property(headerOptions, (some) => {
        const ext = writeHeaderOptions(some)
        const encoded = encodeEnvelopeHeader({ ...header, epochHash: fill(32, 4), ext })
        const again = readHeaderOptions(decodeErasedHeader(encoded).ext)
        expect(said(again)).toEqual(said(some))
        expect(writeHeaderOptions(again)).toEqual(ext)
        expect(refused(() => decodeErasedHeader(encoded.slice(0, -1)))).toBe(true)
        expect(refused(() => decodeErasedHeader(new Uint8Array([...encoded, 0])))).toBe(true)
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('R15 more than 50 people, or one twice, are refused', () => {
    const users = Array.from({ length: MAX_NOTIFY + 1 }, (_, i) => userOf(i))
    expect(refused(() => writeHeaderOptions({ notify: { all: false, users } }))).toBe(true)
    const twice = new Writer().bool(false).u8(2).raw(fill(16, 1)).raw(fill(16, 1)).finish()
    expect(refused(() => readHeaderOptions([{ tag: HEADER_EXT.notify, bytes: twice }]))).toBe(true)
  })
})
