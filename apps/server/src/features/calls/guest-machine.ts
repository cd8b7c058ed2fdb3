import { limits, partyOf } from '@soroka/protocol'
import type { CallMedia, GuestId } from '@soroka/protocol'
import { changeDevice, dropDevices } from './change-call.ts'
import { roomOf } from './live-call.ts'
import type { LiveCall } from './live-call.ts'
import { findGuest, guestsOf, isGuest, isOf } from './live-guest.ts'
import type { LiveGuest, LiveLink } from './live-guest.ts'

interface OfGuest {
  readonly guest: GuestId
}

/** What happens to a call by guests and for them. Who may cause it is asked before. */
export type GuestEvent =
  | { readonly is: 'link'; readonly link: LiveLink }
  | { readonly is: 'unlink' }
  | { readonly is: 'knock'; readonly guest: LiveGuest }
  | (OfGuest & { readonly is: 'admit'; readonly pass: string })
  /** Declines who waits and takes out who is in. */
  | (OfGuest & { readonly is: 'refuse' })
  | (OfGuest & { readonly is: 'guest_join' | 'guest_media'; readonly media: CallMedia })
  | (OfGuest & { readonly is: 'guest_leave' | 'guest_alive' })
  | (OfGuest & { readonly is: 'guest_ticket'; readonly ticket: LiveGuest['ticket'] })

export type GuestRefusal =
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INVITE_INVALID'
  | 'CONFLICT'
  | 'LIMIT_REACHED'
  | 'CALL_FULL'
  | 'GUEST_OUT'

/** What makes no sense in a call that is over. */
export const guestsMustRun = ['link', 'unlink', 'knock', 'admit', 'refuse', 'guest_join', 'guest_ticket'] as const

/** The same object where nothing changed. */
export function carryOutGuest(call: LiveCall, event: GuestEvent, now: number): LiveCall | GuestRefusal {
  switch (event.is) {
    case 'link':
      return setLink(call, event.link)
    case 'unlink':
      return call.link ? { ...revoked(call), link: null } : call
    case 'knock':
      return knock(call, event.guest)
    case 'admit':
      return admit(call, event.guest, event.pass)
    case 'refuse':
      return refuse(call, event.guest)
    case 'guest_join':
      return join(call, event.guest, event.media, now)
    case 'guest_leave':
      return leave(call, event.guest)
    case 'guest_media':
      return changeDevice(call, partyOf(event.guest), { media: event.media, heardAt: now })
    case 'guest_alive':
      return changeDevice(changeGuest(call, event.guest, { heardAt: now }), partyOf(event.guest), { heardAt: now })
    case 'guest_ticket':
      return changeGuest(call, event.guest, { ticket: event.ticket })
    default:
      return event satisfies never
  }
}

/** Time passed: who waits and was not heard of has gone. */
export function dropSilentGuests(call: LiveCall, hearsSince: number, now: number): LiveCall {
  const isThere = ({ standing, heardAt }: LiveGuest) =>
    standing !== 'waiting' || Math.max(heardAt, hearsSince) + limits.callLease > now
  const guests = guestsOf(call).filter(isThere)
  return guests.length === guestsOf(call).length ? call : { ...call, guests }
}

/** A link in the place of the one before it, whose guests are out. */
function setLink(call: LiveCall, link: LiveLink): LiveCall | GuestRefusal {
  if (call.link?.id === link.id) return call
  // What goes through a server has keys that no link can give.
  if (call.mode === 'sfu') return 'FORBIDDEN'
  const links = (call.links ?? 0) + 1
  if (links > limits.callLinks) return 'LIMIT_REACHED'
  return { ...revoked(call), link, links }
}

function knock(call: LiveCall, guest: LiveGuest): LiveCall | GuestRefusal {
  if (call.link?.id !== guest.link) return 'INVITE_INVALID'
  const known = guestsOf(call)
  if (known.some(({ id }) => id === guest.id)) return 'CONFLICT'
  const waiting = known.filter(({ standing }) => standing === 'waiting').length
  if (waiting >= limits.callWaiting || known.length >= limits.callGuests) return 'LIMIT_REACHED'
  if (call.devices.length >= roomOf(call)) return 'CALL_FULL'
  return { ...call, guests: [...known, guest] }
}

function admit(call: LiveCall, id: GuestId, pass: string): LiveCall | GuestRefusal {
  const guest = findGuest(call, id)
  if (guest?.standing === 'in') return call
  if (guest?.standing !== 'waiting') return 'NOT_FOUND'
  if (call.devices.length >= roomOf(call)) return 'CALL_FULL'
  return changeGuest(call, id, { standing: 'in', pass })
}

function refuse(call: LiveCall, id: GuestId): LiveCall | GuestRefusal {
  const guest = findGuest(call, id)
  if (guest === undefined) return 'NOT_FOUND'
  if (guest.standing === 'waiting') return changeGuest(call, id, { standing: 'declined' })
  return guest.standing === 'in' ? putOut(changeGuest(call, id, { standing: 'removed' }), id) : call
}

/** A guest has one device; coming again makes its connections anew. */
function join(call: LiveCall, id: GuestId, media: CallMedia, now: number): LiveCall | GuestRefusal {
  if (findGuest(call, id)?.standing !== 'in') return 'GUEST_OUT'
  const others = call.devices.filter((device) => !isOf(id, device))
  if (others.length >= roomOf(call)) return 'CALL_FULL'
  const joins = call.joins + 1
  return { ...call, joins, devices: [...others, { ...partyOf(id), connEpoch: joins, media, heardAt: now }] }
}

/** Who was let in may come back; who waited is forgotten. */
function leave(call: LiveCall, id: GuestId): LiveCall {
  const guest = findGuest(call, id)
  if (guest?.standing !== 'waiting') return putOut(call, id)
  return { ...call, guests: guestsOf(call).filter((one) => one !== guest) }
}

function revoked(call: LiveCall): LiveCall {
  if (guestsOf(call).length === 0) return call
  const guests = guestsOf(call).map((guest): LiveGuest =>
    guest.standing === 'waiting' || guest.standing === 'in' ? { ...guest, standing: 'revoked' } : guest,
  )
  return dropDevices({ ...call, guests }, (device) => isGuest(call, device))
}

const putOut = (call: LiveCall, id: GuestId): LiveCall => dropDevices(call, (device) => isOf(id, device))

function changeGuest(call: LiveCall, id: GuestId, change: Partial<LiveGuest>): LiveCall {
  if (findGuest(call, id) === undefined) return call
  return { ...call, guests: guestsOf(call).map((guest) => (guest.id === id ? { ...guest, ...change } : guest)) }
}
