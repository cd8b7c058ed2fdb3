import { DEFAULT_POLICY, encodeEpoch, epochSigningInput, EPOCH_EXT, REASON, ROLE } from '@soroka/protocol/records'
import { decodeChatMeta, encodeChatMeta, encodeJoinProofs, invitesOf, metaSigningInput } from '@soroka/protocol/records'
import type { UnsignedEpoch } from '@soroka/protocol/records'
import type { Bytes } from '@soroka/protocol/bytes'
import { beforeAll, describe, expect, it } from 'vitest'
import { rotateAccount } from './account/rotate.ts'
import type { Author, NewEpoch, VerifiedEpoch } from './epoch/create-epoch.ts'
import { nextEpoch } from './epoch/next-epoch.ts'
import type { Intent } from './epoch/next-epoch.ts'
import { signLeave } from './epoch/sign-leave.ts'
import { verifyEpoch } from './epoch/verify-epoch.ts'
import { signChatMeta, supersedesMeta, verifyChatMeta } from './group/chat-meta.ts'
import { inviteKey, openCard, sealCard, signJoin, verifyJoin } from './group/invite-link.ts'
import { createPollKey, openVote, sealVote } from './group/poll-key.ts'
import { EMPTY_LOG } from './message/chat-log.ts'
import { randomBytes } from './primitives/random.ts'
import { sign } from './primitives/sign.ts'
import { chainsOf, createPerson, flip, groupChat } from './testing/people.ts'
import type { Person } from './testing/people.ts'

/** What a server, or a member who helps it, might try with a group's links and its name. Ann owns, Bob is a member. */
let ann: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  ;[ann, bob, eve] = await Promise.all([createPerson(), createPerson(), createPerson()])
})

const everybody = () => chainsOf(ann, bob, eve)

function then(made: NewEpoch, by: Person, intent: Intent): Promise<NewEpoch> {
  const { epoch, key } = made
  return nextEpoch({ prev: epoch, prevEk: key.ek, intent, author: by.author, chains: everybody(), seen: EMPTY_LOG })
}

async function forge(epoch: VerifiedEpoch, author: Author, change: Partial<UnsignedEpoch>): Promise<Bytes> {
  const unsigned: UnsignedEpoch = { ...epoch.record, by: author.user, device: author.device, ...change }
  return encodeEpoch({ ...unsigned, sig: await sign(author.signKey, epochSigningInput(unsigned)) })
}

async function withLink(approval = false) {
  const seed = randomBytes(32)
  const invite = { pub: await inviteKey(seed), expiresAt: 0, maxUses: 0, approval }
  const first = await groupChat(ann, [bob])
  const listed = await then(first, ann, { type: 'invites', invites: [invite] })
  return { seed, invite, first, listed }
}

async function joinOf(person: Person, made: NewEpoch, seed: Bytes) {
  const { ikFp, puks } = person.chain
  const joiner = { chat: made.epoch.record.chat, user: person.user, ikFp, pukFp: puks.at(-1)?.fp ?? ikFp }
  return { joiner, join: { pub: await inviteKey(seed), sig: await signJoin(seed, joiner) } }
}

const newcomer = (person: Person, join?: { pub: Bytes; sig: Bytes }): Intent => ({
  type: 'add',
  users: [{ user: person.user, role: ROLE.member, ...(join === undefined ? {} : { join }) }],
})

describe('links', () => {
  it('R4 a plain member lets in whoever holds an open link; the link is carried on and the key stays', async () => {
    const { seed, listed, first } = await withLink()
    expect(listed.epoch.record).toMatchObject({ reason: REASON.policy, sameKey: true })
    expect(listed.boxes).toEqual([])
    const { join } = await joinOf(eve, listed, seed)
    const joined = await then(listed, bob, newcomer(eve, join))
    const result = await verifyEpoch(listed.epoch, joined.bytes, everybody())
    expect(result.ok).toBe(true)
    expect(joined.key.ek).toEqual(first.key.ek)
    expect(joined.boxes.map(({ user }) => user)).toEqual([eve.user])
    const later = await then(joined, bob, { type: 'rekey' })
    expect(invitesOf(later.epoch.record)).toHaveLength(1)
    const revoked = await then(later, ann, { type: 'invites', invites: [] })
    expect(invitesOf(revoked.epoch.record)).toEqual([])
  })

  it('R4 ghost member: a member who forges the proof is refused by everybody', async () => {
    const { listed, invite, seed } = await withLink()
    const { join } = await joinOf(eve, listed, seed)
    const honest = await then(listed, bob, newcomer(eve, join))
    const proofs = [{ user: eve.user, pub: invite.pub, sig: flip(join.sig, 9) }]
    const ext = honest.epoch.record.ext.map((one) =>
      one.tag === EPOCH_EXT.joinProofs ? { ...one, bytes: encodeJoinProofs(proofs) } : one,
    )
    const bytes = await forge(honest.epoch, bob.author, { ext })
    expect(await verifyEpoch(listed.epoch, bytes, everybody())).toEqual({ ok: false, reason: 'invite' })
  })

  it('R4 whom an admin sent away no member takes back, by a link or by a right to add; who left may come', async () => {
    const { seed, listed } = await withLink()
    const { join } = await joinOf(eve, listed, seed)
    const inside = await then(listed, bob, newcomer(eve, join))
    const out = await then(inside, ann, { type: 'remove', users: [eve.user] })
    expect([...out.epoch.shutOut]).toEqual([eve.user])
    await expect(then(out, bob, newcomer(eve, join))).rejects.toMatchObject({ code: 'not_allowed' })
    // A member whose program doesn't ask: everybody else does.
    const lax = { ...out, epoch: { ...out.epoch, shutOut: new Set<never>() } }
    const forged = await then(lax, bob, newcomer(eve, join))
    expect(await verifyEpoch(out.epoch, forged.bytes, everybody())).toEqual({ ok: false, reason: 'rights' })
    const back = await then(out, ann, newcomer(eve))
    expect(await verifyEpoch(out.epoch, back.bytes, everybody())).toMatchObject({ ok: true })
    expect(back.epoch.shutOut.size).toBe(0)
    const gone = await then(back, bob, { type: 'leave', leaves: [await signLeave(back.epoch, eve.author)] })
    const again = await then(gone, bob, newcomer(eve, join))
    expect(await verifyEpoch(gone.epoch, again.bytes, everybody())).toMatchObject({ ok: true })
  })

  it('R4 a proof is for one person, one group and one key', async () => {
    const { listed, seed } = await withLink()
    const other = await withLink()
    const { join, joiner } = await joinOf(eve, listed, seed)
    expect(await verifyJoin(join.pub, join.sig, joiner)).toBe(true)
    expect(await verifyJoin(join.pub, join.sig, { ...joiner, user: bob.user })).toBe(false)
    expect(await verifyJoin(join.pub, join.sig, { ...joiner, chat: other.listed.epoch.record.chat })).toBe(false)
    expect(await verifyJoin(join.pub, join.sig, { ...joiner, pukFp: joiner.ikFp })).toBe(false)
    expect(await verifyJoin(await inviteKey(other.seed), join.sig, joiner)).toBe(false)
  })

  it('R4 a revoked link, one that was never listed and one that needs approval open nothing for a member', async () => {
    const { listed, seed } = await withLink()
    const { join } = await joinOf(eve, listed, seed)
    const revoked = await then(listed, ann, { type: 'invites', invites: [] })
    await expect(then(revoked, bob, newcomer(eve, join))).rejects.toThrow('rights')
    const own = randomBytes(32)
    const unlisted = await joinOf(eve, listed, own)
    await expect(then(listed, bob, newcomer(eve, unlisted.join))).rejects.toThrow('rights')
    await expect(then(listed, bob, newcomer(eve))).rejects.toThrow('rights')
    const careful = await withLink(true)
    const asked = await joinOf(eve, careful.listed, careful.seed)
    await expect(then(careful.listed, bob, newcomer(eve, asked.join))).rejects.toThrow('rights')
    expect((await then(careful.listed, ann, newcomer(eve, asked.join))).epoch.roster).toHaveLength(3)
  })

  it('R4 nobody comes in by a link as an admin, and no member writes the list of links', async () => {
    const { listed, seed, invite } = await withLink()
    const { join } = await joinOf(eve, listed, seed)
    const admin: Intent = { type: 'add', users: [{ user: eve.user, role: ROLE.admin, join }] }
    await expect(then(listed, ann, admin)).rejects.toThrow('invite')
    await expect(then(listed, bob, { type: 'invites', invites: [] })).rejects.toThrow('rights')
    const joined = await then(listed, bob, newcomer(eve, join))
    const dropped = joined.epoch.record.ext.filter(({ tag }) => tag !== EPOCH_EXT.invites)
    const bytes = await forge(joined.epoch, bob.author, { ext: dropped })
    expect(await verifyEpoch(listed.epoch, bytes, everybody())).toMatchObject({ reason: 'invite' })
    expect(invite.pub).toHaveLength(32)
  })

  it('a card opens for its link and group alone', async () => {
    const { seed, listed } = await withLink()
    const { chat } = listed.epoch.record
    const card = new TextEncoder().encode('Altai')
    const sealed = await sealCard(seed, chat, card)
    expect(await openCard(seed, chat, sealed)).toEqual(card)
    expect(await openCard(randomBytes(32), chat, sealed)).toBeNull()
    const other = await groupChat(ann, [bob])
    expect(await openCard(seed, other.epoch.record.chat, sealed)).toBeNull()
    for (const at of [0, 20, sealed.length - 1]) expect(await openCard(seed, chat, flip(sealed, at))).toBeNull()
  })
})

describe('name and photo', () => {
  const info = (made: NewEpoch, version: number, name: string) => ({
    chat: made.epoch.record.chat,
    version,
    name,
    description: '',
    photo: new Uint8Array(),
  })

  it('R23 an admin names the group; a member, a stranger and a changed byte are refused', async () => {
    const made = await groupChat(ann, [bob])
    const { epoch } = made
    const bytes = await signChatMeta(info(made, 1, 'Altai'), ann.author)
    expect(await verifyChatMeta({ bytes, epoch, chains: everybody() })).toMatchObject({ meta: { name: 'Altai' } })
    const check = async (author: Author) =>
      verifyChatMeta({ bytes: await signChatMeta(info(made, 2, 'Mine'), author), epoch, chains: everybody() })
    expect(await check(bob.author)).toEqual({ ok: false, reason: 'rights' })
    expect(await check(eve.author)).toEqual({ ok: false, reason: 'not_member' })
    for (let at = 0; at < bytes.length; at += 7)
      expect((await verifyChatMeta({ bytes: flip(bytes, at), epoch, chains: everybody() })).ok).toBe(false)
  })

  it('R23 swapped: the name of another group, and a name under an admin’s id by somebody else', async () => {
    const [made, other] = [await groupChat(ann, [bob]), await groupChat(ann, [bob])]
    const bytes = await signChatMeta(info(other, 9, 'Other'), ann.author)
    expect(await verifyChatMeta({ bytes, epoch: made.epoch, chains: everybody() })).toMatchObject({ reason: 'chat' })
    const claimed = { ...info(made, 2, 'Mine'), by: ann.user, device: ann.author.device }
    const forged = encodeChatMeta({ ...claimed, sig: await sign(bob.author.signKey, metaSigningInput(claimed)) })
    expect(await verifyChatMeta({ bytes: forged, epoch: made.epoch, chains: everybody() })).toMatchObject({
      reason: 'signature',
    })
  })

  it('R23 with the right given to everybody a member names it, until the right is taken back', async () => {
    const made = await groupChat(ann, [bob])
    const open = await then(made, ann, { type: 'policy', policy: { ...DEFAULT_POLICY, info: 1 } })
    expect(open.epoch.record.sameKey).toBe(true)
    const bytes = await signChatMeta(info(made, 2, 'Ours'), bob.author)
    expect((await verifyChatMeta({ bytes, epoch: open.epoch, chains: everybody() })).ok).toBe(true)
    const shut = await then(open, ann, { type: 'policy', policy: DEFAULT_POLICY })
    expect(await verifyChatMeta({ bytes, epoch: shut.epoch, chains: everybody() })).toMatchObject({ reason: 'rights' })
  })

  it('R23 a device that was revoked names nothing', async () => {
    const lost = await createPerson()
    const chains = chainsOf(lost, bob)
    const made = await groupChat(lost, [bob])
    const rotation = await rotateAccount(lost.account, [], [lost.author.device])
    const after = new Map([...chains, [lost.user, rotation.account.chain]])
    const rekeyed = await nextEpoch({
      prev: made.epoch,
      prevEk: made.key.ek,
      intent: { type: 'rekey' },
      author: bob.author,
      chains: after,
      seen: EMPTY_LOG,
    })
    const bytes = await signChatMeta(info(made, 2, 'Still here'), lost.author)
    expect(await verifyChatMeta({ bytes, epoch: rekeyed.epoch, chains: after })).toMatchObject({ reason: 'revoked' })
  })

  it('R23 a lower version never counts, and of two with the same version the same one counts for all', async () => {
    const made = await groupChat(ann, [bob])
    const one = await signChatMeta(info(made, 1, 'one'), ann.author)
    const two = await signChatMeta(info(made, 2, 'two'), ann.author)
    const twin = await signChatMeta(info(made, 2, 'twin'), ann.author)
    expect(supersedesMeta(two, one)).toBe(true)
    expect(supersedesMeta(one, two)).toBe(false)
    expect(supersedesMeta(two, two)).toBe(false)
    expect(supersedesMeta(two, twin)).toBe(!supersedesMeta(twin, two))
    expect(decodeChatMeta(two).name).toBe('two')
  })
})

it('R25 a vote opens for the poll’s author in its place alone, and its size tells nothing', async () => {
  const seed = randomBytes(32)
  const pub = await createPollKey(seed)
  const info = new TextEncoder().encode('chat poll voter')
  const vote = new Uint8Array([0, 3, 11])
  const sealed = await sealVote(pub, vote, info)
  expect(await openVote(seed, sealed, info)).toEqual(vote)
  expect((await sealVote(pub, new Uint8Array(), info)).length).toBe(sealed.length)
  expect(await openVote(seed, sealed, new TextEncoder().encode('another voter'))).toBeNull()
  expect(await openVote(randomBytes(32), sealed, info)).toBeNull()
  expect(await openVote(seed, flip(sealed, sealed.length - 1), info)).toBeNull()
  expect(() => sealVote(pub, new Uint8Array(32), info)).toThrow('bad_key')
})
