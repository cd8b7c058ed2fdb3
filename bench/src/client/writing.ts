import {
  type EpochKey,
  extendLog,
  newMsgId,
  openBox,
  sealMessage,
  type VerifiedEpoch,
  verifyChain,
  verifyEpoch,
} from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import {
  type ChainState,
  countsAsMessage,
  encodeBody,
  hashEnvelope,
  KIND,
  ORIGIN_HASH,
  type Seen,
} from '@soroka/protocol/records'
import { Persist, persistRepo } from '../../../apps/server/src/features/messages/index.ts'
import type { Database } from '../../../apps/server/src/platform/db/index.ts'
import type { Resident } from './residents.ts'

/** The other side of a direct chat, with the key that was sealed to him. */
export interface Writer {
  readonly chat: ChatId
  readonly resident: Resident
  readonly epoch: VerifiedEpoch
  readonly key: EpochKey
  /** The log as he has seen it. */
  log: Seen
}

/** Reads each resident's way into the chat that `owner` began with him: chain, epoch, box, and the log so far. */
export async function findWriters(
  { sql }: Database,
  owner: UserId,
  chats: readonly { chat: ChatId; resident: Resident }[],
): Promise<Writer[]> {
  const chain = await chainOf(sql, owner)
  return await Promise.all(chats.map(({ chat, resident }) => enter(sql, owner, chain, chat, resident)))
}

async function chainOf(sql: Database['sql'], user: UserId): Promise<ChainState> {
  const entries = await sql<{ entry: Buffer }[]>`SELECT entry FROM user_chain WHERE user_id = ${user} ORDER BY seq`
  const result = await verifyChain(
    user,
    entries.map(({ entry }) => new Uint8Array(entry)),
  )
  if (!result.ok) throw new Error('a chain that does not verify')
  return result.state
}

async function enter(
  sql: Database['sql'],
  owner: UserId,
  chain: ChainState,
  chat: ChatId,
  resident: Resident,
): Promise<Writer> {
  const [row] = await sql<{ record: Buffer; box: Buffer }[]>`
    SELECT e.record, b.box FROM epochs e JOIN epoch_boxes b ON b.chat_id = e.chat_id AND b.n = e.n
    WHERE e.chat_id = ${chat} AND e.n = 0 AND b.user_id = ${resident.user}`
  if (row === undefined) throw new Error('no box')
  const chains = new Map([
    [owner, chain],
    [resident.user, resident.chain],
  ])
  const result = await verifyEpoch(null, new Uint8Array(row.record), chains)
  if (!result.ok) throw new Error(result.reason)
  const { record, roster } = result.epoch
  const { user, puks } = resident
  const key = await openBox({ record, roster, user, puks, box: new Uint8Array(row.box) })
  if (key === null) throw new Error('a box that does not open')
  const rows = await sql<{ seq: number; envelope: Buffer }[]>`
    SELECT seq::float8, envelope FROM messages WHERE chat_id = ${chat} ORDER BY seq`
  let log: Seen = { seq: 0, hash: ORIGIN_HASH }
  for (const { seq, envelope } of rows) log = extendLog(log, seq, hashEnvelope(new Uint8Array(envelope))) ?? log
  return { chat, resident, epoch: result.epoch, key, log }
}

/** Everybody writes these, through the server's own way into the log; the owner's sockets are not there to hear it. */
export async function writeAll(
  { lanes }: Database,
  writers: readonly Writer[],
  texts: readonly string[],
): Promise<void> {
  const persist = new Persist({ repo: persistRepo(lanes), onError: console.error })
  for (const text of texts)
    for (const writer of writers) {
      const { chat, resident, epoch, key } = writer
      const { user, device } = resident
      const author = { user, device: device.id, signKey: device.sign.key }
      const msgId = newMsgId()
      const body = encodeBody({ type: KIND.text, text, ext: [] })
      const { envelope, hash } = await sealMessage({
        epoch,
        key,
        author,
        kind: KIND.text,
        msgId,
        seen: writer.log,
        body,
      })
      const fixed = { epoch: 0, kind: KIND.text, target: undefined, counts: countsAsMessage(KIND.text), origin: '' }
      const item = { ...fixed, chat, sender: user, msgId, envelope: Buffer.from(envelope), headerSize: 121 }
      const seq = await new Promise<number>((resolve, reject) => {
        persist.submit(item, (_, outcome) => {
          if (outcome.kind === 'refused') reject(new Error(outcome.code))
          else resolve(outcome.seq)
        })
      })
      writer.log = extendLog(writer.log, seq, hash) ?? writer.log
    }
}
