import type { ChatId, PushKind, UserId } from '@soroka/protocol'
import { decodeErasedHeader, KIND, readHeaderOptions } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { Repeating } from '../../platform/repeating.ts'
import { dueAt, whatToPush } from './decide.ts'
import type { Happening } from './decide.ts'
import { findForgotten, moveCursors, readEars, readNews } from './lookout-repo.ts'
import type { ChatRows, Ear, LogRow } from './lookout-repo.ts'
import { putWaiting } from './outbox-repo.ts'
import type { Waiting } from './outbox-repo.ts'
import { usualSettings } from './settings-repo.ts'
import { messagesOf, reactionsIn, usefulFor } from './things.ts'

/**
 * At least so long between two looks, and longer after a look that took long: under load many messages share one, and
 * looking never takes more than a fifth of the time.
 */
const PAUSE_MS = 50
const PATIENCE = 4
const LONGEST_PAUSE_MS = 1000
const CHATS = 100
const SWEEP_MS = 30_000

export interface LookoutOptions {
  readonly sql: Sql
  readonly now: () => number
  /** Something waits in the outbox now. */
  readonly found: () => void
  readonly onError: (error: unknown) => void
}

/**
 * Finds whom to push to, after the commit and beside the way of the acknowledgement. How far it came stands in the
 * database: what a node had no time to look through, another one finds within half a minute.
 */
export class Lookout extends Repeating {
  readonly #options: LookoutOptions
  readonly #chats = new Set<ChatId>()
  #looking: Promise<void> | undefined
  #ended = false
  #pauseMs = PAUSE_MS

  constructor(options: LookoutOptions) {
    super({ everyMs: SWEEP_MS, batch: CHATS, onError: options.onError })
    this.#options = options
  }

  /** Something was written there. */
  wrote(chat: ChatId): void {
    this.#chats.add(chat)
    if (this.#ended) return
    this.#looking ??= this.#look()
      .catch(this.#options.onError)
      .finally(() => {
        this.#looking = undefined
        const [next] = this.#chats
        if (next !== undefined) this.wrote(next)
      })
  }

  /** What is left, the next start looks through. */
  override async close(): Promise<void> {
    this.#ended = true
    await this.#looking
    await super.close()
  }

  /** What was forgotten. */
  protected override async doBatch(): Promise<number> {
    const { sql, now } = this.#options
    const chats = await findForgotten(sql, now(), CHATS)
    if (chats.length > 0) await this.#lookThrough(chats)
    return chats.length
  }

  async #look(): Promise<void> {
    await new Promise((done) => setTimeout(done, this.#pauseMs))
    const began = performance.now()
    const chats = [...this.#chats].slice(0, CHATS)
    for (const chat of chats) this.#chats.delete(chat)
    await this.#lookThrough(chats)
    const took = performance.now() - began
    this.#pauseMs = Math.min(Math.max(PAUSE_MS, took * PATIENCE), LONGEST_PAUSE_MS)
  }

  async #lookThrough(chats: readonly ChatId[]): Promise<void> {
    const { sql, now, found } = this.#options
    const waiting = await sql.begin(async (tx) => {
      const news = await readNews(tx, chats, now())
      if (news.length === 0) return []
      const told = news.filter(({ rows }) => rows.length > 0)
      const senders = [...new Set(told.flatMap(({ rows }) => rows.map(({ sender }) => sender)))]
      const ears =
        told.length === 0
          ? []
          : await readEars(
              tx,
              told.map(({ chat }) => chat),
              senders,
              now(),
            )
      const all = gather(told, ears, now())
      await putWaiting(tx, all)
      await moveCursors(tx, news)
      for (const { chat, more } of news) if (more) this.#chats.add(chat)
      return all
    })
    if (waiting.length > 0) found()
  }
}

/** What each device is to be told, one thing of a chat at most; of several messages the last, and a mention over others. */
export function gather(news: readonly ChatRows[], ears: readonly Ear[], now: number): Waiting[] {
  const waiting = new Map<string, Waiting>()
  for (const chat of news) {
    const rows = chat.rows.flatMap((row) => readRow(row) ?? [])
    for (const ear of ears) {
      if (ear.chat !== chat.chat || ear.visible) continue
      const listener = {
        ...ear,
        direct: chat.direct,
        blocked: ear.blocked ?? [],
        settings: ear.settings ?? usualSettings,
      }
      for (const row of rows) {
        const kind = whatToPush(row.happening, listener, now)
        if (kind === undefined || !isOfChat(kind)) continue
        const thing = kind === 'reaction' ? reactionsIn(chat.chat) : messagesOf(chat.chat)
        const key = `${ear.user},${ear.device},${thing}`
        const { user, device } = ear
        const { seq } = row.happening
        const until = Math.min(row.at + usefulFor[kind], row.expiresAt ?? Infinity)
        waiting.set(key, {
          user,
          device,
          thing,
          kind: waiting.get(key)?.kind === 'mention' ? 'mention' : kind,
          chat: chat.chat,
          seq,
          call: null,
          at: row.at,
          until,
          dueAt: dueAt(kind, chat, ear.toldAt, now),
        })
      }
    }
  }
  return [...waiting.values()]
}

type ChatKind = Exclude<keyof typeof usefulFor, 'missed_call'>

const isOfChat = (kind: PushKind): kind is ChatKind => kind in usefulFor && kind !== 'missed_call'

interface ReadRow {
  readonly happening: Happening
  readonly at: number
  readonly expiresAt: number | null
}

function readRow({ header, seq, sender, kind, at, expiresAt, targetSender, first }: LogRow): ReadRow | undefined {
  // Rows from before header sizes were kept have none to read; they are older than any push.
  if (header === '') return undefined
  const { notify, silent = false } = readHeaderOptions(decodeErasedHeader(Buffer.from(header, 'hex')).ext)
  const calls: { all: boolean; users: readonly UserId[] } = notify ?? { all: false, users: [] }
  const about = kind === KIND.reaction ? targetSender : null
  return { happening: { kind, seq, sender, calls, silent, targetSender: about, first }, at, expiresAt }
}
