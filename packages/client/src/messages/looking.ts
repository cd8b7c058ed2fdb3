import { type ChatId, limits, type MsgId, SorokaError, type UserId } from '@soroka/protocol'
import { isOffline } from '../api/api-errors.ts'
import type { Engine } from '../engine/engine.ts'
import { highestGap } from '../indexeddb/ranges.ts'
import { readChat } from '../sync/heads.ts'
import { readPage, type Where } from '../sync/read-page.ts'
import type { Wanted } from '../sync/puller.ts'
import type { MessagesPage, MessageView } from '../types.ts'
import { targetOf } from './annotate.ts'
import { isMessage } from './annotations.ts'
import { shownOf } from './message-views.ts'

const MOST = 200
/** How often a page may turn out to need more rows (annotations don't count) before it shows what is here. */
const ROUNDS = 8
/** Pages that a jump to a message far up may cost. */
const STEPS = 50

/** A page from the device; what is missing of it is pulled first. */
export async function page(engine: Engine, chat: ChatId, input: Where & { limit: number }): Promise<MessagesPage> {
  const { db } = engine.account
  const limit = Math.min(Math.max(1, Math.trunc(input.limit)), MOST)
  const wanted = { ...place(input), limit }
  engine.focus(chat)
  if (wanted.before === undefined && wanted.after === undefined) await askForPins(engine, chat)
  let before = ''
  for (let round = 0; ; round++) {
    const { messages, more, moreBelow, missing } = await readPage(db, engine.messages, chat, wanted)
    const state = JSON.stringify([missing, messages.length])
    const stuck = state === before
    if (missing === null || round === ROUNDS || stuck || engine.state === 'offline') {
      // The server has nothing above what it gave: older rows are not mine to read.
      const end = stuck && missing !== null && 'before' in missing
      const older = more && !end
      const seqs = messages.flatMap(({ seq }) => seq ?? [])
      const stretch = { first: seqs[0], last: seqs.at(-1), more: older, moreBelow }
      return { messages, lines: await engine.lines(chat, stretch), more: older, moreBelow }
    }
    before = state
    await engine.pull(chat, what(missing, round, input), round === 0 ? limit : limits.pageRows)
  }
}

/** Chats whose pins this tab has asked for. */
const asked = new WeakMap<Engine, Set<ChatId>>()

/** The bar of a chat shows pins of history that is not here yet: the server is asked once, and nobody waits for it. */
async function askForPins(engine: Engine, chat: ChatId): Promise<void> {
  const done = asked.get(engine) ?? new Set<ChatId>()
  asked.set(engine, done)
  const row = await readChat(engine.account.db, chat)
  if (done.has(chat) || engine.state !== 'online' || row === null || !row.created) return
  done.add(chat)
  if (highestGap(row.have, row.lastSeq) !== null) void engine.pull(chat, 'pins', MOST)
}

function place({ before, after, around }: Where): Where {
  if (before !== undefined) return { before }
  if (after !== undefined) return { after }
  return around === undefined ? {} : { around }
}

function what(missing: Where, round: number, input: Where): Wanted {
  // The newest rows may be more than the head that is here knows of.
  const newest = input.before === undefined && input.after === undefined && input.around === undefined
  if (newest && round === 0) return 'newest'
  if (missing.after !== undefined) return { after: missing.after }
  return missing.before === undefined ? 'newest' : { before: missing.before }
}

/** Where a message stands; history is pulled until it comes up, within bounds. Null: it was not found. */
export async function locate(engine: Engine, chat: ChatId, id: MsgId): Promise<number | null> {
  for (let step = 0; ; step++) {
    const row = await engine.messages.row(chat, id)
    if (row !== undefined) return row.state === 'sent' && isMessage(row) ? row.seq : null
    const known = await readChat(engine.account.db, chat)
    const gap = known === null ? null : highestGap(known.have, known.lastSeq)
    if (gap === null || step === STEPS || engine.state === 'offline') return null
    await engine.pull(chat, { before: gap[1] + 1 }, limits.pageRows)
    const after = await readChat(engine.account.db, chat)
    const left = after === null ? null : highestGap(after.have, after.lastSeq)
    if (left !== null && left[0] === gap[0] && left[1] === gap[1]) return null
  }
}

/** The first row at or after a moment; without the server, of what is here. */
export async function seqAt(engine: Engine, chat: ChatId, at: number): Promise<number> {
  if (!Number.isSafeInteger(at) || at < 0) throw new SorokaError('BAD_REQUEST', { field: 'at' })
  try {
    return (await engine.api.messages.at({ chat, at: `${at}` })).seq
  } catch (error) {
    if (!isOffline(error)) throw error
  }
  const known = await readChat(engine.account.db, chat)
  const [low, high] = known?.have.at(-1) ?? [0, 0]
  let [from, to] = [low, high]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const row = await engine.account.db.get('messages', [chat, middle])
    if (row !== undefined && row.at >= at) to = middle
    else from = middle + 1
  }
  return from
}

export async function versions(engine: Engine, chat: ChatId, id: MsgId): Promise<{ text: string; at: number }[]> {
  const row = await targetOf(engine, chat, id)
  const { edits } = await engine.messages.about(row)
  const found = await Promise.all(
    [row, ...edits].map(async (one) => ({ at: one.at, content: await engine.bodies.open(one) })),
  )
  return found.flatMap(({ at, content }) => (content === null ? [] : [{ text: content.text, at }]))
}

export async function reactors(
  engine: Engine,
  chat: ChatId,
  id: MsgId,
): Promise<{ user: UserId; emoji: string; at: number }[]> {
  const { reactions } = await engine.messages.about(await targetOf(engine, chat, id))
  const found = await Promise.all(reactions.map(async (row) => ({ row, content: await engine.bodies.open(row) })))
  return found.flatMap(({ row: { sender, at }, content }) =>
    sender === undefined ? [] : (content?.options.reactions ?? []).map((emoji) => ({ user: sender, emoji, at })),
  )
}

/** The first message of a thread and its answers. */
export async function thread(engine: Engine, chat: ChatId, root: MsgId): Promise<MessageView[]> {
  await locate(engine, chat, root)
  const first = await engine.messages.row(chat, root)
  if (first === undefined || !isMessage(first)) throw new SorokaError('NOT_FOUND')
  const { answers } = await engine.messages.about(first)
  return shownOf(await engine.messages.of(chat, [first, ...answers]))
}

/** Who read a message, and when. */
export async function readers(engine: Engine, chat: ChatId, id: MsgId): Promise<{ user: UserId; at: number }[]> {
  const row = await targetOf(engine, chat, id)
  if (row.state !== 'sent') return []
  const answer = await engine.api.messages.readers({ chat, seq: `${row.seq}` })
  return answer.readers.filter(({ user }) => user !== row.sender)
}

/** Pinned messages, the newest pin last. The server knows those of history that is not here yet. */
export async function pins(engine: Engine, chat: ChatId): Promise<MessageView[]> {
  await engine.pull(chat, 'pins', MOST)
  return await engine.messages.pinned(chat)
}
