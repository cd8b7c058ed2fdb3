import {
  acceptsEpoch,
  guestLinkPair,
  isPass,
  type KnownGuest,
  openGuestSignal,
  openHello,
  sealGuestCard,
  sealGuestSignal,
  sealPass,
  type SignPair,
} from '@soroka/crypto'
import { type CallState as WireState, type DeviceId, type GuestId, type LinkId, SorokaError } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { findMember } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { SignalMark } from '../calls/signal-guard.ts'
import { underHead } from '../calls/under-head.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { CallParty, CallSignal, CallState, ShownGuest } from '../types.ts'
import { randomId } from './random-id.ts'
import { decodeText } from './text.ts'

interface Deps {
  api: Pick<Api, 'guests'>
  account: Pick<LocalAccount, 'self' | 'readSession'>
  epochs: Pick<Epochs, 'withHead' | 'verified' | 'keyAt'>
}

type Place = Pick<WireState, 'chat' | 'id'> & { link: { id: LinkId; epoch: number } }

/** A guest whom this device has looked at: he holds the link, and a member let him in or not yet. */
interface Checked {
  known: KnownGuest
  isIn: boolean
}

/** Guests of calls, for a member: their keys come from the chat's epoch, so no member has to be given any. */
export class GuestHost {
  readonly #deps: Deps
  readonly #pairs = new Map<string, Promise<SignPair>>()
  readonly #checked = new Map<string, Promise<Checked | null>>()
  /** Whom this device put out: no server brings him back before its eyes. */
  readonly #refused = new Set<GuestId>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The link of a call, made if there is none. @throws SorokaError FORBIDDEN, KEY_CHANGED, LIMIT_REACHED */
  async link(state: WireState): Promise<{ link: LinkId; key: string; answer: Promise<{ call: WireState }> | null }> {
    const { link } = state
    const pair = link === undefined ? null : await this.#pair({ ...state, link })
    if (link !== undefined && pair !== null) return { link: link.id, key: toBase64url(pair.pub), answer: null }
    return await this.#newLink(state)
  }

  async admit(state: WireState, id: GuestId): Promise<{ call: WireState }> {
    const guest = state.guests?.find((one) => one.id === id)
    const place = guest && placeOf(state, guest)
    const pair = place && (await this.#pair(place))
    const checked = guest && (await this.#check(state, guest))
    if (!pair || !checked) throw new SorokaError('NOT_FOUND')
    const pass = toBase64url(await sealPass(pair, checked.known))
    return await this.#deps.api.guests.admit({ call: state.id, guest: id, pass })
  }

  async refuse(state: WireState, id: GuestId): Promise<{ call: WireState }> {
    this.#refused.add(id)
    return await this.#deps.api.guests.refuse({ call: state.id, guest: id })
  }

  /** The guests whom a person may be shown, with their names; a hello that does not open is nobody's. */
  async shown(state: WireState): Promise<ShownGuest[]> {
    const guests = await Promise.all(
      (state.guests ?? []).map(async (guest) => {
        const checked = this.#refused.has(guest.id) ? null : await this.#check(state, guest)
        // Let in by nobody of us, whatever the server says.
        if (checked === null || (guest.pass !== null && !checked.isIn)) return null
        return { ...guest, name: checked.known.name }
      }),
    )
    return guests.filter((guest) => guest !== null)
  }

  /** @returns base64url. @throws SorokaError NOT_FOUND: he is no guest of this call */
  async seal(state: WireState, from: CallParty, to: CallParty, seq: number, body: CallSignal): Promise<string> {
    const found = await this.#find(state, to.device)
    if (found === null) throw new SorokaError('NOT_FOUND')
    const { name } = await this.#deps.account.readSession()
    const header = { ...found.place, from, to, seq }
    return toBase64url(await sealGuestSignal(found.pair.pub, found.pair.key, header, { name, body }))
  }

  /** What a guest says to this device; null for all that is not to be believed. */
  async open(state: WireState, from: DeviceId, signal: string): Promise<(SignalMark & { body: CallSignal }) | null> {
    const found = await this.#find(state, from)
    const bytes = decodeText(signal)
    if (found === null || bytes === null) return null
    const { self } = this.#deps.account
    const signerOf = (device: DeviceId) => (device === from ? found.known.pub : null)
    const { pair, place } = found
    const opened = await openGuestSignal({ link: pair.pub, place, self: self.device, signal: bytes, signerOf })
    if (opened === null) return null
    const { header, words } = opened
    const party = { user: from as string as CallParty['user'], ...header.from }
    return { call: state.id, from: party, to: { user: self.user, ...header.to }, seq: header.seq, body: words.body }
  }

  over(): void {
    this.#checked.clear()
    this.#pairs.clear()
  }

  async #newLink(state: WireState) {
    const link = randomId<LinkId>()
    const { name } = await this.#deps.account.readSession()
    const made = await underHead(this.#deps.epochs, state.chat, async ({ epoch, key }) => {
      const place = { call: state.id, link }
      const pair = await guestLinkPair(key, place)
      return { epoch: epoch.record.n, pair, card: toBase64url(await sealGuestCard(pair, place, name)) }
    })
    const { epoch, card } = made
    const answer = this.#deps.api.guests.setLink({ call: state.id, link, epoch, card })
    await answer
    return { link, key: toBase64url(made.pair.pub), answer }
  }

  /** A guest who is in, with the key of his link. */
  async #find(state: WireState, device: DeviceId) {
    const guest = state.guests?.find(({ id }) => (id as string) === device)
    if (guest === undefined || this.#refused.has(guest.id)) return null
    const checked = await this.#check(state, guest)
    const pair = await this.#pair(placeOf(state, guest))
    if (checked === null || !checked.isIn || pair === null) return null
    return { known: checked.known, pair, place: { call: state.id, link: guest.link } }
  }

  /** Null also while the key of his link is not here, or not good any more: then it is asked again. */
  async #check(state: WireState, guest: ShownGuest): Promise<Checked | null> {
    const pair = await this.#pair(placeOf(state, guest))
    if (pair === null) return null
    const { head } = await this.#deps.epochs.verified(state.chat)
    const isMember = head !== undefined && findMember(head.epoch.roster, guest.id as string as CallParty['user'])
    if (isMember) return null
    const what = [state.id, guest.link, guest.epoch, guest.id, guest.hello, guest.pass].join(' ')
    const known = this.#checked.get(what) ?? checkGuest(pair, state, guest)
    this.#checked.set(what, known)
    return await known
  }

  /** The key of a link; null: it is not here, or somebody lost a right since it was made (R8). */
  async #pair(place: Place): Promise<SignPair | null> {
    const { chat, id: call, link } = place
    const key = await this.#deps.epochs.keyAt(chat, link.epoch)
    const { head } = await this.#deps.epochs.verified(chat)
    if (key === null || head === undefined || !acceptsEpoch(link.epoch, head.epoch)) return null
    const what = `${call} ${link.id} ${link.epoch}`
    const pair = this.#pairs.get(what) ?? guestLinkPair(key, { call, link: link.id })
    this.#pairs.set(what, pair)
    return await pair
  }
}

/** A call as a person may be shown it: without guests whom nobody let in, and without those who only say that they are. */
export function withGuests(state: WireState, guests: ShownGuest[]): CallState {
  const { guests: _, ...rest } = state
  return guests.length === 0 ? rest : { ...rest, guests }
}

async function checkGuest(pair: SignPair, state: WireState, guest: ShownGuest): Promise<Checked | null> {
  const hello = decodeText(guest.hello)
  const known = hello && (await openHello(pair.pub, { call: state.id, link: guest.link, guest: guest.id }, hello))
  if (known === null) return null
  const pass = guest.pass === null ? null : decodeText(guest.pass)
  return { known, isIn: pass !== null && (await isPass(pair.pub, known, pass)) }
}

const placeOf = ({ chat, id }: WireState, { link, epoch }: ShownGuest): Place => ({
  chat,
  id,
  link: { id: link, epoch },
})
