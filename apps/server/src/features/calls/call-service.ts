import { limits, SorokaError } from '@soroka/protocol'
import type { CallId, CallMedia, CallState, ChatId, DeviceId, GuestId, UserId } from '@soroka/protocol'
import { closeCodes } from '@soroka/protocol/frames'
import type { DownFrame } from '@soroka/protocol/frames'
import { WHO } from '@soroka/protocol/records'
import { chatTopic, guestTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import { findRingable, readCallingFacts } from './calling-repo.ts'
import type { CallingFacts } from './calling-repo.ts'
import type { CallNews } from '../push/index.ts'
import { beginCall, stepCall } from './call-machine.ts'
import type { CallEvent } from './call-machine.ts'
import { newsOf } from './call-news.ts'
import { insertCall, lockCall, lockDue, lockRunning, storeCall } from './calls-repo.ts'
import type { LockedCall } from './calls-repo.ts'
import { isIn, showCall } from './live-call.ts'
import type { LiveCall, LiveDevice } from './live-call.ts'
import { guestsOf } from './live-guest.ts'
import type { LiveKit } from './livekit.ts'
import { showToGuest } from './show-to-guest.ts'

export interface CallDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly now: () => number
  /** Passes on the media of groups. */
  readonly livekit?: LiveKit | undefined
  /** Wakes people who are away. */
  readonly pushes?: CallPushes | undefined
}

/** Hears of each change in its transaction, and once something of it is committed that has to be sent. */
export interface CallPushes {
  put(tx: Transaction, news: CallNews): Promise<boolean>
  committed(): void
}

export interface CallParty {
  readonly user: UserId
  readonly device: DeviceId
}

export interface StartInput {
  readonly call: CallId
  readonly chat: ChatId
  readonly media: CallMedia
  readonly ring?: readonly UserId[] | undefined
}

/** How often one person may ring the people of one chat, or of one call again; and how often anybody (S15). */
const ringsInOne = { amount: 8, seconds: 60 }
const ringsOfPerson = { amount: 30, seconds: 60 }
/** Of tries to begin a call while others begin one in the same chat. */
const TRIES = 5

export type Transaction = Parameters<typeof lockCall>[0]

/** How one change came out. */
interface Change {
  readonly live: LiveCall
  /** People can see it. */
  readonly told: boolean
  /** Joins that are over by it. */
  readonly left: readonly LiveDevice[]
  /** Somebody has to be woken. */
  readonly wakes: boolean
}

/**
 * Calls under the row lock of the database: the truth of a call is in no process, so any node may die at any time, and
 * each change and the history of what ended are one commit.
 */
export class Calls {
  readonly #deps: CallDependencies

  constructor(deps: CallDependencies) {
    this.#deps = deps
  }

  /**
   * Calls the people of a chat, or comes to the call that runs there.
   * @throws SorokaError NOT_A_MEMBER, NOT_ACCEPTING, FORBIDDEN, CALL_FULL, CALL_ELSEWHERE, CONFLICT, RATE_LIMITED
   */
  async start(caller: CallParty, input: StartInput): Promise<CallState> {
    for (let tries = 0; tries < TRIES; tries++) {
      const change = await this.#deps.sql.begin((tx) => this.#startOnce(tx, caller, input))
      if (change !== undefined) return this.#tell(change)
    }
    throw new SorokaError('UNAVAILABLE')
  }

  /**
   * What `decide` makes of a call of a chat of mine happens to it.
   * @throws SorokaError NOT_FOUND, CALL_OVER, CALL_FULL, CALL_ELSEWHERE, FORBIDDEN
   */
  async change(call: CallId, user: UserId, decide: (locked: LockedCall) => CallEvent): Promise<CallState> {
    const change = await this.#deps.sql.begin(async (tx) => {
      const locked = await lockMine(tx, call, user)
      return this.#apply(tx, locked, decide(locked))
    })
    return this.#tell(change)
  }

  /**
   * The same by somebody who is no member: a guest, or who knocks.
   * @throws SorokaError UNAUTHORIZED, CALL_OVER, and what the event is refused with
   */
  async changeFor(
    find: (tx: Transaction) => Promise<LockedCall | undefined>,
    decide: (locked: LockedCall) => CallEvent,
  ): Promise<LiveCall> {
    const change = await this.#deps.sql.begin(async (tx) => {
      const locked = await find(tx)
      if (locked === undefined) throw new SorokaError('UNAUTHORIZED')
      return this.#apply(tx, locked, decide(locked))
    })
    this.#tell(change)
    return change.live
  }

  /**
   * Rings people of the chat, again or for the first time.
   * @throws SorokaError NOT_FOUND, CALL_OVER, FORBIDDEN, RATE_LIMITED
   */
  async ring(call: CallId, by: UserId, users: readonly UserId[]): Promise<CallState> {
    await this.#takeRing(call, by)
    const change = await this.#deps.sql.begin(async (tx) => {
      const locked = await lockMine(tx, call, by)
      if (locked.live.ended !== null) throw new SorokaError('CALL_OVER')
      if (!isIn(locked.live, by) || !mayWrite(locked)) throw new SorokaError('FORBIDDEN')
      const ringable = await findRingable(tx, locked.live.chat, by, users)
      return this.#apply(tx, locked, { is: 'ring', users: ringable, pardon: mayLead(locked, by) })
    })
    return this.#tell(change)
  }

  /** What time does to a call; false where nothing is due any more, or another node has it. */
  async tick(call: CallId, hearsSince: number): Promise<boolean> {
    const change = await this.#deps.sql.begin(async (tx) => {
      const locked = await lockDue(tx, call, this.#deps.now())
      return locked === undefined ? undefined : this.#apply(tx, locked, { is: 'tick', hearsSince })
    })
    if (change !== undefined) this.#tell(change)
    return change !== undefined
  }

  /** Undefined: somebody else began one meanwhile; look again. */
  async #startOnce(tx: Transaction, caller: CallParty, input: StartInput): Promise<Change | undefined> {
    const { chat, media, call: id } = input
    const facts = await readCallingFacts(tx, chat, caller.user)
    if (facts === undefined || facts.role === null) throw new SorokaError('NOT_A_MEMBER')
    const running = (await lockCall(tx, id, caller.user)) ?? (await lockRunning(tx, chat, caller.user))
    if (running !== undefined) {
      const { live } = running
      if (live.chat !== chat) throw new SorokaError('CONFLICT')
      // Asked again: it began, it may even be over, or it began between the two looks.
      if (live.id === id && (live.ended !== null || holds(live, caller)))
        return { live, told: false, left: [], wakes: false }
      return this.#apply(tx, running, { is: 'join', ...caller, media, move: false })
    }
    const ring = await this.#whomToRing(tx, caller.user, input, facts)
    const kind = { direct: facts.kind === 'direct', mode: await this.#modeOf(facts) } as const
    const live = beginCall({ id, chat, ...kind, media, ...caller, ring }, this.#deps.now())
    if (!(await insertCall(tx, live, facts.lastSeq))) return undefined
    return { live, told: true, left: [], wakes: await this.#putPushes(tx, undefined, live) }
  }

  /** Two send to each other: that is the shortest way. So do some more while the server of media is away: better than none. */
  async #modeOf({ kind }: CallingFacts): Promise<CallState['mode']> {
    return kind === 'group' && (await this.#deps.livekit?.isUp()) === true ? 'sfu' : 'p2p'
  }

  async #whomToRing(tx: Transaction, by: UserId, { chat, ring }: StartInput, facts: CallingFacts): Promise<UserId[]> {
    if (facts.kind === 'nest') throw new SorokaError('NOT_ACCEPTING')
    if (!mayWrite(facts)) throw new SorokaError('FORBIDDEN')
    await this.#takeRing(chat, by)
    const isSmall = facts.memberCount <= limits.callRings + 1
    const ringable = ring === undefined && !isSmall ? [] : await findRingable(tx, chat, by, ring)
    if (facts.kind === 'direct' && ringable.length === 0) throw new SorokaError('NOT_ACCEPTING', { reason: 'call' })
    return ringable
  }

  #takeRing(where: ChatId | CallId, by: UserId): Promise<void> {
    return takeOrThrow(this.#deps.limiter, [`ring:${by}`, ringsOfPerson], [`ring:${by}:${where}`, ringsInOne])
  }

  async #apply(tx: Transaction, { live, gone }: LockedCall, event: CallEvent): Promise<Change> {
    const now = this.#deps.now()
    const without = gone.length === 0 ? live : stepCall(live, { is: 'remove', users: gone }, now)
    const next = stepCall(typeof without === 'string' ? live : without, event, now)
    if (typeof next === 'string') throw new SorokaError(next)
    // A deadline that was set early, so that the sweep looks at it, is put right by storing it.
    if (next !== live || event.is === 'tick') await storeCall(tx, next)
    const left = live.devices.filter(({ connEpoch }) => next.devices.every((one) => one.connEpoch !== connEpoch))
    const wakes = next !== live && (await this.#putPushes(tx, live, next, deviceOf(event)))
    return { live: next, told: next.stateSeq !== live.stateSeq, left, wakes }
  }

  async #putPushes(tx: Transaction, before: LiveCall | undefined, after: LiveCall, by?: DeviceId): Promise<boolean> {
    return (await this.#deps.pushes?.put(tx, newsOf(before, after, by))) ?? false
  }

  /** After the commit, to all members of the chat. */
  #tell({ live, told, left, wakes }: Change): CallState {
    if (wakes) this.#deps.pushes?.committed()
    const call = showCall(live)
    if (live.mode === 'sfu') for (const device of left) void this.#deps.livekit?.remove(live.id, device)
    const frame: DownFrame = { t: 'call.changed', call }
    if (told) this.#deps.bus.publish(chatTopic(live.chat), { frame: JSON.stringify(frame) })
    if (told) for (const { id } of guestsOf(live)) this.#tellGuest(live, id)
    return call
  }

  #tellGuest(live: LiveCall, guest: GuestId): void {
    const call = showToGuest(live, guest)
    const frame: DownFrame = { t: 'guest.changed', call }
    const isOut = live.ended !== null || (call.standing !== 'waiting' && call.standing !== 'in')
    const message = { frame: JSON.stringify(frame), ...(isOut ? { close: closeCodes.sessionEnded } : {}) }
    this.#deps.bus.publish(guestTopic(live.id, guest), message)
  }
}

/** The device that did it, of a person who may ring on others. */
function deviceOf(event: CallEvent): DeviceId | undefined {
  return event.is === 'decline' ? event.by : 'device' in event ? event.device : undefined
}

/** Locks a call of a chat that he is in. */
async function lockMine(tx: Transaction, call: CallId, user: UserId): Promise<LockedCall> {
  const locked = await lockCall(tx, call, user)
  if (locked === undefined || locked.role === null) throw new SorokaError('NOT_FOUND')
  return locked
}

const holds = (live: LiveCall, { user, device }: CallParty): boolean =>
  live.devices.some((one) => one.user === user && one.device === device)

/** In groups where only admins write, only they call. */
export const mayWrite = ({ role, writeWho }: Pick<LockedCall, 'role' | 'writeWho'>): boolean =>
  role !== 'member' || writeWho === WHO.everybody

/** Who began a call, and the admins of its group. */
export const mayLead = ({ live, role }: LockedCall, user: UserId): boolean => live.by === user || role !== 'member'
