import type { ChatId, MsgId } from '@soroka/protocol'
import {
  decodeEnvelopeHeader,
  decodeEpoch,
  DEFAULT_POLICY,
  findMember,
  joinProofsOf,
  ROLE,
} from '@soroka/protocol/records'
import type { EpochRecord } from '@soroka/protocol/records'
import { expect, it } from 'vitest'
import type { Chains } from './epoch/create-epoch.ts'
import { signLeave } from './epoch/sign-leave.ts'
import { verifyEpoch } from './epoch/verify-epoch.ts'
import type { Intent } from './epoch/next-epoch.ts'
import { inviteKey, signJoin } from './group/invite-link.ts'
import { newMsgId, randomBytes } from './primitives/random.ts'
import { ModelClient, ModelServer } from './testing/model.ts'
import { chainsOf, createPerson, grantDevice, groupChat } from './testing/people.ts'
import type { Person } from './testing/people.ts'

const SEEDS = Number(process.env.PROPERTY_SEEDS ?? 1000)
const STEPS = 7

type Random = (below: number) => number

/** Mulberry32: a seed gives the same run, keys apart. */
function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** One link for all seeds: whether it holds, the epochs say. */
const LINK = randomBytes(32)

async function intentOf(random: Random, people: readonly Person[], chat: ChatId, history: boolean): Promise<Intent> {
  const someone = people[random(people.length)]
  if (someone === undefined) return { type: 'rekey' }
  const { user } = someone
  switch (random(11)) {
    case 0:
    case 1:
      return { type: 'add', users: [{ user, role: random(2) === 0 ? ROLE.admin : ROLE.member }] }
    case 2:
      return { type: 'remove', users: [user] }
    case 3:
      return { type: 'roles', roles: [{ user, role: random(2) === 0 ? ROLE.admin : ROLE.member }] }
    case 4:
      return { type: 'policy', policy: { ...DEFAULT_POLICY, history: !history, add: 1 } }
    case 5:
      return { type: 'timer', seconds: random(2) * 3600 }
    case 6: {
      const invite = { pub: await inviteKey(LINK), expiresAt: 0, maxUses: 0, approval: random(4) === 0 }
      return { type: 'invites', invites: random(4) === 0 ? [] : [invite] }
    }
    case 7:
    case 8: {
      const { ikFp, puks } = someone.chain
      const joiner = { chat, user, ikFp, pukFp: puks.at(-1)?.fp ?? ikFp }
      const join = { pub: await inviteKey(LINK), sig: await signJoin(LINK, joiner) }
      return { type: 'add', users: [{ user, role: ROLE.member, join }] }
    }
    default:
      return { type: 'rekey' }
  }
}

/** Whether the key of epoch n is to be reached from epoch `from`: every step between keeps the key or bridges. */
function bridged(records: readonly EpochRecord[], n: number, from: number): boolean {
  return records.slice(n + 1, from + 1).every((record) => record.sameKey || record.prevBox !== undefined)
}

async function run(
  seed: number,
  people: readonly Person[],
  devices: Map<Person, ModelClient['author'][]>,
  chains: Chains,
) {
  const random = randomOf(seed)
  const server = new ModelServer()
  const [owner, ...others] = people
  if (owner === undefined) throw new Error('nobody')
  const first = await groupChat(owner, others.slice(0, 1 + random(2)))
  expect(server.postEpoch(first.bytes, first.boxes)).toBe(true)
  // Two tabs of each person's first device, and one of the second.
  const clients = people.flatMap((person) => {
    const [one, two] = devices.get(person) ?? []
    if (one === undefined || two === undefined) throw new Error('no devices')
    return [one, one, two].map((author) => new ModelClient(author, person.account.puks, chains, server))
  })
  await clients[0]?.sync()
  const invite = { pub: await inviteKey(LINK), expiresAt: 0, maxUses: 0, approval: false }
  if (random(2) === 0) await clients[0]?.rotate({ type: 'invites', invites: [invite] }, false)
  const sent: MsgId[] = []
  for (let step = 0; step < STEPS; step++) {
    // Mostly members; now and then someone who is none (any more) tries as well.
    const inside = clients.filter(({ author }) => findMember(server.roster, author.user) !== undefined)
    const pool = random(6) === 0 ? clients : inside
    const client = pool[random(pool.length)]
    if (client === undefined) continue
    // Some act on a stale head, some have just lost their memory.
    if (random(10) === 0) client.crash()
    if (random(3) > 0) await client.sync()
    if (random(2) === 0) {
      const { policy } = decodeEpoch(server.epochs.at(-1)?.bytes ?? first.bytes)
      const { chat } = first.epoch.record
      await client.rotate(await intentOf(random, people, chat, policy.history), random(8) === 0)
    } else {
      const msgId = newMsgId()
      if (await client.send(msgId, `message ${step} of ${seed}`)) sent.push(msgId)
      if (random(4) === 0) await client.send(msgId, `message ${step} of ${seed}`)
    }
    if (random(12) === 0) await leave(server, client, clients, chains)
  }
  await everythingOpens(server, people, devices, chains)
  expect(server.log.map((envelope) => decodeEnvelopeHeader(envelope).header.msgId)).toEqual(sent)
  const joined = records(server).filter((record) => joinProofsOf(record).length > 0).length
  return { epochs: server.epochs.length, messages: server.log.length, joined }
}

const records = (server: ModelServer) => server.epochs.map(({ bytes }) => decodeEpoch(bytes))

async function leave(server: ModelServer, leaver: ModelClient, clients: readonly ModelClient[], chains: Chains) {
  let head = null
  for (const { bytes } of server.epochs) {
    const result = await verifyEpoch(head, bytes, chains)
    if (!result.ok) throw new Error(result.reason)
    head = result.epoch
  }
  if (head === null || findMember(head.roster, leaver.author.user) === undefined) return
  const signed = await signLeave(head, leaver.author)
  const next = clients.find(
    ({ author }) => author.user !== leaver.author.user && findMember(server.roster, author.user) !== undefined,
  )
  await next?.sync()
  await next?.rotate({ type: 'leave', leaves: [signed] }, false)
}

/** A fresh device of each person reaches exactly what his memberships give him. */
async function everythingOpens(
  server: ModelServer,
  people: readonly Person[],
  devices: Map<Person, ModelClient['author'][]>,
  chains: Chains,
) {
  const chain = records(server)
  const rosters: Set<string>[] = []
  let head = null
  for (const { bytes } of server.epochs) {
    const result = await verifyEpoch(head, bytes, chains)
    if (!result.ok) throw new Error(result.reason)
    head = result.epoch
    rosters.push(new Set(head.roster.map(({ user }) => user)))
  }
  for (const person of people) {
    const author = devices.get(person)?.[1]
    if (author === undefined) throw new Error('no device')
    const fresh = new ModelClient(author, person.account.puks, chains, server)
    await fresh.sync()
    for (const envelope of server.log) {
      const { epoch } = decodeEnvelopeHeader(envelope).header
      const reachable = rosters.some(
        (roster, from) => from >= epoch && roster.has(person.user) && bridged(chain, epoch, from),
      )
      const body = await fresh.open(envelope)
      if ((body !== null) !== reachable) throw new Error(`epoch ${epoch}: ${reachable ? 'undecryptable' : 'leaked'}`)
    }
  }
}

it(
  `nothing is undecryptable and nothing leaks: ${SEEDS} seeds of admins, tabs, crashes and late devices`,
  async () => {
    const people = await Promise.all([createPerson(), createPerson(), createPerson(), createPerson()])
    const devices = new Map<Person, ModelClient['author'][]>()
    for (const person of people) devices.set(person, [person.author, await grantDevice(person)])
    const chains = chainsOf(...people)
    const total = { epochs: 0, messages: 0, joined: 0 }
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        const { epochs, messages, joined } = await run(seed, people, devices, chains)
        total.epochs += epochs
        total.messages += messages
        total.joined += joined
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
    // The runs must do something, or the property would hold of nothing.
    expect(total.epochs).toBeGreaterThan(SEEDS * 2)
    expect(total.messages).toBeGreaterThan(SEEDS)
    expect(total.joined).toBeGreaterThan(SEEDS / 20)
  },
  SEEDS * 120 + 30_000,
)
