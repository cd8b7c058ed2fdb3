import type { CallParty, CallSignal, CallState } from '@soroka/client/types'
import type { CallId } from '@soroka/protocol'

interface Signal {
  from: CallParty
  to: CallParty
  signal: CallSignal
}

/** What is heard of a call before the answer to my coming is here: until then I can't know which call it will be, nor which of its devices is me. */
export class Early {
  readonly #states = new Map<CallId, CallState>()
  #signals: Signal[] = []

  keep(state: CallState): void {
    this.#states.set(state.id, state)
  }

  keepSignal(signal: Signal): void {
    this.#signals.push(signal)
  }

  /** The newer one of what was answered and what was heard meanwhile. */
  newest(answer: CallState): CallState {
    const heard = this.#states.get(answer.id)
    this.#states.clear()
    return heard && heard.stateSeq > answer.stateSeq ? heard : answer
  }

  takeSignals(): Signal[] {
    const signals = this.#signals
    this.#signals = []
    return signals
  }
}
