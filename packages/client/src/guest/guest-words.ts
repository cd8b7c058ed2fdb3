import { type KnownGuest, openGuestSignal, sealGuestSignal } from '@soroka/crypto'
import { type CallState, type DeviceId, partyOf, SorokaError } from '@soroka/protocol'
import { type Bytes, RecordError, toBase64url } from '@soroka/protocol/bytes'
import type { DownFrame } from '@soroka/protocol/frames'
import { SignalGuard } from '../calls/signal-guard.ts'
import { Lanes } from '../sync/lanes.ts'
import type { CallParty, CallSignal } from '../types.ts'
import type { Connection } from '../websocket/connection.ts'
import type { GuestEvent } from './guest-events.ts'
import { userOf } from './guest-state.ts'
import { decodeText } from './text.ts'

interface Deps {
  key: Bytes
  me: KnownGuest
  signKey: CryptoKey
  connection: Pick<Connection, 'postUnless'>
  state(): CallState | null
  others(): ReadonlyMap<DeviceId, KnownGuest>
  tell(event: GuestEvent): void
  now(): number
}

/** What a guest and the devices in his call tell each other. */
export class GuestWords {
  readonly #deps: Deps
  readonly #lanes = new Lanes()
  readonly #guard = new SignalGuard()
  #lastSeq = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** @throws SorokaError UNAVAILABLE without a connection */
  send(from: CallParty, to: CallParty, body: CallSignal): Promise<void> {
    const { key, me, signKey, connection, tell, now } = this.#deps
    return this.#lanes.run(`out ${to.device}`, async () => {
      this.#lastSeq = Math.max(this.#lastSeq + 1, now())
      const header = { call: me.call, link: me.link, from, to, seq: this.#lastSeq }
      const words = { name: me.name, body }
      const signal = toBase64url(await sealGuestSignal(key, signKey, header, words).catch(refuseUnsealable))
      const isSent = connection.postUnless(
        (id) => ({ t: 'guest.signal', id, to: to.device, signal }),
        () => tell({ type: 'call_refused', call: me.call, to }),
      )
      if (!isSent) throw new SorokaError('UNAVAILABLE', { offline: true })
    })
  }

  came({ from, signal: text }: Extract<DownFrame, { t: 'guest.signalled' }>): Promise<void> {
    const { key, me, others, tell } = this.#deps
    return this.#lanes.run(`in ${from}`, async () => {
      const signal = decodeText(text)
      if (signal === null) return
      const self = partyOf(me.guest)
      const place = { call: me.call, link: me.link }
      // Who is no guest that a member let in has to be a member: only they can sign with the link's key.
      const signerOf = (device: DeviceId) => (device === from ? (others().get(device)?.pub ?? key) : null)
      const opened = await openGuestSignal({ link: key, place, self: self.device, signal, signerOf })
      if (opened === null) return
      const { header, words } = opened
      const parties = { from: { user: userOf(from), ...header.from }, to: { user: self.user, ...header.to } }
      const mark = { call: me.call, ...parties, seq: header.seq }
      if (!this.#guard.pass(mark, this.#deps.state() ?? undefined)) return
      const guest = others().get(from)
      tell({ type: 'name', user: userOf(from), name: guest?.name ?? words.name, guest: guest !== undefined })
      tell({ type: 'call_signal', ...mark, signal: words.body })
    })
  }
}

function refuseUnsealable(error: unknown): never {
  if (error instanceof RecordError) throw new SorokaError(error.code === 'too_large' ? 'TOO_LARGE' : 'BAD_REQUEST')
  throw error
}
