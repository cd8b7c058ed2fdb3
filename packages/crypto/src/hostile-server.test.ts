import type { UserId } from '@soroka/protocol'
import {
  decodeEpoch,
  decodeEnvelopeHeader,
  encodeChainEntry,
  decodeChainEntry,
  encodeBody,
  encodeEnvelope,
  encodeEpoch,
  epochSigningInput,
  hashEpoch,
  hashRoster,
  KIND,
  ORIGIN_HASH,
  REASON,
  CHAIN_OP,
} from '@soroka/protocol/records'
import type { EpochRecord, UnsignedEpoch } from '@soroka/protocol/records'
import { beforeAll, describe, expect, it } from 'vitest'
import { rotateAccount } from './account/rotate.ts'
import { appendEntry, checkPin, extendChain, pinOf, verifyChain } from './account/chain.ts'
import { openBox, sealBox } from './epoch/box.ts'
import type { Author, NewEpoch, VerifiedEpoch } from './epoch/create-epoch.ts'
import { commitToKey, createEpochKey, sealPrevBox, walkBack } from './epoch/epoch-key.ts'
import { nextEpoch } from './epoch/next-epoch.ts'
import { signLeave } from './epoch/sign-leave.ts'
import { verifyEpoch } from './epoch/verify-epoch.ts'
import { acceptsEpoch, checkSeen, EMPTY_LOG, extendLog } from './message/chat-log.ts'
import { openMessage } from './message/open-message.ts'
import { sealMessage } from './message/seal-message.ts'
import { newMsgId, randomBytes } from './primitives/random.ts'
import { aeadOpen, aeadSeal } from './primitives/aead.ts'
import { sign, signPairFromSeed } from './primitives/sign.ts'
import { chainsOf, createPerson, directChat, flip, grantDevice, groupChat, sealText } from './testing/people.ts'
import type { Person } from './testing/people.ts'

/** Every test plays a server (or a member who helps it) that does one forbidden thing. */
let ann: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  ;[ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
})

/** A record changed after the fact and signed again by whoever helps the server. */
async function forge(epoch: VerifiedEpoch, author: Author, change: Partial<UnsignedEpoch>): Promise<Uint8Array> {
  const unsigned: UnsignedEpoch = { ...epoch.record, by: author.user, device: author.device, ...change }
  return encodeEpoch({ ...unsigned, sig: await sign(author.signKey, epochSigningInput(unsigned)) })
}

function rekey(made: NewEpoch, person: Person, people: readonly Person[], type: 'rekey' | 'revoke' = 'rekey') {
  const { epoch, key } = made
  return nextEpoch({
    prev: epoch,
    prevEk: key.ek,
    intent: { type },
    author: person.author,
    chains: chainsOf(...people),
    seen: EMPTY_LOG,
  })
}

describe('epochs', () => {
  it('an honest chain verifies, and both open every key', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, bob, [ann, bob])
    const chains = chainsOf(ann, bob)
    const a = await verifyEpoch(null, first.bytes, chains)
    if (!a.ok) throw new Error(a.reason)
    const b = await verifyEpoch(a.epoch, second.bytes, chains)
    if (!b.ok) throw new Error(b.reason)
    const box = second.boxes.find(({ user }) => user === ann.user)?.box ?? new Uint8Array()
    const key = await openBox({
      record: b.epoch.record,
      roster: b.epoch.roster,
      user: ann.user,
      puks: ann.account.puks,
      box,
    })
    expect(key?.ek).toEqual(second.key.ek)
    const walked = await walkBack([b.epoch.record, a.epoch.record], second.key.ek)
    expect(walked.map(({ n }) => n)).toEqual([1, 0])
    expect(walked[1]?.ek).toEqual(first.key.ek)
  })

  it('ghost member: a roster edited in transit is refused', async () => {
    const made = await groupChat(ann, [bob])
    const ghost = { ...made.epoch.record.changes[0]?.set, user: eve.user } as NonNullable<
      EpochRecord['changes'][0]['set']
    >
    const changes = [...made.epoch.record.changes, { set: ghost }].toSorted((a, b) =>
      Buffer.from(a.set?.user ?? '', 'base64url').compare(Buffer.from(b.set?.user ?? '', 'base64url')),
    )
    const bytes = encodeEpoch({ ...made.epoch.record, changes })
    expect(await verifyEpoch(null, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'roster_hash' })
  })

  it('ghost member: roster and its hash edited, the signature betrays it', async () => {
    const made = await groupChat(ann, [bob, eve])
    const roster = made.epoch.roster.map((entry) =>
      entry.user === bob.user ? { ...entry, pukFp: eve.chain.puks[0]?.fp ?? entry.pukFp } : entry,
    )
    const edited = { ...made.epoch.record, changes: roster.map((set) => ({ set })), rosterHash: hashRoster(roster) }
    expect(await verifyEpoch(null, encodeEpoch(edited), chainsOf(ann))).toMatchObject({ reason: 'signature' })
  })

  it('edited roster: rosterHash is checked even under a valid signature', async () => {
    const made = await groupChat(ann, [bob])
    const bytes = await forge(made.epoch, ann.author, { rosterHash: flip(made.epoch.record.rosterHash, 0) })
    expect(await verifyEpoch(null, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'roster_hash' })
  })

  it('fork: an epoch on another past is refused', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const bytes = await forge(second.epoch, ann.author, { prevHash: flip(second.epoch.record.prevHash, 5) })
    expect(await verifyEpoch(first.epoch, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'prev_hash' })
  })

  it('drop and replay: a skipped or repeated epoch is refused', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const third = await rekey(second, bob, [ann, bob])
    const chains = chainsOf(ann, bob)
    expect(await verifyEpoch(first.epoch, third.bytes, chains)).toMatchObject({ reason: 'stale' })
    expect(await verifyEpoch(third.epoch, second.bytes, chains)).toMatchObject({ reason: 'stale' })
    expect(await verifyEpoch(second.epoch, first.bytes, chains)).toMatchObject({ reason: 'stale' })
  })

  it('fork: two authors cannot have seen different logs at one seq', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const bytes = await forge(second.epoch, ann.author, { seen: { seq: 0, hash: randomBytes(32) } })
    expect(await verifyEpoch(first.epoch, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'fork' })
  })

  it('forged author: an outsider, and a member without the right', async () => {
    const made = await groupChat(ann, [bob])
    const next = await rekey(made, ann, [ann, bob])
    const outsider = await forge(next.epoch, eve.author, {})
    expect(await verifyEpoch(made.epoch, outsider, chainsOf(ann, bob, eve))).toMatchObject({ reason: 'author' })
    const roster = next.epoch.roster.filter(({ user }) => user !== ann.user)
    const coup = await forge(next.epoch, bob.author, {
      reason: REASON.remove,
      changes: [{ remove: ann.user }],
      rosterHash: hashRoster(roster),
    })
    expect(await verifyEpoch(made.epoch, coup, chainsOf(ann, bob))).toMatchObject({ reason: 'rights' })
    const rest = next.epoch.roster.filter(({ user }) => user !== bob.user)
    const hidden = await forge(next.epoch, ann.author, {
      changes: [{ remove: bob.user }],
      rosterHash: hashRoster(rest),
    })
    expect(await verifyEpoch(made.epoch, hidden, chainsOf(ann, bob))).toMatchObject({ reason: 'roster' })
  })

  it('forged author: a signature by another key than the certified device', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const bytes = await forge(second.epoch, { ...ann.author, signKey: eve.author.signKey }, {})
    expect(await verifyEpoch(first.epoch, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'signature' })
  })

  it('swapped key: a member under an identity that is not the pinned one', async () => {
    const impostor = await createPerson(bob.user)
    const made = await directChat(ann, impostor)
    expect(await verifyEpoch(null, made.bytes, chainsOf(ann, bob))).toMatchObject({
      reason: 'identity',
      user: bob.user,
    })
  })

  it('swapped key: a box is never sealed to a key that the roster does not name', async () => {
    const made = await directChat(ann, bob)
    const impostor = await createPerson(bob.user)
    const entry = made.epoch.roster.find(({ user }) => user === bob.user)
    if (entry === undefined) throw new Error('no entry')
    await expect(sealBox(made.epoch.record, made.key.ek, entry, impostor.chain)).rejects.toMatchObject({
      code: 'identity_changed',
    })
  })

  it('swapped key: the same identity, but not the key that the roster names', async () => {
    const made = await directChat(ann, bob)
    const entry = made.epoch.roster.find(({ user }) => user === bob.user)
    if (entry === undefined) throw new Error('no entry')
    const other = { ...entry, pukFp: flip(entry.pukFp, 0) }
    const sealed = sealBox(made.epoch.record, made.key.ek, other, bob.chain)
    await expect(sealed).rejects.toMatchObject({ code: 'identity_changed' })
  })

  it('stale box: a box of another epoch, member or key does not open', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const { record, roster } = second.epoch
    const of = (made: NewEpoch, user: UserId) => made.boxes.find((box) => box.user === user)?.box ?? new Uint8Array()
    const open = (box: Uint8Array) => openBox({ record, roster, user: ann.user, puks: ann.account.puks, box })
    expect((await open(of(second, ann.user)))?.ek).toEqual(second.key.ek)
    expect(await open(of(first, ann.user))).toBeNull()
    expect(await open(of(second, bob.user))).toBeNull()
    expect(await open(flip(of(second, ann.user), 1130))).toBeNull()
  })

  it('wrong key in a box: keyCommit refuses what the record did not promise', async () => {
    const { epoch } = await directChat(ann, bob)
    const entry = epoch.roster.find(({ user }) => user === ann.user)
    if (entry === undefined) throw new Error('no entry')
    const box = await sealBox(epoch.record, randomBytes(32), entry, ann.chain)
    expect(
      await openBox({ record: epoch.record, roster: epoch.roster, user: ann.user, puks: ann.account.puks, box }),
    ).toBeNull()
  })

  it('wrong key in a prevBox: the walk stops instead of trusting it', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const { chat, keyCommit } = first.epoch.record
    const prevBox = await sealPrevBox(chat, 1, second.key.ek, { ek: randomBytes(32), keyCommit })
    expect(await walkBack([{ ...second.epoch.record, prevBox }, first.epoch.record], second.key.ek)).toHaveLength(1)
  })

  it('R23 history cannot be bridged behind a signed policy, nor cut against it', async () => {
    const first = await directChat(ann, bob)
    const second = await rekey(first, ann, [ann, bob])
    const { prevBox: _cut, ...rest } = second.epoch.record
    const cut: UnsignedEpoch = rest
    const bytes = encodeEpoch({ ...cut, sig: await sign(ann.author.signKey, epochSigningInput(cut)) })
    expect(await verifyEpoch(first.epoch, bytes, chainsOf(ann, bob))).toMatchObject({ reason: 'prev_box' })
  })

  it('R5 a revoked device writes no epoch, and a withheld revocation shows', async () => {
    const anna = await createPerson()
    const second = await grantDevice(anna)
    const before = [...anna.entries]
    const made = await directChat(anna, bob)
    const rotated = await rotateAccount(anna.account, [], [second.device])
    const verified = await verifyChain(anna.user, [...before, ...rotated.entries])
    if (!verified.ok) throw new Error(verified.reason)
    anna.chain = verified.state
    const next = await rekey(made, anna, [anna, bob], 'revoke')
    const chains = chainsOf(anna, bob)
    expect(await verifyEpoch(made.epoch, next.bytes, chains)).toMatchObject({ ok: true })
    const forged = await forge(next.epoch, second, {})
    expect(await verifyEpoch(made.epoch, forged, chains)).toMatchObject({ reason: 'revoked' })
    const old = await verifyChain(anna.user, before)
    if (!old.ok) throw new Error(old.reason)
    const withheld = new Map([...chains, [anna.user, old.state]])
    expect(await verifyEpoch(made.epoch, forged, withheld)).toMatchObject({ reason: 'chain_behind' })
  })

  it('R3 a leave is the leaver’s own, of this membership, and never by himself', async () => {
    const made = await groupChat(ann, [bob, eve])
    const chains = chainsOf(ann, bob, eve)
    const leave = await signLeave(made.epoch, eve.author)
    const base = { prev: made.epoch, prevEk: made.key.ek, chains, seen: EMPTY_LOG }
    const next = await nextEpoch({ ...base, author: bob.author, intent: { type: 'leave', leaves: [leave] } })
    expect(await verifyEpoch(made.epoch, next.bytes, chains)).toMatchObject({ ok: true, epoch: { floor: 1 } })
    const forged = await forge(next.epoch, bob.author, { leaves: [{ ...leave, sig: flip(leave.sig, 0) }] })
    expect(await verifyEpoch(made.epoch, forged, chains)).toMatchObject({ reason: 'signature', user: eve.user })
    const without = await forge(next.epoch, bob.author, { leaves: [] })
    expect(await verifyEpoch(made.epoch, without, chains)).toMatchObject({ reason: 'leave' })
    await expect(
      nextEpoch({ ...base, author: eve.author, intent: { type: 'leave', leaves: [leave] } }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })

  it('R3 an old leave does not drop a member who came back', async () => {
    const made = await groupChat(ann, [bob, eve])
    const chains = chainsOf(ann, bob, eve)
    const leave = await signLeave(made.epoch, eve.author)
    const gone = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      chains,
      seen: EMPTY_LOG,
      author: ann.author,
      intent: { type: 'leave', leaves: [leave] },
    })
    const back = await nextEpoch({
      prev: gone.epoch,
      prevEk: gone.key.ek,
      chains,
      seen: EMPTY_LOG,
      author: ann.author,
      intent: { type: 'add', users: [{ user: eve.user, role: 1 }] },
    })
    await expect(
      nextEpoch({
        prev: back.epoch,
        prevEk: back.key.ek,
        chains,
        seen: EMPTY_LOG,
        author: bob.author,
        intent: { type: 'leave', leaves: [leave] },
      }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })

  it('R8 a removed member gets no key and his old epoch is below the floor', async () => {
    const made = await groupChat(ann, [bob, eve])
    const next = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      chains: chainsOf(ann, bob, eve),
      seen: EMPTY_LOG,
      author: ann.author,
      intent: { type: 'remove', users: [eve.user] },
    })
    expect(next.boxes.map(({ user }) => user)).not.toContain(eve.user)
    expect(acceptsEpoch(0, next.epoch)).toBe(false)
    expect(acceptsEpoch(1, next.epoch)).toBe(true)
    expect(acceptsEpoch(2, next.epoch)).toBe(false)
  })
})

describe('messages', () => {
  it('an honest message opens', async () => {
    const made = await directChat(ann, bob)
    const { envelope } = await sealText(made, ann.author, 'hello')
    expect(await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })).toMatchObject(
      { ok: true },
    )
  })

  it('a changed byte anywhere is refused', async () => {
    const made = await directChat(ann, bob)
    const { envelope } = await sealText(made, ann.author, 'hello')
    const chains = chainsOf(ann, bob)
    for (let at = 0; at < envelope.length; at += 3) {
      const result = await openMessage({
        envelope: flip(envelope, at, at % 8),
        epoch: made.epoch,
        key: made.key,
        chains,
      })
      expect(result.ok).toBe(false)
    }
  })

  it('forged sender: a member with the key cannot write as another', async () => {
    const made = await directChat(ann, bob)
    const { envelope } = await sealText(made, { ...ann.author, signKey: bob.author.signKey }, 'I am Ann')
    expect(await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })).toMatchObject(
      { reason: 'signature' },
    )
  })

  it('forged sender: someone outside the roster, or with an uncertified device', async () => {
    const made = await directChat(ann, bob)
    const chains = chainsOf(ann, bob, eve)
    const outsider = await sealText(made, eve.author, 'hi')
    expect(await openMessage({ envelope: outsider.envelope, epoch: made.epoch, key: made.key, chains })).toMatchObject({
      reason: 'not_member',
    })
    const uncertified = await sealText(made, { ...eve.author, user: ann.user }, 'hi')
    expect(
      await openMessage({ envelope: uncertified.envelope, epoch: made.epoch, key: made.key, chains }),
    ).toMatchObject({ reason: 'device' })
  })

  it('another epoch’s hash in the header is refused', async () => {
    const made = await directChat(ann, bob)
    const lying = { ...made, epoch: { ...made.epoch, hash: flip(made.epoch.hash, 0) } }
    const { envelope } = await sealText(lying, ann.author, 'hi')
    expect(await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })).toMatchObject(
      { reason: 'epoch_hash' },
    )
  })

  it('a message moved to another chat or epoch is refused', async () => {
    const made = await directChat(ann, bob)
    const other = await directChat(ann, eve)
    const next = await rekey(made, ann, [ann, bob])
    const { envelope } = await sealText(made, ann.author, 'hi')
    const chains = chainsOf(ann, bob, eve)
    expect(await openMessage({ envelope, epoch: other.epoch, key: other.key, chains })).toMatchObject({
      reason: 'chat',
    })
    expect(await openMessage({ envelope, epoch: next.epoch, key: next.key, chains })).toMatchObject({ reason: 'epoch' })
  })

  it('a header put before another ciphertext is refused', async () => {
    const made = await directChat(ann, bob)
    const [one, two] = await Promise.all([sealText(made, ann.author, 'yes'), sealText(made, ann.author, 'no')])
    const a = decodeEnvelopeHeader(one.envelope)
    const b = decodeEnvelopeHeader(two.envelope)
    const envelope = encodeEnvelope(a.headerBytes, b.iv, b.ciphertext)
    expect(await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })).toMatchObject(
      { reason: 'cannot_open' },
    )
  })

  it('R5 a revoked device’s message is refused from the epoch that counts its revocation', async () => {
    const anna = await createPerson()
    const second = await grantDevice(anna)
    const made = await directChat(anna, bob)
    const early = await sealText(made, second, 'before')
    const rotated = await rotateAccount(anna.account, [], [second.device])
    anna.chain = rotated.account.chain
    const next = await rekey(made, anna, [anna, bob], 'revoke')
    const late = await sealText(next, second, 'after')
    const chains = chainsOf(anna, bob)
    expect(await openMessage({ envelope: early.envelope, epoch: made.epoch, key: made.key, chains })).toMatchObject({
      ok: true,
    })
    expect(await openMessage({ envelope: late.envelope, epoch: next.epoch, key: next.key, chains })).toMatchObject({
      reason: 'revoked',
    })
    expect(acceptsEpoch(made.epoch.record.n, next.epoch)).toBe(false)
  })

  it('R5 a device revoked at the very seq that the roster counts is refused', async () => {
    const anna = await createPerson()
    const second = await grantDevice(anna)
    const ik = await signPairFromSeed(anna.account.ikSeed)
    const change = { op: CHAIN_OP.device_revoke, device: second.device } as const
    anna.chain = (await appendEntry(anna.user, anna.chain, ik.key, change)).state
    const made = await directChat(anna, bob)
    const { envelope } = await sealText(made, second, 'hi')
    const opened = await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(anna, bob) })
    expect(opened).toMatchObject({ reason: 'revoked' })
  })

  it('a plain member does not write where only admins may', async () => {
    const made = await groupChat(ann, [bob])
    const policy = { ...made.epoch.record.policy, write: 2 as const }
    const next = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      chains: chainsOf(ann, bob),
      seen: EMPTY_LOG,
      author: ann.author,
      intent: { type: 'policy', policy },
    })
    const { envelope } = await sealText(next, bob.author, 'hi')
    expect(await openMessage({ envelope, epoch: next.epoch, key: next.key, chains: chainsOf(ann, bob) })).toMatchObject(
      { reason: 'rights' },
    )
  })

  it('R5 reorder, drop and replay change the log: the next signed `seen` shows a fork', async () => {
    const made = await directChat(ann, bob)
    const sent = await Promise.all(['1', '2', '3'].map((text) => sealText(made, ann.author, text)))
    const log = (order: readonly number[]) => {
      let state = EMPTY_LOG
      const hashes = order.map((i) => {
        const hash = sent[i]?.hash ?? ORIGIN_HASH
        state = extendLog(state, state.seq + 1, hash) ?? state
        return state.hash
      })
      return (seq: number) => hashes[seq - 1]
    }
    const mine = log([0, 1, 2])
    const seen = { seq: 3, hash: mine(3) ?? ORIGIN_HASH }
    expect(checkSeen(seen, mine)).toBe('ok')
    expect(checkSeen(seen, log([1, 0, 2]))).toBe('fork')
    expect(checkSeen(seen, log([0, 0, 2]))).toBe('fork')
    expect(checkSeen(seen, log([0, 2]))).toBe('unknown')
    expect(extendLog(EMPTY_LOG, 2, sent[0]?.hash ?? ORIGIN_HASH)).toBeNull()
  })

  it('`seen` is the sender’s: another cannot alter it without the signature', async () => {
    const made = await directChat(ann, bob)
    const body = encodeBody({ type: KIND.text, text: 'x', ext: [] })
    const seen = { seq: 7, hash: randomBytes(32) }
    const { envelope } = await sealMessage({
      epoch: made.epoch,
      key: made.key,
      author: ann.author,
      kind: KIND.text,
      msgId: newMsgId(),
      seen,
      body,
    })
    const opened = await openMessage({ envelope, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) })
    expect(opened).toMatchObject({ ok: true, seen })
    const { headerBytes, iv, ciphertext } = decodeEnvelopeHeader(envelope)
    const msgKey = await made.key.msgKey()
    const inner = await aeadOpen(msgKey, iv, ciphertext, headerBytes)
    if (inner === null) throw new Error('does not open')
    const altered = encodeEnvelope(headerBytes, iv, await aeadSeal(msgKey, iv, flip(inner, 71), headerBytes))
    expect(
      await openMessage({ envelope: altered, epoch: made.epoch, key: made.key, chains: chainsOf(ann, bob) }),
    ).toMatchObject({ reason: 'signature' })
  })
})

describe('user chains', () => {
  it('a rolled-back or forked chain is refused', async () => {
    const person = await createPerson()
    const short = person.chain
    await grantDevice(person)
    expect(checkPin(pinOf(person.chain), short)).toBe('rolled_back')
    expect(await extendChain(person.chain, person.entries)).toMatchObject({ reason: 'stale' })
    const other = { ...person.account, chain: short }
    const fork = await createPerson(person.user)
    expect(checkPin(pinOf(person.chain), { ...person.chain, headHash: other.chain.headHash })).toBe('rolled_back')
    expect(checkPin(pinOf(person.chain), fork.chain)).toBe('key_changed')
  })

  it('a foreign device cannot be slipped in', async () => {
    const person = await createPerson()
    const { entry } = await appendEntry(person.user, person.chain, eve.author.signKey, {
      op: CHAIN_OP.device_add,
      device: { id: eve.device.id, signPub: eve.device.sign.pub, sealPub: eve.device.seal.pub },
    })
    expect(await extendChain(person.chain, [entry])).toMatchObject({ reason: 'signature' })
  })

  it('an entry on another past, or of another person, is refused', async () => {
    const person = await createPerson()
    const before = person.chain
    await grantDevice(person)
    const entry = decodeChainEntry(person.entries[1] ?? new Uint8Array())
    expect(
      await extendChain({ ...before, headHash: flip(before.headHash, 0) }, [encodeChainEntry(entry)]),
    ).toMatchObject({ reason: 'prev_hash' })
    expect(await extendChain({ ...before, user: eve.user }, [encodeChainEntry(entry)])).toMatchObject({
      reason: 'user',
    })
    expect(await verifyChain(eve.user, person.entries)).toMatchObject({ reason: 'user' })
  })

  it('S19 a reset by the server shows as a key change and opens nothing old', async () => {
    const made = await directChat(ann, bob)
    const fake = await createPerson(bob.user)
    const create = decodeChainEntry(fake.entries[0] ?? new Uint8Array()).change
    if (create.op !== CHAIN_OP.create) throw new Error('not a create')
    const ik = await signPairFromSeed(fake.account.ikSeed)
    const reset = await appendEntry(bob.user, bob.chain, ik.key, { ...create, op: CHAIN_OP.reset, pukGen: 2 })
    const extended = await extendChain(bob.chain, [reset.entry])
    if (!extended.ok) throw new Error(extended.reason)
    expect(checkPin(pinOf(bob.chain), extended.state)).toBe('key_changed')
    // Even a client that took the new chain over lets its device say nothing in epochs that name the old identity…
    const chains = new Map([...chainsOf(ann), [bob.user, extended.state]])
    const forged = await sealText(made, fake.author, 'it is me')
    expect(await openMessage({ envelope: forged.envelope, epoch: made.epoch, key: made.key, chains })).toMatchObject({
      reason: 'device',
    })
    // …while what the real Bob wrote before stays readable.
    const real = await sealText(made, bob.author, 'hello')
    expect(await openMessage({ envelope: real.envelope, epoch: made.epoch, key: made.key, chains })).toMatchObject({
      ok: true,
    })
    await expect(
      nextEpoch({
        prev: made.epoch,
        prevEk: made.key.ek,
        intent: { type: 'rekey' },
        author: ann.author,
        chains,
        seen: EMPTY_LOG,
      }),
    ).rejects.toMatchObject({ code: 'identity_changed' })
    // Only a human's confirmation replaces the identity, and no old key goes along.
    const confirmed = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      intent: { type: 'reset', user: bob.user },
      author: ann.author,
      chains,
      seen: EMPTY_LOG,
    })
    expect(confirmed.epoch.record.prevBox).toBeUndefined()
  })
})

it('records decode to what was signed', async () => {
  const made = await groupChat(ann, [bob])
  const record = decodeEpoch(made.bytes)
  expect(hashEpoch(record)).toEqual(made.epoch.hash)
  expect(commitToKey(record.chat, made.key.ek)).toEqual(record.keyCommit)
  expect(createEpochKey(record.chat, 0, made.key.ek).n).toBe(0)
})
