import { type ChatId, type MsgId, SorokaError } from '@soroka/protocol'
import { type BodyOptions, KIND } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { targetOf } from './annotate.ts'
import { makePoll } from './polls.ts'
import { newId, type Words, write } from './writing.ts'

/** Writes messages again in other chats, in the order of the log; `hideAuthor`: as if I had written them. */
export async function forward(
  engine: Engine,
  from: ChatId,
  ids: readonly MsgId[],
  to: readonly ChatId[],
  hideAuthor: boolean,
  now: () => number,
): Promise<void> {
  const rows = await Promise.all([...new Set(ids)].map((id) => targetOf(engine, from, id)))
  // What is still on its way has nothing yet that another chat could be given.
  if (rows.some((row) => row.state !== 'sent' && row.files !== undefined)) throw new SorokaError('FILE_UNKNOWN')
  rows.sort((a, b) => a.seq - b.seq)
  // All or none: what is not there is noticed before anything is written.
  for (const chat of to)
    if (parseChat(await engine.account.db.get('chats', chat)) === null) throw new SorokaError('NOT_FOUND')
  for (const chat of new Set(to))
    for (const row of rows) await write(engine, chat, await copyOf(engine, chat, row, hideAuthor, now()), now())
}

/** What is shown of it now. Who was called there is not called here, and a poll begins anew. */
async function copyOf(engine: Engine, chat: ChatId, row: MessageRow, hideAuthor: boolean, at: number): Promise<Words> {
  const own = await engine.bodies.open(row)
  if (own === null) throw new SorokaError('NOT_FOUND')
  const latest = (await engine.messages.about(row)).edits.at(-1)
  const text = (latest === undefined ? undefined : await engine.bodies.open(latest))?.text ?? own.text
  const { preview, poll, attachments, sticker, pack, forward: before } = own.options
  const first = before ?? { at: row.at, ...(row.sender === undefined ? {} : { author: row.sender }) }
  const options: BodyOptions = { preview, sticker, pack, ...(hideAuthor ? {} : { forward: first }) }
  if (attachments !== undefined) {
    // The server learns no more than that somebody sends files: those of a chat that forgets are other ones there (R20).
    const sealed =
      row.expiresAt === undefined ? { attachments, stashed: [] } : await engine.files.sealAgain(row, attachments)
    const { stashed } = sealed
    return { kind: KIND.media, text, options: { ...options, attachments: sealed.attachments }, stashed }
  }
  if (poll === undefined) return { kind: KIND.text, text, options }
  const id = newId()
  const again = await makePoll(engine, chat, id, {
    options: [...poll.options],
    multiple: poll.multiple,
    anonymous: poll.key !== undefined,
    ...(poll.closesAt !== undefined && poll.closesAt > at ? { closesAt: poll.closesAt } : {}),
  })
  return { id, kind: KIND.poll, text, options: { ...options, poll: again } }
}
