import type { CallId, CallState, ChatId, UserId } from '@soroka/protocol'

interface Options {
  self: UserId
  /** It is another now than what was told last. */
  changed(state: CallState): void
  now(): number
}

/** Calls that are over and are still remembered, so that late news doesn't bring them back. */
const MOST_OVER = 100

/** The calls that this device knows of, each as it was at its highest `stateSeq`. */
export class CallStates {
  readonly #options: Options
  readonly #known = new Map<CallId, CallState>()

  constructor(options: Options) {
    this.#options = options
  }

  get(call: CallId): CallState | undefined {
    return this.#known.get(call)
  }

  get live(): CallState[] {
    return [...this.#known.values()].filter(({ ended }) => ended === null)
  }

  /** What the server says; tells it on if it is newer. @returns the newest that is known */
  take(state: CallState): CallState {
    const known = this.#known.get(state.id)
    if (known !== undefined && known.stateSeq >= state.stateSeq) return known
    this.note(state)
    this.#options.changed(state)
    return state
  }

  /** What another tab has told already. */
  note(state: CallState): void {
    if ((this.#known.get(state.id)?.stateSeq ?? -1) >= state.stateSeq) return
    this.#known.set(state.id, state)
    const over = [...this.#known.values()].filter(({ ended }) => ended !== null)
    for (const { id } of over.slice(0, Math.max(0, over.length - MOST_OVER))) this.#known.delete(id)
  }

  /** I may not see it any more: I am out of it, and for me it is over. */
  lost(call: CallId): void {
    const state = this.#known.get(call)
    if (state === undefined || state.ended !== null) return
    const { self, now } = this.#options
    const members = state.members.map((one) => (one.user === self ? { ...one, state: 'removed' as const } : one))
    const out = { ...state, members, devices: state.devices.filter(({ user }) => user !== self), ringUntil: null }
    this.take({ ...out, stateSeq: state.stateSeq + 1 })
    this.take({ ...out, stateSeq: state.stateSeq + 2, devices: [], ended: { at: now(), reason: 'failed' } })
  }

  /** I am no longer in this chat. */
  left(chat: ChatId): void {
    for (const state of this.live) if (state.chat === chat) this.lost(state.id)
  }
}
