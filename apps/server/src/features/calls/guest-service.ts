import { randomBytes } from 'node:crypto'
import { partyOf, SorokaError } from '@soroka/protocol'
import type { CallId, CallState, GuestCall, GuestId, LinkId, SessionId, UserId } from '@soroka/protocol'
import type { TurnConfig } from '../../platform/config/index.ts'
import { isUniqueViolation } from '../../platform/db/index.ts'
import type { GuestCaller } from '../../platform/http/index.ts'
import { sameBytes, sha256 } from '../../platform/keys/index.ts'
import { networkOf, takeOrThrow } from '../../platform/limits/index.ts'
import type { TicketHolder } from '../../platform/ws/index.ts'
import type { CallEvent } from './call-machine.ts'
import { mayWrite } from './call-service.ts'
import type { CallDependencies, Calls } from './call-service.ts'
import { findForGuest, findLinked, lockCall, lockLinked } from './calls-repo.ts'
import type { LockedCall } from './calls-repo.ts'
import { iceFor } from './ice.ts'
import type { IceServers } from './ice.ts'
import { isIn, roomOf } from './live-call.ts'
import type { LiveCall } from './live-call.ts'
import { findGuest } from './live-guest.ts'
import type { LiveGuest, LiveLink } from './live-guest.ts'
import { showToGuest } from './show-to-guest.ts'

/** Knocks of one network, and at one link: each makes people look (S15). */
const knocksOfNetwork = { amount: 20, seconds: 600 }
const knocksAtLink = { amount: 30, seconds: 600 }
const TICKET_MS = 30_000

export interface GuestDependencies extends Pick<CallDependencies, 'sql' | 'limiter' | 'now'> {
  readonly calls: Calls
}

/**
 * Guests of calls: people without an account who knock at a link and are let in by somebody in the call. All of a guest
 * stands in the row of his call and ends with it.
 */
export class Guests {
  readonly #deps: GuestDependencies

  constructor(deps: GuestDependencies) {
    this.#deps = deps
  }

  /** What somebody in the call does for guests, or with them. @throws SorokaError NOT_FOUND, CALL_OVER, FORBIDDEN and more */
  async byMember(call: CallId, user: UserId, event: CallEvent): Promise<CallState> {
    try {
      return await this.#deps.calls.change(call, user, (locked) => {
        if (locked.live.ended === null && (!isIn(locked.live, user) || !mayWrite(locked)))
          throw new SorokaError('FORBIDDEN')
        return event
      })
    } catch (error) {
      if (isUniqueViolation(error, 'calls_link')) throw new SorokaError('FORBIDDEN')
      throw error
    }
  }

  /** @throws SorokaError INVITE_INVALID */
  async look(link: LinkId): Promise<{ state: 'open' | 'full' | 'over'; call: CallId; card: string }> {
    const live = await findLinked(this.#deps.sql, link)
    if (live?.link?.id !== link) throw new SorokaError('INVITE_INVALID')
    const room = live.devices.length < roomOf(live) ? 'open' : 'full'
    return { state: live.ended === null ? room : 'over', call: live.id, card: live.link.card }
  }

  /** @throws SorokaError INVITE_INVALID, CALL_OVER, CALL_FULL, LIMIT_REACHED, CONFLICT, RATE_LIMITED */
  async knock(ip: string, { link, guest, hello }: { link: LinkId; guest: GuestId; hello: string }) {
    const { calls, limiter, now } = this.#deps
    await takeOrThrow(limiter, [`knock:${networkOf(ip)}`, knocksOfNetwork], [`knock:${link}`, knocksAtLink])
    const secret = randomBytes(32).toString('base64url')
    const live = await calls.changeFor(
      async (tx) => {
        const locked = await lockLinked(tx, link)
        if (locked === undefined) throw new SorokaError('INVITE_INVALID')
        return locked
      },
      ({ live: { link: stands } }) => ({ is: 'knock', guest: newGuest({ link, guest, hello }, stands, secret, now()) }),
    )
    return { token: [live.id, guest, secret].join('.'), call: showToGuest(live, guest) }
  }

  /** Whose token it is. @throws SorokaError UNAUTHORIZED: nobody's, or of a call that forgot him */
  async authenticate(token: string): Promise<GuestCaller> {
    const [call, guest, secret] = token.split('.') as [CallId?, GuestId?, string?]
    if (call === undefined || guest === undefined || secret === undefined) throw new SorokaError('UNAUTHORIZED')
    const live = await findForGuest(this.#deps.sql, call)
    if (live === undefined) throw new SorokaError('UNAUTHORIZED')
    if (live.ended !== null) throw new SorokaError('CALL_OVER')
    const known = findGuest(live, guest)
    if (known === undefined || !sameText(known.secret, hashOf(secret))) throw new SorokaError('UNAUTHORIZED')
    return { call, guest }
  }

  /** How a guest stands to his call. */
  async get({ call, guest }: GuestCaller): Promise<GuestCall> {
    return showToGuest(await this.#read(call), guest)
  }

  /** Something that a guest does. @throws SorokaError CALL_OVER, CALL_FULL, GUEST_OUT */
  async change({ call, guest }: GuestCaller, event: CallEvent): Promise<GuestCall> {
    const live = await this.#changeHere(call, guest, event)
    return showToGuest(live, guest)
  }

  /** @throws SorokaError GUEST_OUT: servers are lent to those who were let in */
  async ice({ call, guest }: GuestCaller, turn: TurnConfig | undefined): Promise<IceServers> {
    const live = await this.#read(call)
    if (findGuest(live, guest)?.standing !== 'in') throw new SorokaError('GUEST_OUT')
    return iceFor(turn, guest, this.#deps.now())
  }

  /** A ticket for his socket: 32 random bytes, kept as a hash (S4). */
  async issueTicket({ call, guest }: GuestCaller): Promise<{ ticket: string; expiresAt: number }> {
    const secret = randomBytes(32).toString('base64url')
    const until = this.#deps.now() + TICKET_MS
    await this.#changeHere(call, guest, { is: 'guest_ticket', guest, ticket: { hash: hashOf(secret), until } })
    return { ticket: call + guest + secret, expiresAt: until }
  }

  /** Which guest a ticket was given to; a second asker gets undefined. */
  async redeem(ticket: string): Promise<TicketHolder | undefined> {
    const parts = /^(.{22})(.{22})(.{43})$/.exec(ticket)
    if (parts === null) return undefined
    const [call, guest, secret] = parts.slice(1) as [CallId, GuestId, string]
    try {
      await this.#changeHere(call, guest, { is: 'guest_ticket', guest, ticket: null }, ({ live }) => {
        const known = findGuest(live, guest)?.ticket
        if (!known || known.until < this.#deps.now() || !sameText(known.hash, hashOf(secret)))
          throw new SorokaError('TICKET_INVALID')
      })
    } catch (error) {
      if (error instanceof SorokaError) return undefined
      throw error
    }
    return { ...partyOf(guest), session: guest as string as SessionId, delivery: 'cookie', guest: { call, guest } }
  }

  /** Whether he still waits or is in. */
  async isAlive({ call, guest }: GuestCaller): Promise<boolean> {
    const live = await findForGuest(this.#deps.sql, call)
    return live !== undefined && live.ended === null && isHere(findGuest(live, guest))
  }

  /** Guests do something only while they wait or are in. */
  #changeHere(
    call: CallId,
    guest: GuestId,
    event: CallEvent,
    check: (locked: LockedCall) => void = () => undefined,
  ): Promise<LiveCall> {
    return this.#deps.calls.changeFor(
      (tx) => lockCall(tx, call, '' as UserId),
      (locked) => {
        if (locked.live.ended !== null) throw new SorokaError('CALL_OVER')
        if (!isHere(findGuest(locked.live, guest))) throw new SorokaError('GUEST_OUT')
        check(locked)
        return event
      },
    )
  }

  async #read(call: CallId): Promise<LiveCall> {
    const live = await findForGuest(this.#deps.sql, call)
    if (live === undefined) throw new SorokaError('UNAUTHORIZED')
    return live
  }
}

function newGuest(
  { link, guest, hello }: { link: LinkId; guest: GuestId; hello: string },
  stands: LiveLink | null | undefined,
  secret: string,
  now: number,
): LiveGuest {
  const epoch = stands?.epoch ?? 0
  const fresh = { standing: 'waiting', pass: null, ticket: null } as const
  return { id: guest, link, epoch, hello, ...fresh, secret: hashOf(secret), heardAt: now }
}

const isHere = (guest: LiveGuest | undefined): boolean => guest?.standing === 'waiting' || guest?.standing === 'in'
const hashOf = (secret: string): string => sha256(secret).toString('base64url')
const sameText = (a: string, b: string): boolean => sameBytes(Buffer.from(a), Buffer.from(b))
