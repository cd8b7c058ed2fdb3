import { isDeepStrictEqual } from 'node:util'
import { limits } from '@soroka/protocol'
import type { CallEnd, CallId, CallMedia, ChatId, DeviceId, UserId } from '@soroka/protocol'
import { changeDevice, changeDevices, changeMembers, dropDevices, newcomer, quiet } from './change-call.ts'
import { carryOutGuest, dropSilentGuests, guestsMustRun } from './guest-machine.ts'
import type { GuestEvent, GuestRefusal } from './guest-machine.ts'
import { BUSY_GRACE_MS, isIn, memberOf, roomOf, showCall } from './live-call.ts'
import type { LiveCall, LiveMember } from './live-call.ts'
import { guestsOf, isGuest, isPersons } from './live-guest.ts'

interface Party {
  readonly user: UserId
  readonly device: DeviceId
}

/** What happens to a call. Who may cause it is asked before (call-rights.ts). */
export type CallEvent =
  | (Party & { readonly is: 'join'; readonly media: CallMedia; readonly move: boolean })
  | (Party & { readonly is: 'leave' | 'alive' })
  | (Party & { readonly is: 'media'; readonly media: CallMedia })
  | { readonly is: 'heard'; readonly user: UserId; readonly busy: boolean }
  | { readonly is: 'decline'; readonly user: UserId; readonly by?: DeviceId }
  /** `pardon`: also those who were taken out. */
  | { readonly is: 'ring'; readonly users: readonly UserId[]; readonly pardon: boolean }
  /** Taken out, or not in the chat any more. */
  | { readonly is: 'remove'; readonly users: readonly UserId[] }
  | { readonly is: 'end' }
  /** Time passed. `hearsSince`: since when the server hears its devices without a gap. */
  | { readonly is: 'tick'; readonly hearsSince: number }
  | GuestEvent

/** Why an event is not possible. */
export type CallRefusal = 'CALL_OVER' | 'CALL_ELSEWHERE' | GuestRefusal

export interface NewCall extends Party {
  readonly id: CallId
  readonly chat: ChatId
  readonly direct: boolean
  readonly mode: LiveCall['mode']
  readonly media: CallMedia
  readonly ring: readonly UserId[]
}

/** A call begins with its caller in it. */
export function beginCall({ id, chat, direct, mode, media, user, device, ring }: NewCall, now: number): LiveCall {
  const empty: LiveCall = {
    id,
    chat,
    direct,
    mode,
    video: media.video,
    by: user,
    at: now,
    answeredAt: null,
    stateSeq: 0,
    joins: 0,
    members: [newcomer(user)],
    devices: [],
    ended: null,
  }
  const begun = join(empty, { user, device, media, move: false }, now)
  return typeof begun === 'string' ? empty : settle(rung(begun, ring, false, now), false, now)
}

/** The call after the event; the same object where nothing changed. */
export function stepCall(call: LiveCall, event: CallEvent, now: number): LiveCall | CallRefusal {
  if (call.ended !== null) return mustRun.has(event.is) ? 'CALL_OVER' : call
  const changed = carryOut(call, event, now)
  if (typeof changed === 'string' || changed === call) return changed
  const next = settle(changed, event.is === 'tick', now)
  const isSeen = !isDeepStrictEqual(showCall(call), showCall(next))
  return isSeen ? { ...next, stateSeq: call.stateSeq + 1 } : next
}

/** What makes no sense in a call that is over; the rest is just late. */
const mustRun: ReadonlySet<CallEvent['is']> = new Set(['join', 'decline', 'ring', 'remove', ...guestsMustRun])

function carryOut(call: LiveCall, event: CallEvent, now: number): LiveCall | CallRefusal {
  switch (event.is) {
    case 'join':
      return join(call, event, now)
    case 'leave':
      return dropDevices(call, (one) => one.user === event.user && one.device === event.device)
    case 'alive':
      return changeDevice(call, event, { heardAt: now })
    case 'media':
      return changeDevice(call, event, { media: event.media, heardAt: now })
    case 'heard':
      return heard(call, event, now)
    case 'decline':
      return changeMembers(call, (one) =>
        one.user === event.user && one.state === 'ringing' ? quiet(one, 'declined') : one,
      )
    case 'ring':
      return rung(call, event.users, event.pardon, now)
    case 'remove': {
      const out = new Set(event.users)
      const named = changeMembers(call, (one) => (out.has(one.user) ? quiet(one, 'removed') : one))
      return dropDevices(named, (one) => out.has(one.user) && isPersons(one.user, one))
    }
    case 'end':
      return over(call, call.answeredAt === null ? 'cancelled' : 'completed', now)
    case 'tick':
      return tick(call, event.hearsSince, now)
    default:
      return carryOutGuest(call, event, now)
  }
}

/** One device of a person at a time: it answers for all, and coming again makes its connections anew. */
function join(
  call: LiveCall,
  { user, device, media, move }: Party & { media: CallMedia; move: boolean },
  now: number,
): LiveCall | CallRefusal {
  if (memberOf(call, user)?.state === 'removed') return 'FORBIDDEN'
  if (!move && call.devices.some((one) => isPersons(user, one) && one.device !== device)) return 'CALL_ELSEWHERE'
  const others = call.devices.filter((one) => !isPersons(user, one))
  if (others.length >= roomOf(call)) return 'CALL_FULL'
  const joins = call.joins + 1
  return { ...call, joins, devices: [...others, { user, device, connEpoch: joins, media, heardAt: now }] }
}

function heard(call: LiveCall, { user, busy }: { user: UserId; busy: boolean }, now: number): LiveCall {
  return changeMembers(call, (one) => {
    if (one.user !== user || one.state !== 'ringing' || one.heard) return one
    if (!busy) return { ...one, heard: true, busyAt: null }
    return one.busyAt === null ? { ...one, busyAt: now } : one
  })
}

/** Rings these people, those again who did not come. */
function rung(call: LiveCall, users: readonly UserId[], pardon: boolean, now: number): LiveCall {
  const asked = new Set(users.filter((user) => !isIn(call, user)))
  const ringing = { state: 'ringing', heard: false, busyAt: null, ringUntil: now + limits.callRingTime } as const
  const again = changeMembers(call, (one) =>
    asked.has(one.user) && (pardon || one.state !== 'removed') ? { ...one, ...ringing } : one,
  )
  const fresh = [...asked].filter((user) => memberOf(call, user) === undefined)
  if (fresh.length === 0) return again
  const news = fresh.map((user) => ({ user, ...ringing, cameAt: null, since: null, stayed: 0 }))
  return { ...again, members: [...again.members, ...news] }
}

function tick(call: LiveCall, hearsSince: number, now: number): LiveCall {
  // Nobody was silent while nobody listened.
  const heardOf = changeDevices(call, (one) => (one.heardAt < hearsSince ? { ...one, heardAt: hearsSince } : one))
  const present = dropSilentGuests(
    dropDevices(heardOf, ({ heardAt }) => heardAt + limits.callLease <= now),
    hearsSince,
    now,
  )
  return changeMembers(present, (one) => {
    if (one.ringUntil !== null && one.ringUntil <= now) return quiet(one, 'missed')
    return one.busyAt !== null && one.busyAt + BUSY_GRACE_MS <= now ? quiet(one, 'busy') : one
  })
}

/** What follows from who is in it: who came and went, whether it was answered, whether it is over. */
function settle(call: LiveCall, isLost: boolean, now: number): LiveCall {
  if (call.ended !== null) return call
  const guests = call.devices.filter((device) => isGuest(call, device))
  const came = call.devices.flatMap((device) =>
    memberOf(call, device.user) === undefined && !guests.includes(device) ? [newcomer(device.user)] : [],
  )
  const members = [...call.members, ...came].map((one) => counted(one, isIn(call, one.user), now))
  const present = members.filter(({ since }) => since !== null)
  const isAnswer = call.answeredAt === null && present.length > 1
  const settled: LiveCall = {
    ...call,
    answeredAt: isAnswer ? now : call.answeredAt,
    // Waiting for an answer is no talk.
    members: isAnswer ? members.map((one) => ({ ...one, since: one.since === null ? null : now, stayed: 0 })) : members,
  }
  const rings = members.some(({ state }) => state === 'ringing')
  const isOver = present.length === 0 || (call.direct && present.length === 1 && !rings && guests.length === 0)
  return isOver ? over(settled, reasonOf(settled, isLost), now) : settled
}

/** Nobody is in it any more, and nobody rings. */
function over(call: LiveCall, reason: CallEnd, now: number): LiveCall {
  const members = call.members.map((one) => {
    const out = counted(one, false, now)
    return out.state === 'ringing' ? quiet(out, 'missed') : out
  })
  // What guests said of themselves is nobody's any more.
  const link = call.link ? { ...call.link, card: '' } : null
  const guests = guestsOf(call).map((one) => ({ ...one, hello: '', pass: null }))
  return { ...call, members, devices: [], link, guests, ended: { at: now, reason } }
}

function reasonOf(call: LiveCall, isLost: boolean): CallEnd {
  const isDeserted = isLost && call.devices.length === 0
  if (call.answeredAt !== null) return isLost ? 'failed' : 'completed'
  const others = call.members.filter(({ user }) => user !== call.by)
  if (isDeserted) return 'failed'
  if (others.length === 0 || others.some(({ state }) => state === 'ringing')) return 'cancelled'
  const [peer] = others
  if (call.direct && (peer?.state === 'declined' || peer?.state === 'busy')) return peer.state
  return 'missed'
}

/** A member with his time in it counted. */
function counted(one: LiveMember, isPresent: boolean, now: number): LiveMember {
  if (isPresent) {
    if (one.since !== null) return one
    return { ...quiet(one, 'in'), heard: true, cameAt: one.cameAt ?? now, since: now }
  }
  if (one.since === null) return one
  const state = one.state === 'in' ? 'left' : one.state
  return { ...one, state, since: null, stayed: one.stayed + Math.max(0, now - one.since) }
}
