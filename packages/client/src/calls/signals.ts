import { sealSignal } from '@soroka/crypto'
import { type CallId, type CallState, type ChatId, SorokaError } from '@soroka/protocol'
import { RecordError, toBase64url } from '@soroka/protocol/bytes'
import type { DownFrame } from '@soroka/protocol/frames'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { GuestHost } from '../guest/host.ts'
import { Lanes } from '../sync/lanes.ts'
import type { CallEvent, CallParty, CallSignal } from '../types.ts'
import type { Connection } from '../websocket/connection.ts'
import { SignalGuard, type SignalMark } from './signal-guard.ts'
import { underHead } from './under-head.ts'

type Signalled = Extract<DownFrame, { t: 'call.signalled' }>

interface Deps {
  account: Pick<LocalAccount, 'self' | 'deviceKey'>
  epochs: Pick<Epochs, 'openSignal' | 'withHead'>
  connection: Pick<Connection, 'postUnless'>
  tell(event: CallEvent): void
  guests: Pick<GuestHost, 'seal' | 'open'>
  /** The call as it is known here, or by asking; null when I may not see it. */
  state(call: CallId): Promise<CallState | null>
  /** The server did not pass it on. */
  refused(call: CallId, to: CallParty, error: SorokaError): void
  /** When the page knows which join is its own. */
  joined(): Promise<void>
  now(): number
}

/** What devices in a call tell each other: sealed on the way out, opened and checked on the way in, each pair in order. */
export class Signals {
  readonly #deps: Deps
  readonly #lanes = new Lanes()
  readonly #guard = new SignalGuard()
  #lastSeq = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** @throws SorokaError CALL_OVER, NOT_FOUND, TOO_LARGE; KEY_CHANGED: a person must look first, UNAVAILABLE without a connection */
  send(call: CallId, from: CallParty, to: CallParty, body: CallSignal): Promise<void> {
    return this.#lanes.run(`out ${call} ${to.device}`, async () => {
      const { account, connection } = this.#deps
      const { user, device } = account.self
      if (from.user !== user || from.device !== device) throw new SorokaError('BAD_REQUEST', { field: 'from' })
      const state = await this.#deps.state(call)
      if (state === null) throw new SorokaError('NOT_FOUND')
      if (state.ended !== null) throw new SorokaError('CALL_OVER')
      const signal = await (
        isGuest(to)
          ? this.#deps.guests.seal(state, from, to, this.#nextSeq(), body)
          : this.#seal(state.chat, call, from, to, body)
      ).catch(refuseUnsealable)
      const frame = { call, to: { user: to.user, device: to.device }, signal }
      const isSent = connection.postUnless(
        (id) => ({ t: 'call.signal', id, ...frame }),
        (error) => this.#deps.refused(call, to, error),
      )
      if (!isSent) throw new SorokaError('UNAVAILABLE', { offline: true })
    })
  }

  /** One came. Those of one device are told in the order of their coming, however long each takes to open. */
  came({ call, from, to, signal }: Signalled): Promise<void> {
    const { account, guests, tell, joined, state: find } = this.#deps
    if (to !== account.self.device) return Promise.resolve()
    return this.#lanes.run(`in ${call} ${from.user} ${from.device}`, async () => {
      const before = await find(call)
      if (before === null) return
      const opened = isGuest(from) ? await guests.open(before, from.device, signal) : await this.#open(before, signal)
      if (opened === null) return
      await joined()
      const state = await find(call)
      if (state === null || state.ended !== null || !this.#guard.pass(opened, state)) return
      const { from: sender, to: receiver, seq } = opened
      tell({ type: 'call_signal', call, from: sender, to: receiver, seq, signal: opened.body })
    })
  }

  /** Another tab opened it, when it had the lead: it is no news here either. */
  heard(mark: SignalMark): void {
    this.#guard.pass(mark, undefined)
  }

  over(call: CallId): void {
    this.#guard.forget(call)
  }

  async #seal(chat: ChatId, call: CallId, from: CallParty, to: CallParty, body: CallSignal): Promise<string> {
    const { account, epochs } = this.#deps
    const author = { ...account.self, signKey: account.deviceKey }
    const { connEpoch } = from
    const signal = await underHead(epochs, chat, ({ epoch, key }) =>
      sealSignal({ epoch, key, author, call, connEpoch, to, seq: this.#nextSeq(), body }),
    )
    return toBase64url(signal)
  }

  async #open({ id: call, chat }: CallState, signal: string): Promise<(SignalMark & { body: CallSignal }) | null> {
    const opened = await this.#deps.epochs.openSignal({ chat, call, signal })
    return opened && { ...opened.header, body: opened.body }
  }

  /** Rises over all tabs of the device, whichever has the lead: so it begins at the clock. */
  #nextSeq(): number {
    this.#lastSeq = Math.max(this.#lastSeq + 1, this.#deps.now())
    return this.#lastSeq
  }
}

/** Guests bear one number where people have two. */
const isGuest = ({ user, device }: Pick<CallParty, 'user' | 'device'>): boolean => (user as string) === device

function refuseUnsealable(error: unknown): never {
  if (error instanceof RecordError) throw new SorokaError(error.code === 'too_large' ? 'TOO_LARGE' : 'BAD_REQUEST')
  throw error
}
