import { setTimeout as pause } from 'node:timers/promises'
import type { UserId } from '@soroka/protocol'
import { decodeEnvelopeHeader } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { hmac } from '../../platform/keys/index.ts'
import { traced } from '../../platform/trace/index.ts'
import type { Tracing } from '../../platform/trace/index.ts'
import type { Courier } from './courier.ts'
import { judge, pauseOf, TRIES } from './judge.ts'
import type { Verdict } from './judge.ts'
import { dropTaken, nextDue, putOff, takeDue } from './outbox-repo.ts'
import type { Taken } from './outbox-repo.ts'
import type { PushObserver } from './metrics.ts'
import { buildPayload } from './payload.ts'
import type { BuiltPayload, PushedRow } from './payload.ts'
import { Rests } from './rests.ts'
import { findReadElsewhere, noteFailed, noteGone, noteSent, readBadges, readFacts } from './send-repo.ts'
import type { Facts, ReadElsewhere } from './send-repo.ts'
import { RING_EVERY_MS } from './things.ts'

/** Requests under way at a time, and as many of them are taken at once. */
const AT_ONCE = 32
const BATCH = 16
/** Other nodes may put something there; what was put off comes back. */
const LOOK_EVERY_MS = 2000

export interface SenderOptions {
  readonly sql: Sql
  readonly courier: Courier
  /** Origin of the web app. */
  readonly origin: () => string
  /** Keys the topics: a push service can't tell from them which devices are in one chat. */
  readonly secret: Uint8Array
  readonly now: () => number
  readonly onError: (error: unknown) => void
  readonly observe?: PushObserver | undefined
  readonly tracing?: Tracing | undefined
  readonly chance?: () => number
}

/** Something with all that is known of it. */
interface Parcel {
  readonly taken: Taken
  readonly facts: Facts
  readonly badge: number
  readonly read: readonly ReadElsewhere[]
}

/** Sends what waits in the outbox, on every node. What fails waits there, and longer each time. */
export class Sender {
  readonly #options: SenderOptions
  readonly #rests: Rests
  readonly #work = new Set<Promise<void>>()
  #closed = false
  #failed = false
  #woken = false
  #wake: () => void = () => {}
  #loop: Promise<void> | undefined

  constructor(options: SenderOptions) {
    this.#options = options
    this.#rests = new Rests(options.now)
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  /** Something is there. */
  wake(): void {
    this.#woken = true
    this.#wake()
  }

  /** What is under way is brought to its end; what waits is there for the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.wake()
    await this.#loop
    await Promise.race([Promise.allSettled(this.#work), pause(1000, undefined, { ref: false })])
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      this.#woken = false
      try {
        while (!this.#closed && (await this.#sendDue()) === BATCH);
        this.#failed = false
        await this.#sleep()
      } catch (error) {
        if (!this.#failed) this.#options.onError(error)
        this.#failed = true
        await pause(LOOK_EVERY_MS, undefined, { ref: false })
      }
    }
  }

  async #sleep(): Promise<void> {
    if (this.#woken || this.#closed) return
    const due = await nextDue(this.#options.sql)
    const ms = Math.min(LOOK_EVERY_MS, Math.max(20, (due ?? Infinity) - this.#options.now()))
    if (this.#woken || this.#closed) return
    await new Promise<void>((woken) => {
      const timer = setTimeout(woken, ms).unref()
      this.#wake = () => {
        clearTimeout(timer)
        woken()
      }
    })
  }

  async #sendDue(): Promise<number> {
    while (this.#work.size > AT_ONCE - BATCH) await Promise.race(this.#work)
    const { sql, now } = this.#options
    const taken = await takeDue(sql, now(), BATCH)
    if (taken.length === 0) return 0
    const [facts, badges, elsewhere] = await Promise.all([
      readFacts(sql, taken, now()),
      readBadges(sql, [...new Set(taken.map(({ user }) => user))], now()),
      findReadElsewhere(sql, taken),
    ])
    const { tracing } = this.#options
    for (const one of taken) {
      const parcel = pack(one, facts, badges, elsewhere)
      this.#begin(traced(tracing, `push ${one.kind}`, { kind: 'client', root: true }, () => this.#handle(one, parcel)))
      // To seal one takes half a millisecond: messages that are to be acknowledged come between.
      await new Promise((turn) => setImmediate(turn))
    }
    return taken.length
  }

  #begin(work: Promise<void>): void {
    const tracked = work.catch(this.#options.onError).finally(() => this.#work.delete(tracked))
    this.#work.add(tracked)
  }

  async #handle(taken: Taken, parcel: Parcel | undefined): Promise<void> {
    const { sql, now } = this.#options
    if (parcel === undefined) return dropTaken(sql, taken)
    if (ringIsOver(parcel, now())) return this.#bring({ ...parcel, taken: { ...taken, kind: 'ring_over' } })
    if (!isWanted(parcel, now())) return dropTaken(sql, taken)
    // Of a message he has seen; a call goes on ringing when he looks no more.
    if (!parcel.facts.visible) return this.#bring(parcel)
    return taken.kind === 'ring' ? putOff(sql, taken, now() + RING_EVERY_MS, 0) : dropTaken(sql, taken)
  }

  async #bring(parcel: Parcel): Promise<void> {
    const { sql, now } = this.#options
    const { taken } = parcel
    const host = new URL(parcel.facts.endpoint).host
    const rest = this.#rests.until(host)
    if (rest > now()) return putOff(sql, taken, rest, taken.tries)
    // A ring is repeated for who may sleep; a page that is connected rings by itself.
    if (taken.kind === 'ring' && taken.version > 0 && parcel.facts.connected)
      return putOff(sql, taken, now() + RING_EVERY_MS, 0)
    const built = this.#build(parcel, true)
    const verdict = await this.#post(parcel, built)
    if (verdict.is !== 'smaller' || !built.whole) return this.#settle(parcel, built, verdict, host)
    const smaller = this.#build(parcel, false)
    return this.#settle(parcel, smaller, await this.#post(parcel, smaller), host)
  }

  #build({ taken, facts, badge, read }: Parcel, withEnvelope: boolean): BuiltPayload {
    const { user, kind, at, until, chat, call } = taken
    const row = rowOf(taken, facts, withEnvelope)
    const marks = read.map(({ chat: where, upTo }) => ({ chat: where, upTo }))
    const origin = this.#options.origin()
    return buildPayload({ user, kind, lang: facts.lang, at, until, badge, chat, call, row, read: marks, origin })
  }

  async #post({ taken, facts }: Parcel, { json }: BuiltPayload): Promise<Verdict> {
    const { courier, secret, now, observe } = this.#options
    const { user, device, thing, kind, until } = taken
    const ttl = Math.max(0, Math.floor((until - now()) / 1000))
    const topic = hmac(secret, `push-topic\0${user}\0${device}\0${thing}`).subarray(0, 24).toString('base64url')
    const letter = { json, ttl, topic, urgency: kind === 'reaction' ? 'normal' : 'high' } as const
    const since = performance.now()
    const verdict = judge(await courier.send(facts, letter), now())
    observe?.(verdict, performance.now() - since)
    return verdict
  }

  async #settle({ taken, facts }: Parcel, built: BuiltPayload, verdict: Verdict, host: string): Promise<void> {
    const { sql, now, chance = Math.random } = this.#options
    this.#rests.heard(host, verdict)
    const { kind, chat, seq } = taken
    switch (verdict.is) {
      case 'sent':
        await noteSent(sql, taken, seq === null || kind === 'reaction' ? undefined : { chat, seq }, built.read, now())
        return kind === 'ring' ? putOff(sql, taken, now() + RING_EVERY_MS, 0, true) : dropTaken(sql, taken)
      case 'gone':
        return noteGone(sql, taken, facts.endpoint, verdict.code, now())
      case 'refused':
        await noteFailed(sql, taken, facts.endpoint, { code: verdict.code, state: 'refused', failed: true }, now())
        return dropTaken(sql, taken)
      case 'smaller':
      case 'lost':
        await noteFailed(sql, taken, facts.endpoint, { code: verdict.code, state: 'active', failed: true }, now())
        return dropTaken(sql, taken)
      case 'later': {
        const tries = taken.tries + 1
        const dueAt = now() + Math.max(verdict.afterMs, kind === 'ring' ? RING_EVERY_MS : pauseOf(tries, chance()))
        const failed = tries >= TRIES || dueAt > taken.until
        await noteFailed(sql, taken, facts.endpoint, { code: verdict.code, state: 'failing', failed }, now())
        return failed ? dropTaken(sql, taken) : putOff(sql, taken, dueAt, tries)
      }
      default:
        return verdict satisfies never
    }
  }
}

function pack(
  taken: Taken,
  facts: readonly Facts[],
  badges: ReadonlyMap<UserId, number>,
  elsewhere: readonly ReadElsewhere[],
): Parcel | undefined {
  const isMine = (one: { user: string; device: string }) => one.user === taken.user && one.device === taken.device
  const found = facts.find((one) => isMine(one) && one.thing === taken.thing)
  if (found === undefined) return undefined
  return { taken, facts: found, badge: badges.get(taken.user) ?? 0, read: elsewhere.filter(isMine) }
}

/** A device was rung, and its person answered or refused on another one: it must not go on ringing. */
function ringIsOver({ taken, facts }: Parcel, now: number): boolean {
  return taken.kind === 'ring' && taken.version > 0 && taken.until > now && !facts.rings && !facts.visible
}

/** Whether it is still news: much may have happened since it was put there. */
function isWanted({ taken, facts }: Parcel, now: number): boolean {
  if (taken.until <= now) return false
  if (taken.kind === 'ring') return facts.rings
  if (taken.kind === 'missed_call') return facts.unseen
  return facts.member && !facts.looks && facts.envelope !== null && taken.seq !== null && facts.readSeq < taken.seq
}

function rowOf({ seq, kind }: Taken, facts: Facts, withEnvelope: boolean): PushedRow | undefined {
  const { envelope, msgId, sender, epoch, target } = facts
  if (seq === null || envelope === null || msgId === null || sender === null || epoch === null) return undefined
  const { device } = decodeEnvelopeHeader(envelope).header
  // Of a stranger's message nothing is shown before he is let in.
  const mayRide = withEnvelope && facts.holds && !facts.hideContent && kind !== 'request'
  return { seq, msgId, sender, device, epoch, target, envelope: mayRide ? envelope : undefined }
}
