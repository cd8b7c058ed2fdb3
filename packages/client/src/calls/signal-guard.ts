import type { CallId, CallState } from '@soroka/protocol'
import type { CallParty } from '../types.ts'

/** What a signal says of itself, in the part that its sender signed. */
export interface SignalMark {
  call: CallId
  from: CallParty
  to: CallParty
  seq: number
}

interface Latest {
  from: number
  to: number
  seq: number
}

/** Each signal is told once and in order, and only between the newest joins of its two devices. */
export class SignalGuard {
  readonly #latest = new Map<CallId, Map<string, Latest>>()

  /** Whether it is news; a second time it is not. `state`: the call as it is known here. */
  pass({ call, from, to, seq }: SignalMark, state: CallState | undefined): boolean {
    if (from.connEpoch < joinOf(state, from) || to.connEpoch < joinOf(state, to)) return false
    const devices = this.#latest.get(call) ?? new Map<string, Latest>()
    this.#latest.set(call, devices)
    const last = devices.get(device(from))
    if (last !== undefined) {
      if (from.connEpoch < last.from || to.connEpoch < last.to) return false
      const samePair = from.connEpoch === last.from && to.connEpoch === last.to
      if (samePair && seq <= last.seq) return false
    }
    devices.set(device(from), { from: from.connEpoch, to: to.connEpoch, seq })
    return true
  }

  /** The call is over: nothing of it is news any more. */
  forget(call: CallId): void {
    this.#latest.delete(call)
  }
}

/** The newest join of a device; 0: it is not in the call, as far as is known. */
function joinOf(state: CallState | undefined, { user, device: id }: CallParty): number {
  return state?.devices.find((one) => one.user === user && one.device === id)?.connEpoch ?? 0
}

const device = (party: CallParty) => `${party.user} ${party.device}`
