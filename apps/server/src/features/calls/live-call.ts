import type { CallDevice, CallEnd, CallId, CallMember, CallState, ChatId, UserId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import { guestsOf, isPersons, showGuests } from './live-guest.ts'
import type { LiveGuest, LiveLink } from './live-guest.ts'

/** How long a device that could ring has time to say so, after another one of its person was busy. */
export const BUSY_GRACE_MS = 2000

export interface LiveDevice extends CallDevice {
  /** When it was last heard of. */
  readonly heardAt: number
}

export interface LiveMember extends CallMember {
  /** Until when he is rung; of nobody but who rings. */
  readonly ringUntil: number | null
  /** When a device of his said that it is busy, and none that it rings. */
  readonly busyAt: number | null
  /** When he first came. */
  readonly cameAt: number | null
  /** Since when he is in it; null: he is not. */
  readonly since: number | null
  /** ms of his stays that are over. */
  readonly stayed: number
}

/** A call as the database keeps it. */
export interface LiveCall {
  readonly id: CallId
  readonly chat: ChatId
  /** Of two people: it ends when one of them goes. */
  readonly direct: boolean
  readonly mode: CallState['mode']
  readonly video: boolean
  readonly by: UserId
  readonly at: number
  readonly answeredAt: number | null
  /** Counts what people can see change. */
  readonly stateSeq: number
  /** Counts the joins: the connEpoch of the last one. */
  readonly joins: number
  readonly members: readonly LiveMember[]
  /** Those of guests too. */
  readonly devices: readonly LiveDevice[]
  /** By which guests come; how many there were; who came. None in calls of older servers. */
  readonly link?: LiveLink | null
  readonly links?: number
  readonly guests?: readonly LiveGuest[]
  readonly ended: { readonly at: number; readonly reason: CallEnd } | null
}

export const memberOf = (call: LiveCall, user: UserId): LiveMember | undefined =>
  call.members.find((member) => member.user === user)

export const isIn = (call: LiveCall, user: UserId): boolean => call.devices.some((device) => isPersons(user, device))

/** How many devices fit into it. */
export const roomOf = ({ mode }: LiveCall): number => (mode === 'sfu' ? limits.callSfuDevices : limits.callDevices)

/** The call as every member of its chat may see it. */
export function showCall(call: LiveCall): CallState {
  const { id, chat, mode, video, by, at, answeredAt, stateSeq, ended } = call
  const rings = call.members.flatMap(({ ringUntil }) => ringUntil ?? [])
  const guests = ended === null ? showGuests(call) : []
  return {
    id,
    chat,
    mode,
    video,
    by,
    at,
    ringUntil: rings.length === 0 ? null : Math.max(...rings),
    answeredAt,
    stateSeq,
    members: call.members.map(({ user, state, heard }) => ({ user, state, heard })),
    devices: call.devices.map(({ user, device, connEpoch, media }) => ({ user, device, connEpoch, media })),
    // Each join is one device that is still in it, or one that left.
    departures: call.joins - call.devices.length,
    ...(call.link ? { link: { id: call.link.id, epoch: call.link.epoch } } : {}),
    ...(guests.length > 0 ? { guests } : {}),
    ended: ended === null ? null : { ...ended },
  }
}

/** When time alone changes it next; null: never, it is over. */
export function deadlineOf(call: LiveCall): number | null {
  if (call.ended !== null) return null
  const rings = call.members.flatMap(({ ringUntil }) => ringUntil ?? [])
  const graces = call.members.flatMap(({ busyAt }) => (busyAt === null ? [] : busyAt + BUSY_GRACE_MS))
  const leases = call.devices.map(({ heardAt }) => heardAt + limits.callLease)
  const waits = guestsOf(call).flatMap(({ standing, heardAt }) =>
    standing === 'waiting' ? [heardAt + limits.callLease] : [],
  )
  return Math.min(...rings, ...graces, ...leases, ...waits)
}
