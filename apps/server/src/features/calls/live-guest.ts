import type { CallGuest, GuestCall, GuestId, LinkId } from '@soroka/protocol'

/** The link by which guests come to a call; one at a time, for guests of two links could not tell each other's keys. */
export type LiveLink = {
  readonly id: LinkId
  readonly epoch: number
  readonly card: string
}

/** A guest of a call, as the database keeps him. */
export type LiveGuest = {
  readonly id: GuestId
  readonly link: LinkId
  readonly epoch: number
  readonly hello: string
  readonly standing: GuestCall['standing']
  readonly pass: string | null
  /** SHA-256 of the secret in his token. */
  readonly secret: string
  /** SHA-256 of a ticket for his socket, and until when it is good. */
  readonly ticket: { readonly hash: string; readonly until: number } | null
  /** When he was last heard of, while he waits. */
  readonly heardAt: number
}

interface HasGuests {
  readonly guests?: readonly LiveGuest[]
}

/** Of a call; older ones have none. */
export const guestsOf = (call: HasGuests): readonly LiveGuest[] => call.guests ?? []

export const findGuest = (call: HasGuests, id: GuestId): LiveGuest | undefined =>
  guestsOf(call).find((guest) => guest.id === id)

interface Party {
  readonly user: string
  readonly device: string
}

/** Whether a device is this guest's: it bears his number twice, which no person's device does. */
export const isOf = (id: string, { user, device }: Party): boolean => user === id && device === id

/** Whether a device is this person's. A guest may choose a person's number, and is not he for that. */
export const isPersons = (person: string, { user, device }: Party): boolean => user === person && device !== person

/** Whether a device of the call is a guest's. */
export const isGuest = (call: HasGuests, device: Party): boolean => guestsOf(call).some(({ id }) => isOf(id, device))

const isHere = ({ standing }: LiveGuest): boolean => standing === 'waiting' || standing === 'in'

/** Those who wait and those who were let in, for members. */
export const showGuests = (call: HasGuests): CallGuest[] =>
  guestsOf(call)
    .filter(isHere)
    .map(({ id, link, epoch, hello, pass }) => ({ id, link, epoch, hello, pass }))
