import { type ChatId, SorokaError, type UserId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { isCallVerb } from '../calls/call-verbs.ts'
import { isGroupVerb } from '../groups/groups.ts'
import type { Question } from '../search/find.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { pinLines } from '../messages/pin-lines.ts'
import { sealHeldAgain } from '../messages/seal-held.ts'
import type { Wanted } from '../sync/puller.ts'
import type { Life } from './life.ts'
import type { Parts } from './parts.ts'

const CALLS = 'calls.'

/** Of more rows than these no lines are told: they are a long absence, and screens read them with its pages. */
const MOST_TOLD = 50

/** What only the leading tab does: it has the socket, the outbox and the pen. */
export class Leader {
  readonly #parts: Parts
  readonly #life: Life

  constructor(parts: Parts, life: Life) {
    this.#parts = parts
    this.#life = life
  }

  async begin(): Promise<void> {
    const { fence, account, remote, verbs, epochs, connection, expiry } = this.#parts
    if (this.#life.over) return
    await fence.raise(account.db)
    epochs.forgetLoaded()
    remote.close()
    verbs.close()
    this.#parts.searching.indexer.start()
    connection.start()
    expiry.start()
  }

  end(): void {
    const { connection, sync, settingsSync, outbox, puller, marks, typing, admissions } = this.#parts
    this.#parts.expiry.stop()
    this.#parts.searching.indexer.stop()
    admissions.stop()
    this.#parts.held.stop()
    connection.stop()
    sync.stop()
    settingsSync.stop()
    outbox.stop()
    this.#parts.files.uploads.stop()
    puller.stop()
    marks.stop()
    typing.stop()
  }

  /** Something was written to the outbox, or taken from it. */
  queued(chat: ChatId): void {
    this.#parts.outbox.kick(chat)
    this.#parts.files.uploads.look()
  }

  /** The vector is in: what waited goes out. */
  listed(): void {
    const { outbox, files, marks, presence, focus, held } = this.#parts
    outbox.start()
    files.start()
    marks.flushAll()
    presence.send()
    focus.send()
    held.look()
    this.sealHeldAgain()
  }

  /** What waits for its time on the server and can't go out as it is: the epoch moved past it (R8). */
  sealHeldAgain(): void {
    this.#life.background(sealHeldAgain(this.#parts))
  }

  /** Rows came into the log. */
  applied(chat: ChatId, rows: MessageRow[], after: { gap: boolean; more: boolean }): void {
    const { account, typing, marks, puller, apply, groupNews } = this.#parts
    this.#life.background(groupNews.came(chat, rows))
    if (rows.length <= MOST_TOLD) this.#life.background(this.#tellPins(chat, rows))
    this.#parts.searching.indexer.applied(chat, rows)
    this.#parts.expiry.heard(rows)
    if (rows.some((row) => row.kind === KIND.delete || row.erased === true)) this.#parts.files.swept(chat)
    const theirs = rows.filter((row) => row.sender !== account.self.user)
    for (const row of theirs) if (row.sender !== undefined) typing.ended(chat, row.sender)
    const newest = theirs.at(-1)
    if (newest !== undefined) marks.report(chat, { delivered: newest.seq })
    if (after.gap) puller.gap(chat)
    if (after.more) this.#life.background(apply.advance(chat))
  }

  /** Who pinned something, between the messages. */
  async #tellPins(chat: ChatId, rows: readonly MessageRow[]): Promise<void> {
    const { hub, bodies } = this.#parts
    const upserts = await pinLines(bodies, rows)
    if (upserts.length > 0) hub.tell({ type: 'lines', chat, upserts })
  }

  /** Rows for a screen. Quiet when there is no server: the page shows what is here. */
  async pull(chat: ChatId, what: Wanted, limit: number): Promise<void> {
    if (this.#life.state === 'offline') return
    try {
      await this.#parts.puller.fetch(chat, what, limit)
    } catch (error) {
      this.#life.failed(error)
    }
  }

  /** What a person does with groups, here or in a tab that follows; and what that tab looks for. */
  async group(verb: string, args: readonly unknown[]): Promise<unknown> {
    const { indexer } = this.#parts.searching
    if (verb === 'search.find') return await indexer.find(args[0] as Question)
    if (verb === 'search.progress') return await indexer.progress()
    if (verb.startsWith(CALLS)) return await this.#call(verb.slice(CALLS.length), args)
    const { groups, trust } = this.#parts
    const [user, number] = args as [UserId, string]
    if (verb === 'trust.safetyNumber') return await trust.safetyNumber(user)
    if (verb === 'trust.verify') return await trust.verify(user, number)
    if (verb === 'trust.unverify') return await trust.unverify(user)
    if (verb === 'trust.confirmKey') return await trust.confirmKey(user)
    const work: unknown = Reflect.get(groups, verb)
    if (!isGroupVerb(verb) || typeof work !== 'function') throw new SorokaError('BAD_REQUEST', { verb })
    const result: unknown = await Reflect.apply(work, groups, [...args])
    return result
  }

  async #call(verb: string, args: readonly unknown[]): Promise<unknown> {
    const { calls } = this.#parts
    const work: unknown = Reflect.get(calls, verb)
    if (!isCallVerb(verb) || typeof work !== 'function') throw new SorokaError('BAD_REQUEST', { verb })
    const result: unknown = await Reflect.apply(work, calls, [...args])
    return result
  }
}
