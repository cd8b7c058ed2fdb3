import { createPollKey, openVote, pollSeed, sealVote } from '@soroka/crypto'
import { type ChatId, type MsgId, SorokaError, type UserId } from '@soroka/protocol'
import { type Bytes, concat, equal, fromBase64url } from '@soroka/protocol/bytes'
import { KIND, type Poll, type Tally } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Outgoing } from '../types.ts'
import { choiceOf } from '../views/poll-view.ts'
import { targetOf } from './annotate.ts'
import { keepOwnVote } from './own-vote.ts'
import { makeWhole } from './whole-since.ts'
import { write } from './writing.ts'

/** A poll as it is sealed. An anonymous one gets a key of its own, which all my devices can make again. */
export async function makePoll(
  engine: Engine,
  chat: ChatId,
  id: MsgId,
  poll: NonNullable<Outgoing['poll']>,
): Promise<Poll> {
  const { options, multiple, anonymous, closesAt } = poll
  if (options.some((option) => option.trim() === '' || !option.isWellFormed()))
    throw new SorokaError('BAD_REQUEST', { field: 'options' })
  const shape = { options, multiple, ...(closesAt === undefined ? {} : { closesAt }) }
  if (!anonymous) return shape
  const seed = (await seeds(engine, chat, id)).at(-1)
  if (seed === undefined) throw new SorokaError('UNAVAILABLE', { reason: 'no_user_key' })
  return { ...shape, key: await createPollKey(seed) }
}

/** My whole choice; empty takes it back. */
export async function vote(engine: Engine, chat: ChatId, id: MsgId, choice: number[], at: number): Promise<void> {
  const { row, poll } = await pollOf(engine, chat, id)
  const options = [...new Set(choice)].sort((a, b) => a - b)
  if (choiceOf(poll, { options }).length !== options.length) throw new SorokaError('BAD_REQUEST', { field: 'options' })
  if (poll.key === undefined) {
    await write(engine, chat, { kind: KIND.vote, about: row, options: { vote: { options } } }, at)
    return
  }
  const info = placeOf(chat, id, engine.account.self.user)
  const sealed = await sealVote(poll.key, Uint8Array.from(options), info)
  await keepOwnVote(engine.settings, id, options)
  await write(engine, chat, { kind: KIND.vote, about: row, options: { vote: { sealed } } }, at)
}

/** Ends my poll; the votes of an anonymous one are counted here and the sum is published. */
export async function closePoll(engine: Engine, chat: ChatId, id: MsgId, at: number): Promise<void> {
  const { row, poll } = await pollOf(engine, chat, id)
  if (row.sender !== engine.account.self.user) throw new SorokaError('FORBIDDEN')
  const tally = poll.key === undefined ? undefined : await count(engine, chat, id, poll)
  await write(engine, chat, { kind: KIND.close, about: row, options: { tally } }, at)
}

async function pollOf(engine: Engine, chat: ChatId, id: MsgId): Promise<{ row: MessageRow; poll: Poll }> {
  const row = await targetOf(engine, chat, id)
  const poll = (await engine.bodies.open(row))?.options.poll
  if (row.kind !== KIND.poll || poll === undefined) throw new SorokaError('NOT_FOUND')
  return { row, poll }
}

async function count(engine: Engine, chat: ChatId, id: MsgId, poll: Poll): Promise<Tally> {
  const votes = poll.options.map(() => 0)
  let voters = 0
  const seed = await seedOf(engine, chat, id, poll)
  const target = await targetOf(engine, chat, id)
  // A sum is said once and for all: votes that this device has not pulled yet belong to it.
  await makeWhole({ account: engine.account, pull: (...what) => engine.pull(...what) }, chat, target.seq)
  for (const one of (await engine.messages.about(target)).votes) {
    const sealed = (await engine.bodies.open(one))?.options.vote?.sealed
    if (sealed === undefined || one.sender === undefined) continue
    const opened = await openVote(seed, sealed, placeOf(chat, id, one.sender))
    const choice = choiceOf(poll, { options: [...new Set(opened ?? [])] })
    if (choice.length > 0) voters++
    for (const option of choice) votes[option] = (votes[option] ?? 0) + 1
  }
  return { votes, voters }
}

/** The seed that makes this key: of whichever generation of my own key. */
async function seedOf(engine: Engine, chat: ChatId, id: MsgId, { key }: Poll): Promise<Bytes> {
  for (const seed of (await seeds(engine, chat, id)).toReversed())
    if (key !== undefined && equal(await createPollKey(seed), key)) return seed
  throw new SorokaError('UNAVAILABLE', { reason: 'no_user_key' })
}

/** One for each generation of my key, the newest last. */
async function seeds(engine: Engine, chat: ChatId, id: MsgId): Promise<Bytes[]> {
  const found: { gen: number; seed: Bytes }[] = []
  for (const place of await engine.account.db.getAllKeys('meta')) {
    const gen = Number(/^puk (\d{1,9})$/.exec(place)?.[1] ?? Number.NaN)
    const seed = Number.isNaN(gen) ? null : await engine.account.readPuk(gen)
    if (seed !== null) found.push({ gen, seed })
  }
  return found.sort((a, b) => a.gen - b.gen).map(({ seed }) => pollSeed(seed, chat, id))
}

const placeOf = (chat: ChatId, poll: MsgId, voter: UserId) =>
  concat(fromBase64url(chat), fromBase64url(poll), fromBase64url(voter))
