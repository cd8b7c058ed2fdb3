import { sealSignal } from '@soroka/crypto'
import { type CallId, type CallState, SorokaError } from '@soroka/protocol'
import { RecordError, toBase64url } from '@soroka/protocol/bytes'
import type { DownFrame } from '@soroka/protocol/frames'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import { Lanes } from '../sync/lanes.ts'
import type { CallEvent, CallParty, CallSignal } from '../types.ts'
import type { Connection } from '../websocket/connection.ts'
import { SignalGuard, type SignalMark } from './signal-guard.ts'
import { underHead } from './under-head.ts'

type Signalled = Extract<DownFrame, { t: 'call.signalled' }>

interface Deps {
  account: Pick<LocalAccount, 'self' | 'deviceKey'>
  epochs: Pick<Epochs, 'openSignal' | 'withHead'>
  connection: Pick<Connection, 'post' | 'number'>
  tell(event: CallEvent): void
  /** The call as it is known here, or by asking; null when I may not see it. */
  state(call: CallId): Promise<CallState | null>
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
      const { account, connection, epochs } = this.#deps
      const { user, device } = account.self
      if (from.user !== user || from.device !== device) throw new SorokaError('BAD_REQUEST', { field: 'from' })
      const state = await this.#deps.state(call)
      if (state === null) throw new SorokaError('NOT_FOUND')
      if (state.ended !== null) throw new SorokaError('CALL_OVER')
      const author = { ...account.self, signKey: account.deviceKey }
      const { connEpoch } = from
      const signal = await underHead(epochs, state.chat, ({ epoch, key }) =>
        sealSignal({ epoch, key, author, call, connEpoch, to, seq: this.#nextSeq(), body }),
      ).catch(refuseUnsealable)
      const frame = { call, to: { user: to.user, device: to.device }, signal: toBase64url(signal) }
      if (!connection.post({ t: 'call.signal', id: connection.number(), ...frame }))
        throw new SorokaError('UNAVAILABLE', { offline: true })
    })
  }

  /** One came. Those of one device are told in the order of their coming, however long each takes to open. */
  came({ call, from, to, signal }: Signalled): Promise<void> {
    const { account, epochs, tell, joined, state: find } = this.#deps
    if (to !== account.self.device) return Promise.resolve()
    return this.#lanes.run(`in ${call} ${from.user} ${from.device}`, async () => {
      const chat = (await find(call))?.chat
      if (chat === undefined) return
      const opened = await epochs.openSignal({ chat, call, signal })
      if (opened === null) return
      await joined()
      const state = await find(call)
      if (state === null || state.ended !== null || !this.#guard.pass(opened.header, state)) return
      const { from: sender, to: receiver, seq } = opened.header
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

  /** Rises over all tabs of the device, whichever has the lead: so it begins at the clock. */
  #nextSeq(): number {
    this.#lastSeq = Math.max(this.#lastSeq + 1, this.#deps.now())
    return this.#lastSeq
  }
}

function refuseUnsealable(error: unknown): never {
  if (error instanceof RecordError) throw new SorokaError(error.code === 'too_large' ? 'TOO_LARGE' : 'BAD_REQUEST')
  throw error
}
